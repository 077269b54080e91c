import Attributes
import Diagnostics
import Settings
import Templating

extension Diagnostic.Code {
    static let badValue = Self(rawValue: "bad-value")
}

/// Reads `with:`: what a send route gets of a message that came in, proven to fit what it takes.
struct EntryValueReader {
    let target: SendRoute
    /// What messages carry.
    let schema: Schema
    /// Attributes of the message whose declarations are wrong.
    let broken: Set<String>
    let accounts: Directory
    let zone: Zone
    let folder: WorkspaceFolder

    mutating func read(_ reading: Reading, _ reader: inout Reader) -> [EntryValue.Member] {
        let entries = (reading.find(DeliverSetting.with) ?? nil)?.entries ?? []
        let members = members(
            entries.map { ($0.key, $0.value.node) }, of: target.schema, called: "attribute", reading.node.source,
            &reader)
        let given = Set(entries.map(\.key.text))
        for attribute in target.schema.attributes where attribute.isRequired && !given.contains(attribute.name) {
            reader.findings.report(
                Diagnostic(
                    .error, .badValue, at: reading.span(of: DeliverSetting.with), in: reading.node.source,
                    "the route '\(target.name)' needs '\(attribute.name)', \(attribute.type.phrase)",
                    help: "add it: with: {\(attribute.name): \"<…>\"}"))
        }
        return members
    }

    private func members(
        _ pairs: [(key: Scalar, node: Node)], of schema: Schema, called noun: String, _ source: Source,
        _ reader: inout Reader
    ) -> [EntryValue.Member] {
        pairs.compactMap { key, node in
            guard let attribute = schema[key.text] else {
                reader.findings.report(
                    Diagnostic(
                        .error, .badValue, at: key.span, in: source,
                        "'\(target.name)' has no \(noun) '\(Visible.shortened(key.text, to: 60))'",
                        help: Suggestion.help(for: key.text, among: schema.names)
                            ?? (schema.names.isEmpty
                                ? "it takes nothing" : "it takes \(schema.names.joined(separator: ", "))")))
                return nil
            }
            return value(node, for: attribute, &reader).map { EntryValue.Member(name: key.text, value: $0) }
        }
    }

    private func value(_ node: Node, for attribute: Attribute, _ reader: inout Reader) -> EntryValue? {
        switch node.content {
        case .sequence(let items) where attribute.isArray:
            var item = attribute
            (item.isArray, item.isRequired) = (false, false)
            return .list(items.compactMap { value($0, for: item, &reader) })
        case .mapping(let pairs):
            if !attribute.isArray, case .object(let fields) = attribute.type {
                let members = members(
                    pairs.map { ($0.key, $0.value) }, of: fields, called: "field", node.source, &reader)
                for field in fields.attributes
                where field.isRequired && !pairs.contains(where: { $0.key.text == field.name }) {
                    reader.report(
                        node, .badValue, "'\(attribute.name)' needs the field '\(field.name)'", help: "add it") as Void?
                }
                return .object(members)
            }
            if !attribute.isArray, attribute.type == .map || attribute.type == .account {
                let text = Attribute("", .string)
                return .object(
                    pairs.compactMap { pair in
                        value(pair.value, for: text, &reader).map { EntryValue.Member(name: pair.key.text, value: $0) }
                    })
            }
            // What YAML makes of `{Path}` without quotes.
            _ = PlacedText.read(node, &reader)
            return nil
        case .sequence: return constant(node, for: attribute, &reader)
        case .scalar: return scalar(node, for: attribute, &reader)
        }
    }

    private func scalar(_ node: Node, for attribute: Attribute, _ reader: inout Reader) -> EntryValue? {
        guard let text = PlacedText.read(node, &reader) else { return nil }
        let isText = attribute.type == .string && !attribute.isArray
        if !isText, let path = solePath(text.text) { return values(path, text, for: attribute, &reader) }
        var findings = Findings()
        let template = Template.read(text, in: .header, for: schema, findings: &findings)
        if !isText {
            guard let template, template.holes.isEmpty else {
                return refuse(
                    text, "'\(attribute.name)' of '\(target.name)' is \(Self.phrase(attribute)), and this is a text",
                    "write one placeholder alone, such as <From>, or a value without any", &reader)
            }
            return constant(node, for: attribute, &reader)
        }
        for finding in findings.sorted where !broken.contains(where: { finding.message.hasPrefix("'\($0)'") }) {
            reader.findings.report(finding)
        }
        guard let template else { return nil }
        if attribute.isNotEmpty, template.constant == "" || template.soleHole?.fallback == "" {
            return refuse(
                text, "'\(attribute.name)' of '\(target.name)' must not be empty, and this may be",
                "say what stands there instead: <Subject|no subject>", &reader)
        }
        return .text(template)
    }

