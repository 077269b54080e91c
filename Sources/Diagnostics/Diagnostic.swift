/// One thing that is wrong with the workspace: where, what, and what mends it.
package struct Diagnostic: Error, Hashable, Sendable {
    package enum Severity: String, Sendable {
        case error
        case warning
    }

    /// A short name that scripts and searches can rely on, such as `unknown-key`.
    ///
    /// Each target declares the codes that it reports as static members.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String

        package init(rawValue: String) {
            self.rawValue = rawValue
        }
    }

    /// The path as the person knows it: relative to the workspace.
    package var file: String
    /// `nil` when the whole file, or its absence, is meant.
    package var span: Span?
    package var severity: Severity
    package var code: Code
    /// The problem, in one sentence without a full stop.
    package var message: String
    /// The remedy, in one sentence without a full stop.
    package var help: String?
    /// The source's line at the span's start, for underlining.
    package var excerpt: String?

    package init(
        _ severity: Severity, _ code: Code, file: String, span: Span? = nil, _ message: String,
        help: String? = nil, excerpt: String? = nil
    ) {
        self.file = file
        self.span = span
        self.severity = severity
        self.code = code
        self.message = message
        self.help = help
        self.excerpt = excerpt
    }

    /// A diagnostic about a stretch of a source.
    package init(
        _ severity: Severity, _ code: Code, at span: Span, in source: Source, _ message: String,
        help: String? = nil
    ) {
        self.init(
            severity, code, file: source.path, span: span, message, help: help,
            excerpt: source.line(span.start.line))
    }

    /// A diagnostic about a stretch of a value, in UTF-8 offsets of its text; `nil` for all of it.
    package init(
        _ severity: Severity, _ code: Code, in text: PlacedText, _ range: Range<Int>?,
        _ message: String, help: String? = nil
    ) {
        self.init(
            severity, code, at: text.span(range ?? 0..<text.text.utf8.count), in: text.source, message, help: help)
    }
}

extension Diagnostic: Comparable {
    /// By file, then by place, then errors before warnings; then by their words, so that the same mistakes always print the same.
    package static func < (left: Self, right: Self) -> Bool {
        if left.file != right.file { return left.file < right.file }
        if left.span != right.span {
            // What is wrong with the whole file comes first.
            guard let leftSpan = left.span else { return true }
            guard let rightSpan = right.span else { return false }
            return (leftSpan.start, leftSpan.end) < (rightSpan.start, rightSpan.end)
        }
        if left.severity != right.severity { return left.severity == .error }
        return (left.message, left.code.rawValue, left.help ?? "", left.excerpt ?? "")
            < (right.message, right.code.rawValue, right.help ?? "", right.excerpt ?? "")
    }
}
