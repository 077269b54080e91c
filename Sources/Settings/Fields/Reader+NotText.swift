import Diagnostics

extension Reader {
    /// Reports that a text belongs here; where brackets or braces made something else of it, the mended line is shown.
    ///
    ///     subject: {Title}
    mutating func reportNotText<Value>(_ node: Node) -> Value? {
        guard node.isFlow, node.span.start.line == node.span.end.line,
            let mended = node.source.line(node.span.start.line).flatMap({
                MendedLine($0).quoting(columns: node.span.start.column..<node.span.end.column)
            })
        else {
            return report(
                node, .wrongType, "expected a text, found \(node.kind)",
                help: node.isFlow ? "quote it, if the brackets are part of the text" : nil)
        }
        return report(
            node, .wrongType, "expected a text, and YAML reads \(node.kind) here", help: "quote it: \(mended)")
    }

    /// Whether a mapping is what YAML makes of a placeholder without quotes: `{Title}`.
    package static func isUnquotedPlaceholder(_ node: Node, for shape: Shape) -> Bool {
        guard node.isFlow, let pairs = node.pairs, pairs.count == 1, pairs[0].value.isNothing else { return false }
        return !shape.fields.contains { $0.name == pairs[0].key.text }
    }
}
