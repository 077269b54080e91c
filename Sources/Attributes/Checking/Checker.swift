import Diagnostics

/// Goes through submitted data beside their schema, and collects the values and all that is wrong.
///
/// The methods that read one type return `.nothing` where they report a mistake.
struct Checker {
    let context: CheckingContext
    private(set) var mismatches = Mismatches()
    /// Where the checker stands; becomes text only for a mistake.
    private var path: [Step] = []
    /// How many names may still be compared for a did-you-mean: large directories times many slips would cost too much.
    private var comparisons = 200_000

    private enum Step {
        case key(String)
        case index(Int)
    }

    init(_ context: CheckingContext) {
        self.context = context
    }

    mutating func report(_ expected: String, found: String, help: String? = nil) {
        if mismatches.isFull {
            mismatches.add(Mismatch("", expected: "", found: ""))
        } else {
            mismatches.add(Mismatch(pointer, expected: expected, found: found, help: help))
        }
    }

    mutating func at<Result>(key: String, _ body: (inout Checker) -> Result) -> Result {
        path.append(.key(key))
        defer { path.removeLast() }
        return body(&self)
    }

    private mutating func at<Result>(index: Int, _ body: (inout Checker) -> Result) -> Result {
        path.append(.index(index))
        defer { path.removeLast() }
        return body(&self)
    }

    private var pointer: String {
        path.map { step in
            switch step {
            case .index(let index): return "/\(index)"
            case .key(let key):
                // RFC 6901 section 3. Very long keys are nobody's attribute: their beginning says which.
                let key = key.utf8.count > 200 ? Visible.shortened(key, to: 100) : key
                return key.unicodeScalars.reduce(into: "/") {
                    $0 += $1 == "~" ? "~0" : $1 == "/" ? "~1" : String($1)
                }
            }
        }.joined()
    }

    mutating func suggestion(for name: String, among names: some Sequence<String>, count: Int) -> String? {
        guard !mismatches.isFull, count <= comparisons else { return nil }
        comparisons -= count
        return Suggestion.help(for: name, among: names)
    }

    /// The record of an object.
    ///
    /// The members' names differ, as the reader of JSON sees to; the word is what the schema's entries are called, `attribute` or `field`.
    mutating func record(_ schema: Schema, _ members: [JSON.Member], word: String) -> Record {
        var given = [JSON?](repeating: nil, count: schema.attributes.count)
        var undeclared: [String] = []
        for member in members {
            if let position = schema.position(of: member.name) {
                given[position] = member.value
            } else {
                undeclared.append(member.name)
            }
        }
        let values = zip(schema.attributes, given).map { attribute, json in
            at(key: attribute.name) { $0.attribute(attribute, json) }
        }
        for name in undeclared {
            let help = suggestion(for: name, among: schema.names, count: schema.names.count)
            at(key: name) {
                $0.report("a declared \(word)", found: "the key '\(Visible.shortened(name, to: 60))'", help: help)
            }
        }
        return Record(schema, values)
    }

    private mutating func attribute(_ attribute: Attribute, _ json: JSON?) -> Value {
        let type = attribute.type
        guard let json, json != .null else {
            if attribute.isRequired {
                let expected = type.expectation(in: context)
                report(
                    attribute.isArray ? "a list, each item \(expected)" : expected,
                    found: json == nil ? "nothing" : "null")
            }
            return .nothing
        }
        if attribute.isNotEmpty, [.string(""), .array([]), .object([])].contains(json) {
            report(
                attribute.isArray ? "a list that is not empty" : "\(type.expectation(in: context)), not empty",
                found: json.found)
            return .nothing
        }
        guard attribute.isArray else { return value(type, json) }
        guard case .array(let items) = json else {
            report(
                "a list, each item \(type.expectation(in: context))",
                found: type == .document ? json.foundUnseen : json.found,
                help: "one item is a list too: […]")
            return .nothing
        }
        return .list(items.enumerated().map { index, item in at(index: index) { $0.value(type, item) } })
    }

    private mutating func value(_ type: AttributeType, _ json: JSON) -> Value {
        switch (type, json) {
        case (.string, .string(let text)): return .string(text)
        case (.boolean, .bool(let flag)): return .boolean(flag)
        case (.number, .number(let text)), (.number, .string(let text)):
            return read(type, json) { () throws(Misreading) in .number(try DecimalNumber(text)) }
        case (.datetime, .string(let text)):
            let zone = context.zone
            return read(type, json) { () throws(Misreading) in .datetime(try Instant(text, in: zone)) }
        case (.duration, .string(let text)):
            return read(type, json) { () throws(Misreading) in .duration(try Duration(reading: text)) }
        case (.period, .string(let text)):
            let zone = context.zone
            return read(type, json) { () throws(Misreading) in .period(try Period(text, in: zone)) }
        case (.period, .object(let members)): return period(members)
        case (.object(let fields), .object(let members)): return .object(record(fields, members, word: "field"))
        case (.map, .object(let members)): return map(members)
        case (.account, .string(let text)): return account(text)
        case (.account, .object(let members)): return account(members)
        case (.document, .string(let path)): return document(path: path, json)
        case (.document, .object(let members)): return document(members)
        default:
            report(type.expectation(in: context), found: json.found, help: Self.help(type, json))
            return .nothing
        }
    }

    private static func help(_ type: AttributeType, _ json: JSON) -> String? {
        switch (type, json) {
        case (.string, .number(let text)) where text.utf8.count <= 40: "in double quotes it is one: \"\(text)\""
        case (.boolean, .string("true")), (.boolean, .string("false")): "without quotes"
        default: nil
        }
    }

    /// Reads a text, and reports one that can't be read.
    private mutating func read(
        _ type: AttributeType, _ json: JSON, _ body: () throws(Misreading) -> Value
    ) -> Value {
        do {
            return try body()
        } catch {
            report(type.expectation(in: context), found: json.found, help: error.reason)
            return .nothing
        }
    }

    private mutating func map(_ members: [JSON.Member]) -> Value {
        .map(
            members.compactMap { member in
                if case .string(let text) = member.value { return Value.Entry(key: member.name, value: text) }
                at(key: member.name) {
                    $0.report("a text", found: member.value.found, help: Self.help(.string, member.value))
                }
                return nil
            })
    }

    private mutating func period(_ members: [JSON.Member]) -> Value {
        let ends = Schema([
            Attribute("start", .datetime, isRequired: true), Attribute("end", .datetime, isRequired: true),
        ])
        // As a path names them, {Start, End}, they are welcome too.
        let members = members.map { member in
            JSON.Member(name: ["Start": "start", "End": "end"][member.name] ?? member.name, value: member.value)
        }
        let record = record(ends, members, word: "field")
        guard case .datetime(let start) = record["start"], case .datetime(let end) = record["end"] else {
            return .nothing
        }
        guard let period = try? Period(from: start, to: end) else {
            let text = members.first { $0.name == "end" }?.value.found ?? ""
            at(key: "end") { $0.report("an end that is not before the start", found: text) }
            return .nothing
        }
        return .period(period)
    }
}
