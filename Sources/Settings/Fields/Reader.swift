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
    /// The lines of literal secrets, and their words.
    private var privateLines: Set<Int> = []
    private var privateWords: Set<String> = []

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

    /// Keeps a literal secret out of everything that is shown, whatever else is wrong with its lines.
    package mutating func hide(_ span: Span, in source: Source) {
        for number in span.start.line...max(span.start.line, span.end.line) {
            privateLines.insert(number)
            guard let line = source.line(number)?.unicodeScalars else { continue }
            let start = number == span.start.line ? span.start.column - 1 : 0
            let end = number == span.end.line ? span.end.column - 1 : line.count
            let words = line.prefix(end).dropFirst(start).drop { $0 == " " }
            if !words.isEmpty { privateWords.insert(String(String.UnicodeScalarView(words))) }
        }
    }

    /// The findings, those about a secret without its line and its words.
    package var shown: Findings {
        guard !privateLines.isEmpty else { return findings }
        var shown = Findings()
        for var diagnostic in findings.sorted {
            // A template's file has other lines of these numbers; not to show one of them is no harm.
            if let span = diagnostic.span, privateLines.contains(span.start.line) { diagnostic.excerpt = nil }
            if let help = diagnostic.help, privateWords.contains(where: { help.contains($0) }) {
                diagnostic.help = "keep secrets out of the file"
            }
            shown.report(diagnostic)
        }
        return shown
    }
}
