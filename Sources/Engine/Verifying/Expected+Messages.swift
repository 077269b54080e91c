import Attributes
import Diagnostics
import Settings

extension Expected {
    /// What a message that came in has.
    private static let messageKeys = [
        "attributes", "quarantine", "links", "contact", "thread", "needsProcessing",
    ]

    /// What a test of a receive route expects; what it does not name may be anything.
    static func readMessage(_ node: Node, schema: Schema, _ reader: inout Reader) -> Expected? {
        guard let pairs = reader.pairs(of: node, called: "what the message must be") else { return nil }
        var fields: [Field] = []
        for pair in pairs {
            let key = pair.key.text
            guard messageKeys.contains(key) else {
                unknown(pair.key, "a message", messageKeys, node, &reader)
                continue
            }
            let value: Expected? =
                switch key {
                case "attributes": readFields(pair.value, of: schema, "a message", &reader)
                case "links": readLinks(pair.value, &reader)
                default: readValue(pair.value, &reader)
                }
            if let value { fields.append(Field(name: key, expectation: value)) }
        }
        // A letter that can't be handed over is never what a test means without saying so.
        if !fields.contains(where: { $0.name == "quarantine" }) {
            fields.append(Field(name: "quarantine", expectation: .text("")))
        }
        return .fields(fields)
    }

    private static func readFields(
        _ node: Node, of schema: Schema, _ noun: String, _ reader: inout Reader
    ) -> Expected? {
        guard let pairs = reader.pairs(of: node, called: "attributes") else { return nil }
        return .fields(
            pairs.compactMap { pair in
                guard let attribute = schema[pair.key.text] else {
                    unknown(pair.key, noun, schema.names, node, &reader)
                    return nil
                }
                return readValue(pair.value, as: attribute, &reader).map { Field(name: pair.key.text, expectation: $0) }
            })
    }

    private static func readValue(_ node: Node, as attribute: Attribute, _ reader: inout Reader) -> Expected? {
        switch node.content {
        case .sequence(let items) where attribute.isArray:
            var item = attribute
            item.isArray = false
            return .list(items.compactMap { readValue($0, as: item, &reader) })
        case .mapping(let pairs) where !attribute.isArray:
            let isCondition = pairs.count == 1 && ["contains", "lacks"].contains(pairs[0].key.text)
            if let fields = attribute.type.fields, !isCondition {
                return readFields(node, of: fields, "'\(attribute.name)'", &reader)
            }
            guard attribute.type == .map, !isCondition else { return readValue(node, &reader) }
            return .fields(
                pairs.compactMap { pair in
                    readValue(pair.value, &reader).map { Field(name: pair.key.text, expectation: $0) }
                })
        case .scalar where attribute.type == .datetime && !node.isNothing: return readTime(node, &reader)
        default: return readValue(node, &reader)
        }
    }

    /// Each by its value, or by any of its parts.
    private static func readLinks(_ node: Node, _ reader: inout Reader) -> Expected? {
        let link = Schema(["rule", "object", "key", "value"].map { Attribute($0, .string) })
        let links = Attribute("links", .object(link), isArray: true)
        if node.isNothing { return .list([]) }
        guard case .sequence = node.content else {
            return reader.report(
                node, .badExpectation, "links are a list", help: "write [Inv-17], or [{object: Invoice, value: Inv-17}]"
            )
        }
        return readValue(node, as: links, &reader)
    }

    private static func unknown(
        _ key: Scalar, _ noun: String, _ known: [String], _ node: Node, _ reader: inout Reader
    ) {
        reader.findings.report(
            Diagnostic(
                .error, .badExpectation, at: key.span, in: node.source,
                "\(noun) has no '\(Visible.shortened(key.text, to: 60))'",
                help: Suggestion.help(for: key.text, among: known)
                    ?? "expect any of: \(known.joined(separator: ", "))"))
    }
}
