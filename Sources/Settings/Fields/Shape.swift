import Diagnostics

/// The keys of a mapping: a connection's, a route's, or a group's within them.
package struct Shape: Sendable {
    /// What such a mapping is, for messages: `smtp`, `a send route`, `auth`.
    package let name: String
    package let fields: [any FieldDeclaration]

    package init(_ name: String, _ fields: [any FieldDeclaration]) {
        self.name = name
        self.fields = fields
    }

    /// The same with further fields in front.
    package func preceded(by others: [any FieldDeclaration]) -> Shape {
        Shape(name, others + fields)
    }

    /// Reads a mapping: every unknown, repeated, missing or mistyped key is reported.
    ///
    /// - Returns: What could be read; `nil` when the node is no mapping. Whether all of it could, says `isWhole`.
    package func read(_ node: Node, _ reader: inout Reader) -> Reading? {
        guard let pairs = reader.pairs(of: node, called: "the keys of \(name)") else { return nil }
        var reading = Reading(shape: self, node: node)
        for pair in pairs {
            guard let field = fields.first(where: { $0.name == pair.key.text }) else {
                reportUnknown(pair, in: node, &reader)
                continue
            }
            reading.nodes[field.name] = pair.value
            if let value = field.read(pair.value, &reader) {
                reading.values[field.name] = value
            } else {
                reading.isWhole = false
            }
        }
        for field in fields where field.isRequired && reading.nodes[field.name] == nil {
            reading.isWhole = false
            let first = pairs.first?.key.span ?? node.span
            reader.findings.report(
                Diagnostic(
                    .error, .missingKey, at: pairs.isEmpty ? Span(node.span.start, node.span.start) : first,
                    in: node.source, "\(name) needs the key '\(field.name)'",
                    help: "add '\(field.name):' (\(field.doc))"))
        }
        return reading
    }

    private func reportUnknown(_ pair: Node.Pair, in node: Node, _ reader: inout Reader) {
        var help = Suggestion.help(for: pair.key.text, among: fields.map(\.name))
        if help == nil, node.isFlow, pair.value.isNull {
            help = "a text with a comma needs quotes inside braces: name: \"A, B\""
        }
        reader.findings.report(
            Diagnostic(
                .error, .unknownKey, at: pair.key.span, in: node.source,
                "'\(pair.key.text)' is not a key of \(name)",
                help: help ?? "its keys are: \(fields.map(\.name).joined(separator: ", "))"))
    }
}
