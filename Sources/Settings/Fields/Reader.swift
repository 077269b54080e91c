package import Diagnostics

extension Diagnostic.Code {
    package static let wrongType = Self(rawValue: "wrong-type")
    package static let unknownKey = Self(rawValue: "unknown-key")
    package static let unknownValue = Self(rawValue: "unknown-value")
    package static let missingKey = Self(rawValue: "missing-key")
    package static let missingValue = Self(rawValue: "missing-value")
    package static let literalSecret = Self(rawValue: "literal-secret")
}

/// Reads a file's nodes as declared settings and collects what is wrong with them.
package struct Reader {
    /// What was found; what may be shown of it is `shown`.
    package var findings = Findings()
    package let substitutions: Substitutions
    private var privateLines: Set<PrivatePlace> = []

    private struct PrivatePlace: Hashable {
        var file: String
        var line: Int
    }

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
    ///
    /// Messages quote `node.written` instead: what comes from outside may be a secret in the wrong place.
    package mutating func plainText(_ node: Node, expected: String) -> String? {
        guard let scalar = node.scalar else {
            return report(node, .wrongType, "expected \(expected), found \(node.kind)")
        }
        guard !scalar.isNothing else {
            return report(node, .wrongType, "nothing stands here; expected \(expected)")
        }
        return substitutions.resolve(scalar.placed, &findings)?.text
    }

    /// A mapping's pairs.
    package mutating func pairs(of node: Node, called noun: String) -> [Node.Pair]? {
        guard let pairs = node.pairs else {
            if node.isNothing { return [] }
            return report(
                node, .wrongType, "expected \(noun), found \(node.kind)", help: "write 'key: value' in lines of its own"
            )
        }
        return pairs
    }

    // MARK: Secrets

    /// Keeps the lines of a literal secret out of everything that is shown, whatever else is wrong with them.
    mutating func hide(_ span: Span, in source: Source) {
        for line in span.start.line...max(span.start.line, span.end.line) {
            privateLines.insert(PrivatePlace(file: source.path, line: line))
        }
    }

    /// The findings, those on lines with a secret without the line.
    package var shown: Findings {
        var shown = Findings()
        for var diagnostic in findings.sorted {
            if let line = diagnostic.span?.start.line,
                privateLines.contains(PrivatePlace(file: diagnostic.file, line: line))
            {
                diagnostic.excerpt = nil
                // A mended line would show it too.
                if diagnostic.help?.contains(":") ?? false { diagnostic.help = "keep secrets out of the file" }
            }
            shown.report(diagnostic)
        }
        return shown
    }
}
