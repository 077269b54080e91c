import Diagnostics
import Settings

extension Diagnostic.Code {
    static let badExpectation = Self(rawValue: "bad-expectation")
}

extension Expected {
    /// What a letter has, as in `preview --json`, and the headers.
    private static let letterKeys = [
        "from", "to", "cc", "bcc", "subject", "text", "html", "attachments", "headers", "meeting",
    ]
    private static let meetingKeys = [
        "uid", "method", "sequence", "start", "end", "title", "location", "description", "organizer", "attendees",
    ]

    /// One expectation a letter: a mapping for a route that makes one, a list under `each`.
    static func readLetters(_ node: Node, _ reader: inout Reader) -> [Expected]? {
        if case .sequence(let items) = node.content {
            return items.compactMap { readFields($0, letterKeys, "a letter", &reader) }
        }
        return readFields(node, letterKeys, "a letter", &reader).map { [$0] }
    }

    private static func readFields(
        _ node: Node, _ known: [String], _ noun: String, _ reader: inout Reader
    ) -> Expected? {
        guard let pairs = reader.pairs(of: node, called: "what \(noun) must be") else { return nil }
        var fields: [Field] = []
        for pair in pairs {
            let key = pair.key.text
            guard known.contains(key) else {
                reader.findings.report(
                    Diagnostic(
                        .error, .badExpectation, at: pair.key.span, in: node.source,
                        "\(noun) has no '\(Visible.shortened(key, to: 60))'",
                        help: Suggestion.help(for: key, among: known)
                            ?? "expect any of: \(known.joined(separator: ", "))"))
                continue
            }
            let value: Expected? =
                switch key {
                case "meeting" where !pair.value.isNothing: readFields(pair.value, meetingKeys, "a meeting", &reader)
                case "headers": readHeaders(pair.value, &reader)
                case "start", "end": readTime(pair.value, &reader)
                default: readValue(pair.value, &reader)
                }
            if let value { fields.append(Field(name: key, expectation: value)) }
        }
        return .fields(fields)
    }

    private static func readHeaders(_ node: Node, _ reader: inout Reader) -> Expected? {
        reader.pairs(of: node, called: "header fields").map { pairs in
            .headers(
                pairs.compactMap { pair in
                    readValue(pair.value, &reader).map { Field(name: pair.key.text, expectation: $0) }
                })
        }
    }

    static func readTime(_ node: Node, _ reader: inout Reader) -> Expected? {
        reader.plainText(node, expected: "a date and time such as 2026-12-01T10:00").map { .time($0) }
    }

    static func readValue(_ node: Node, _ reader: inout Reader) -> Expected? {
        switch node.content {
        case .scalar(let scalar): return .text(scalar.text)
        case .sequence(let items): return .list(items.compactMap { readValue($0, &reader) })
        case .mapping(let pairs):
            guard pairs.count == 1, let pair = pairs.first, ["contains", "lacks"].contains(pair.key.text) else {
                return reader.report(
                    node, .badExpectation, "expected a text, a list, {contains: …} or {lacks: …}",
                    help: "write for instance {contains: Планёрка}")
            }
            guard let words = OneOrMany<String>.read(pair.value, &reader)?.items else { return nil }
            return pair.key.text == "contains" ? .contains(words) : .lacks(words)
        }
    }
}
