import Diagnostics

/// The keys of a mapping: a connection's, a route's, or a group's within them.
package struct Shape: Sendable {
    /// Unknown keys of one mapping that are named one by one.
    private static let shownUnknownKeys = 20

    /// What such a mapping is, for messages: `smtp`, `a send route`, `auth`.
    package let name: String
    package let fields: [any FieldDeclaration]

    package init(_ name: String, _ fields: [any FieldDeclaration]) {
        self.name = name
        self.fields = fields
    }

    /// Reads a mapping: every unknown, missing or mistyped key is reported.
    ///
    /// - Returns: What could be read; `nil` when the node is no mapping. Whether all of it could, says `isWhole`.
    package func read(_ node: Node, _ reader: inout Reader) -> Reading? {
        guard let pairs = reader.pairs(of: node, called: "the keys of \(name)") else { return nil }
        var reading = Reading(shape: self, node: node)
        let before = reader.findings.errors
        var unknown: [Int] = []
        for (position, pair) in pairs.enumerated() {
            guard let field = fields.first(where: { $0.name == pair.key.text }) else {
                unknown.append(position)
                continue
            }
            if pair.value.isNothing {
                // A key with nothing behind it is as good as none.
                if field.isRequired { reportMissing(field, at: pair.key.span, isThere: true, node, &reader) }
                continue
            }
            reading.nodes[field.name] = pair.value
            reading.values[field.name] = field.read(pair.value, &reader)
        }
        report(unknown: unknown, of: pairs, in: node, &reader)
        let keys = Set(pairs.map(\.key.text))
        for field in fields where field.isRequired && !keys.contains(field.name) {
            let place = pairs.first?.key.span ?? Span(node.span.start, node.span.start)
            reportMissing(field, at: place, isThere: false, node, &reader)
        }
        for field in fields {
            guard let other = field.alternative, !keys.contains(field.name), !keys.contains(other.name) else { continue }
            let place = pairs.first?.key.span ?? Span(node.span.start, node.span.start)
            reader.findings.report(
                Diagnostic(
                    .error, .missingKey, at: place, in: node.source,
                    "\(name) needs the key '\(field.name)', or '\(other.name)'", help: other.help))
        }
        reading.isWhole = reader.findings.errors == before && reading.hasAllValues
        return reading
    }

    private func reportMissing(
        _ field: any FieldDeclaration, at span: Span, isThere: Bool, _ node: Node, _ reader: inout Reader
    ) {
        reader.findings.report(
            Diagnostic(
                .error, isThere ? .missingValue : .missingKey, at: span, in: node.source,
                isThere ? "nothing stands behind '\(field.name)'" : "\(name) needs the key '\(field.name)'",
                help: "\(isThere ? "write it" : "add '\(field.name):'"): \(field.doc.lowercasedStart)"))
    }

    private func report(unknown: [Int], of pairs: [Node.Pair], in node: Node, _ reader: inout Reader) {
        let names = fields.map(\.name)
        for position in unknown.prefix(Self.shownUnknownKeys) {
            let key = pairs[position].key
            let nearest = Suggestion.nearest(to: key.text, among: names)
            if PrivateLine.isSecretName(key.text) || fields.contains(where: { $0.name == nearest && $0.isSecret }) {
                reader.hide(Span(key.span.start, pairs[position].value.span.end), in: node.source)
            }
            let help =
                Suggestion.help(for: key.text, among: names)
                ?? Self.comma(before: position, of: pairs, in: node).map {
                    "quote a text with a comma inside braces: \($0)"
                }
            reader.findings.report(
                Diagnostic(
                    .error, .unknownKey, at: key.span, in: node.source,
                    "'\(Visible.shortened(key.text, to: 60))' is not a key of \(name)",
                    help: help ?? "its keys are: \(names.joined(separator: ", "))"))
        }
        if unknown.count > Self.shownUnknownKeys {
            reader.findings.report(
                Diagnostic(
                    .error, .unknownKey, at: pairs[unknown[Self.shownUnknownKeys]].key.span, in: node.source,
                    "this and \(unknown.count - Self.shownUnknownKeys - 1) more are not keys of \(name) either",
                    help: "its keys are: \(names.joined(separator: ", "))"))
        }
    }

    /// `{name: A, B}` is a name and a key to YAML: the line with quotes around `A, B`.
    private static func comma(before position: Int, of pairs: [Node.Pair], in node: Node) -> String? {
        guard node.isFlow, position > 0, pairs[position].value.isNothing,
            let before = pairs[position - 1].value.scalar, before.style == .plain,
            before.span.start.line == pairs[position].key.span.end.line
        else { return nil }
        let columns = before.span.start.column..<pairs[position].key.span.end.column
        return node.source.line(before.span.start.line).flatMap { MendedLine($0).quoting(columns: columns) }
    }
}

extension String {
    /// The same as the middle of a sentence; `HTML` and the like stay.
    fileprivate var lowercasedStart: String {
        dropFirst().first?.isLowercase ?? true ? prefix(1).lowercased() + dropFirst() : self
    }
}
