package import Diagnostics

extension Diagnostic.Code {
    package static let wrongType = Self(rawValue: "wrong-type")
    package static let unknownKey = Self(rawValue: "unknown-key")
    package static let unknownValue = Self(rawValue: "unknown-value")
    package static let duplicateKey = Self(rawValue: "duplicate-key")
    package static let missingKey = Self(rawValue: "missing-key")
    package static let literalSecret = Self(rawValue: "literal-secret")
}

/// Reads nodes as declared settings and collects what is wrong with them.
package struct Reader {
    package var findings = Findings()
    package let substitutions: Substitutions

    package init(_ substitutions: Substitutions) {
        self.substitutions = substitutions
    }

    /// Reports an error at a node.
    ///
    /// - Returns: `nil`, so that a failed reading can end with it.
    @discardableResult
    package mutating func report<Value>(
        _ node: Node, _ code: Diagnostic.Code, _ message: String, help: String? = nil
    ) -> Value? {
        findings.report(Diagnostic(.error, code, at: node.span, in: node.source, message, help: help))
        return nil
    }

    /// A scalar's text with its substitutions; `nil` when it is none, which was reported.
    package mutating func plainText(_ node: Node, expected: String) -> String? {
        guard let scalar = node.scalar else {
            return report(node, .wrongType, "expected \(expected), found \(node.kind)")
        }
        guard !scalar.isNull else {
            return report(node, .wrongType, "nothing stands here; expected \(expected)")
        }
        return substitutions.resolve(scalar.placed, &findings)?.text
    }

    /// A mapping's pairs, those with a repeated key reported and left out.
    package mutating func pairs(of node: Node, called noun: String) -> [Node.Pair]? {
        guard let pairs = node.pairs else {
            if node.isNull { return [] }
            return report(
                node, .wrongType, "expected \(noun), found \(node.kind)", help: "write 'key: value' in lines of its own"
            )
        }
        var seen: [String: Span] = [:]
        return pairs.filter { pair in
            guard let first = seen[pair.key.text] else {
                seen[pair.key.text] = pair.key.span
                return true
            }
            findings.report(
                Diagnostic(
                    .error, .duplicateKey, at: pair.key.span, in: node.source,
                    "'\(pair.key.text)' stands here a second time; the first is in line \(first.start.line)",
                    help: "keep one of them"))
            return false
        }
    }

    /// Where a text belongs and braces or brackets made something else of it, the mended line is shown.
    mutating func reportNotText(_ node: Node) {
        guard node.isFlow, node.span.start.line == node.span.end.line,
            let line = node.source.line(node.span.start.line)
        else {
            report(node, .wrongType, "expected a text, found \(node.kind)") as Void?
            return
        }
        let scalars = Array(line.unicodeScalars)
        let start = min(node.span.start.column - 1, scalars.count)
        let end = min(node.span.end.column - 1, scalars.count)
        func text(_ range: Range<Int>) -> String {
            var result = String.UnicodeScalarView()
            result.append(contentsOf: scalars[range])
            return String(result)
        }
        // In a block, all that follows on the line belongs to the text that was meant.
        let rest = text(end..<scalars.count)
        let isInFlow = rest.contains { "}],".contains($0) }
        let meant = isInFlow ? text(start..<end) : text(start..<scalars.count)
        let tail = isInFlow ? rest : ""
        let head = text(0..<start).drop { $0 == " " }
        report(
            node, .wrongType, "expected a text, and YAML reads \(node.kind) here",
            help: "quote it: \(head)\(MendedLine.quoted(meant))\(tail)") as Void?
    }
}
