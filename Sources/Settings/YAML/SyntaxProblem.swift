import CLibyaml
import Diagnostics

/// A place where libyaml could not go on, in words that mend it.
struct SyntaxProblem {
    /// What the parser says, and where.
    private let problem: String
    private let context: String
    private let mark: Position
    private let contextMark: Position
    private let source: Source

    /// Place, problem, remedy; then the line as it was most likely meant.
    private struct Words {
        var place: Position
        var message: String
        var help: String
        var mended: String?
    }

    init(_ parser: yaml_parser_t, in source: Source) {
        problem = parser.problem.map { String(cString: $0) } ?? "the text is not YAML"
        context = parser.context.map { String(cString: $0) } ?? ""
        mark = Position(line: Int(parser.problem_mark.line) + 1, column: Int(parser.problem_mark.column) + 1)
        contextMark = Position(line: Int(parser.context_mark.line) + 1, column: Int(parser.context_mark.column) + 1)
        self.source = source
    }

    var diagnostic: Diagnostic {
        let words = words
        return .yaml(
            at: Span(words.place, Position(line: words.place.line, column: words.place.column + 1)), in: source,
            words.message, help: words.help, mended: words.mended)
    }

    private func line(_ place: Position) -> String { source.line(place.line) ?? "" }

    private var words: Words {
        let line = line(mark)
        let mended = MendedLine(line)
        if context.contains("flow") || mended.isInBrackets(before: mark.column),
            let quoted = mended.quotingSubstitutions()
        {
            return Words(
                place: mark, message: "the braces of '${…}' need quotes inside brackets and braces", help: "write",
                mended: quoted)
        }
        if let words = escapeWords ?? quoteWords ?? tabWords ?? characterWords ?? colonWords { return words }
        if context.contains("flow") { return bracketWords }
        if problem.contains("block sequence entries are not allowed") {
            return Words(
                place: mark, message: "a list can't begin in the middle of a line",
                help: "begin it on a line of its own, or write it in brackets")
        }
        if problem.contains("expected key") || problem.contains("block end") || problem.contains("document start") {
            return indentationWords
        }
        if problem.contains("comment or line break") {
            return Words(
                place: mark, message: "only '-', '+', a digit or a comment may follow '|' and '>'",
                help: "begin the text on the next line, or quote it if the sign is part of it",
                mended: mended.quotingRest(from: contextMark.column))
        }
        return Words(
            place: mark, message: context.isEmpty ? problem : "\(problem) \(context)",
            help: "quote the text if it is one, or write it as a block behind '|'")
    }

    private var escapeWords: Words? {
        if problem.contains("unknown escape character") {
            return Words(
                place: mark, message: "a backslash in double quotes begins an escape, and this is none",
                help: "write it in single quotes", mended: MendedLine(line(mark)).usingSingleQuotes())
        }
        guard problem.contains("hexdecimal") || problem.contains("Unicode character escape") else { return nil }
        return Words(
            place: mark, message: "this escape names no character",
            help: #"\x has two digits, \u four and \U eight; or write the character itself"#)
    }

    private var quoteWords: Words? {
        guard context.contains("quoted"), problem.contains("end of stream") || problem.contains("document indicator")
        else { return nil }
        return Words(place: contextMark, message: "a quote is opened here and not closed", help: "close it")
    }

    private var tabWords: Words? {
        let isTab = line(mark).unicodeScalars.dropFirst(mark.column - 1).first == "\t"
        guard isTab, problem.contains("tab") || problem.contains("cannot start any token") else { return nil }
        return Words(place: mark, message: "a tab can't indent YAML", help: "indent with spaces")
    }

    /// A text that begins with a character that means something to YAML.
    private var characterWords: Words? {
        let isCharacter = [
            "cannot start any token", "expected node content", "expected alphabetic", "mapping keys are not allowed",
        ].contains { problem.contains($0) }
        guard isCharacter else { return nil }
        let place = context.contains("alias") || context.contains("anchor") ? contextMark : mark
        let character = line(place).unicodeScalars.dropFirst(place.column - 1).first.map { Visible.line(String($0)) }
        return Words(
            place: place, message: "a text without quotes can't begin with '\(character ?? "")'",
            help: "quote the text", mended: MendedLine(line(place)).quotingRest(from: place.column))
    }

    private var colonWords: Words? {
        if problem.contains("could not find expected ':'") {
            return Words(
                place: contextMark, message: "this is neither a key with its value nor part of what stands above",
                help: "write 'key: value'", mended: MendedLine(line(contextMark)).spacingColon())
        }
        guard problem.contains("mapping values are not allowed") else { return nil }
        let mended = MendedLine(line(mark))
        if let value = mended.valueColumn, value <= mark.column {
            return Words(
                place: mark, message: "a colon with a space begins a value, and this line has one already",
                help: "quote the text", mended: mended.quotingRest(from: value))
        }
        let above = Position(line: mark.line - 1, column: 1)
        if let spaced = MendedLine(line(above)).spacingColon() {
            return Words(
                place: above, message: "a key needs a space behind its colon", help: "write", mended: spaced)
        }
        return Words(
            place: mark, message: "this line is indented as part of the value above, and has a colon",
            help: "indent it as its neighbours are")
    }

    private var bracketWords: Words {
        guard contextMark.line != mark.line else {
            return Words(
                place: mark, message: "a comma or a closing bracket is missing before this",
                help: "close the bracket, or quote the text that it stands in")
        }
        // A few lines are looked through: brackets that span more are rare.
        for number in contextMark.line..<min(mark.line, contextMark.line + 50) {
            guard let hash = MendedLine(source.line(number) ?? "").quotingHash() else { continue }
            return Words(
                place: Position(line: number, column: hash.column),
                message: "' #' begins a comment, and the bracket before it stays open", help: "quote the text",
                mended: hash.line)
        }
        return Words(
            place: contextMark, message: "a bracket or brace is opened here and not closed",
            help: "close it, or quote the text that it stands in")
    }

    private var indentationWords: Words {
        let line = line(mark)
        let isFirst = line.unicodeScalars.prefix(mark.column - 1).allSatisfy { $0 == " " || $0 == "-" }
        guard !isFirst, let value = MendedLine(line).valueColumn, value < mark.column else {
            return Words(
                place: mark, message: "this line's indentation fits nothing above it",
                help: "indent it as its neighbours are")
        }
        return Words(
            place: mark, message: "the quoted or bracketed value ends before this, and more text follows",
            help: "quote all of it", mended: MendedLine(line).quotingRest(from: value))
    }
}