    /// A value without placeholders is checked as if it were submitted.
    private func constant(_ node: Node, for attribute: Attribute, _ reader: inout Reader) -> EntryValue? {
        let single = Schema([attribute])
        let value = JSON(node, as: attribute)
        let json = JSON.object([.init(name: attribute.name, value: value)])
        let context = CheckingContext(accounts: accounts, zone: zone, documents: .relative(to: folder.path))
        switch single.check(json, in: context) {
        case .success: return .constant(value)
        case .failure(let mismatches):
            for mismatch in mismatches.list {
                reader.report(
                    node, .badValue,
                    "'\(attribute.name)' of '\(target.name)' is \(mismatch.expected), and this is \(mismatch.found)",
                    help: mismatch.help) as Void?
            }
            return nil
        }
    }

    /// `From` of `<From>`, `{From}` and `<From|>`.
    private func solePath(_ text: String) -> String? {
        guard let first = text.first, let last = text.last, ["<>", "{}"].contains("\(first)\(last)") else { return nil }
        var path = text.dropFirst().dropLast()
        if path.last == "|" { path = path.dropLast() }
        let isPath = path.allSatisfy { $0.isLetter || $0.isNumber || "._-[]".contains($0) }
        return isPath && !path.isEmpty ? String(path) : nil
    }

    private func values(
        _ written: String, _ text: PlacedText, for attribute: Attribute, _ reader: inout Reader
    ) -> EntryValue? {
        let path: ArrivalPath
        do throws(ArrivalPath.Problem) {
            path = try ArrivalPath(written, in: schema)
        } catch {
            if broken.contains(String(written.prefix { $0 != "." && $0 != "[" })) { return nil }
            return refuse(text, error.words, error.help, &reader)
        }
        guard Self.fits(path.type, attribute.type, path) else {
            let found = path.isArray ? "a list of values that are each \(path.type.phrase)" : path.type.phrase
            return refuse(
                text,
                "'\(attribute.name)' of '\(target.name)' is \(Self.phrase(attribute)), and '\(path.text)' is \(found)",
                attribute.type.fields == nil && path.type == .string
                    ? "declare an attribute of that type: {type: \(attribute.type.word), from: \(path.text)}"
                    : "name something of that type", &reader)
        }
        if path.isArray, !attribute.isArray {
            return refuse(
                text, "'\(attribute.name)' of '\(target.name)' is one value, and '\(path.text)' is a list",
                "name one of its items: <\(path.text)[0]>", &reader)
        }
        if !path.isArray, attribute.isArray {
            return refuse(
                text, "'\(attribute.name)' of '\(target.name)' is a list, and '\(path.text)' is one value",
                "make a list of it: [\"<\(path.text)>\"]", &reader)
        }
        if path.isOptional, attribute.isRequired, !attribute.isArray {
            return refuse(
                text, "'\(attribute.name)' of '\(target.name)' is required, and a letter may have no '\(path.text)'",
                "declare an attribute of your own with 'required: true', and other letters are quarantined", &reader)
        }
        return .values(path, of: attribute.type, isList: attribute.isArray)
    }

    private static func phrase(_ attribute: Attribute) -> String {
        attribute.isArray ? "a list of values that are each \(attribute.type.phrase)" : attribute.type.phrase
    }

    private static func fits(_ found: AttributeType, _ wanted: AttributeType, _ path: ArrivalPath) -> Bool {
        switch (found, wanted) {
        case (.object(let fields), .account): fields["Address"] != nil
        case (.string, .account): path.text.hasSuffix(".Address")
        case (.object(let fields), .document): fields["Extension"] != nil
        case (.object(let have), .object(let want)):
            want.attributes.allSatisfy { field in
                guard let own = have[field.name] else { return !field.isRequired }
                return own.isArray == field.isArray && fits(own.type, field.type, path)
                    && (own.isRequired || !field.isRequired)
            }
        default: found == wanted
        }
    }

    private func refuse(
        _ text: PlacedText, _ message: String, _ help: String, _ reader: inout Reader
    ) -> EntryValue? {
        reader.findings.report(Diagnostic(.error, .badValue, in: text, nil, message, help: help))
        return nil
    }
}
