import Attributes
import Diagnostics
import Settings

/// `attributes:` of a receive route: names with their types, and where letters have them.
struct ArrivalAttributesSetting: SettingValue {
    struct Entry: Sendable {
        var attribute: Attribute
        var key: Scalar
        var from: PlacedText
        var match: PlacedText?
        var pattern: Pattern?
    }

    var entries: [Entry]

    private static let from = Field<PlacedText>(
        "from", "Where to look: Subject, TextBody, From.Address, Headers.X-Order")
    private static let match = Field<PlacedText?>(
        "match", "A regular expression; its first group is the value, or all that it matches", default: nil)
    private static let shape = Shape("an attribute", AttributeSetting.declared + [from, match])

    static var form: Form { .keyed(.group(shape)) }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let pairs = reader.pairs(of: node, called: "a mapping of names and types") else { return nil }
        var entries: [Entry] = []
        for pair in pairs where SchemaSetting.checkName(pair.key, in: node, &reader) {
            checkReserved(pair.key, in: node, &reader)
            if let entry = readEntry(pair, &reader) { entries.append(entry) }
        }
        return Self(entries: entries)
    }

    private static func readEntry(_ pair: Node.Pair, _ reader: inout Reader) -> Entry? {
        let name = pair.key.text
        if pair.value.scalar != nil {
            return reader.report(
                pair.value, .missingKey, "'\(name)' says not where letters have it",
                help: "write: {type: \(pair.value.written), from: Subject, match: '…'}")
        }
        guard let reading = shape.read(pair.value, &reader) else { return nil }
        let attribute = AttributeSetting.read(reading, named: name, isFields: false, &reader)
        let match = reading.find(match) ?? nil
        let pattern = match.flatMap { Pattern.read($0, &reader) }
        guard let attribute, let from = reading.find(from), reading.isWhole, match == nil || pattern != nil else {
            return nil
        }
        guard checkType(attribute, reading.node, &reader), checkGroups(pattern, match, of: attribute, &reader) else {
            return nil
        }
        return Entry(attribute: attribute, key: pair.key, from: from, match: match, pattern: pattern)
    }

    private static func checkType(_ attribute: Attribute, _ node: Node, _ reader: inout Reader) -> Bool {
        switch attribute.type {
        case .account:
            return reader.report(
                node["type"] ?? node, .badAttribute, "an account can't be read from a text",
                help: "'Contact' is the account that a letter is from or to; declare a string for an address") ?? false
        case .document:
            return reader.report(
                node["type"] ?? node, .badAttribute, "a document can't be read from a text",
                help: "the files are in 'Attachments'") ?? false
        default: return true
        }
    }

    /// An object's fields are named groups; a map's entries are two groups.
    private static func checkGroups(
        _ pattern: Pattern?, _ match: PlacedText?, of attribute: Attribute, _ reader: inout Reader
    ) -> Bool {
        guard let pattern, let match else { return true }
        func refuse(_ message: String, _ help: String) -> Bool {
            reader.findings.report(Diagnostic(.error, .badPattern, in: match, nil, message, help: help))
            return false
        }
        switch attribute.type {
        case .object(let fields):
            for (name, _) in pattern.names where fields[name] == nil {
                return refuse(
                    "'\(attribute.name)' has no field '\(name)', as a group is called",
                    Suggestion.help(for: name, among: fields.names)
                        ?? "its fields are \(fields.names.joined(separator: ", "))")
            }
            let missing = fields.attributes.first { field in
                field.isRequired && !pattern.names.contains { $0.name == field.name }
            }
            guard let missing else { return true }
            return refuse(
                "no group is called '\(missing.name)', which is a field of '\(attribute.name)'",
                "write (?<\(missing.name)>…), or declare the field with 'required: false'")
        case .map where pattern.groups != 2:
            return refuse("a map's entries need two groups: the key and its value", "write for instance '(\\w+): (.*)'")
        case .period where pattern.groups > 2:
            return refuse(
                "a period has two ends, and the expression more groups", "write (?:…) for groups that are no ends")
        default: return true
        }
    }

    private static func checkReserved(_ key: Scalar, in node: Node, _ reader: inout Reader) {
        let name = key.text.lowercased()
        guard let taken = (ArrivalSchema.names + ArrivalSchema.reserved).first(where: { $0.lowercased() == name })
        else {
            return
        }
        let isBuiltIn = ArrivalSchema.names.contains(taken)
        reader.findings.report(
            Diagnostic(
                .error, .badName, at: key.span, in: node.source,
                isBuiltIn
                    ? "every letter has '\(taken)': another attribute can't be called '\(key.text)'"
                    : "'\(key.text)' can't be the name of an attribute: handlers get something else under '\(taken)'",
                help: "choose another name"))
    }
}
