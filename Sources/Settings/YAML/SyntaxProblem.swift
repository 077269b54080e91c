import CLibyaml
import Diagnostics

/// A place where libyaml could not go on, in words that mend it.
struct SyntaxProblem {
    let diagnostic: Diagnostic

    init(_ parser: yaml_parser_t, in source: Source) {
        let problem = parser.problem.map { String(cString: $0) } ?? "the text is not YAML"
        let context = parser.context.map { String(cString: $0) } ?? ""
        let mark = parser.problem_mark
        var place = Position(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
        // At the end of the file there is nothing to underline; the context says where the trouble began.
        if source.line(place.line)?.isEmpty ?? true, parser.context != nil {
            place = Position(line: Int(parser.context_mark.line) + 1, column: Int(parser.context_mark.column) + 1)
        }
        let line = source.line(place.line) ?? ""
        let (message, help) = Self.words(problem, context: context, line: line, mark: place)
        diagnostic = Diagnostic(
            .error, .yamlSyntax, at: Span(place, Position(line: place.line, column: place.column + 1)), in: source,
            message,
            help: help)
    }

    private static func words(
        _ problem: String, context: String, line: String, mark: Position
    ) -> (message: String, help: String?) {
        let mended = MendedLine(line)
        if line.contains("${"), let quoted = mended.quotingSubstitutions() {
            return ("braces of '${…}' need quotes inside a flow mapping", "write: \(quoted)")
        }
        if problem.contains("unknown escape character") {
            return (
                "a backslash in double quotes begins an escape, and this is none",
                mended.usingSingleQuotes().map { "write it in single quotes: \($0)" } ?? "write it in single quotes"
            )
        }
        if problem.contains("mapping values are not allowed") {
            return (
                "a colon with a space begins a value, and this line has one already",
                mended.quotingValue().map { "quote the text: \($0)" } ?? "quote the text"
            )
        }
        if problem.contains("cannot start any token") {
            if line.unicodeScalars.dropFirst(mark.column - 1).first == "\t" {
                return ("a tab can't indent YAML", "indent with spaces")
            }
            return (
                "a plain text can't begin with this character",
                mended.quotingValue().map { "quote the text: \($0)" } ?? "quote the text"
            )
        }
        if context.contains("flow") {
            if let hash = mended.quotingHash() {
                return ("' #' begins a comment, and the bracket before it stays open", "quote the text: \(hash)")
            }
            return ("a bracket or brace is opened here and not closed", "close it, or quote the text that it stands in")
        }
        if problem.contains("unexpected end of stream"), context.contains("quoted") {
            return ("a quote is opened here and not closed", "close it")
        }
        if problem.contains("did not find expected key") || problem.contains("expected <block end>") {
            return ("this line's indentation fits nothing above it", "indent it as its neighbours are")
        }
        if problem.contains("could not find expected ':'") {
            return ("a key without a colon", "write 'key: value'")
        }
        return (context.isEmpty ? problem : "\(problem) \(context)", nil)
    }
}
