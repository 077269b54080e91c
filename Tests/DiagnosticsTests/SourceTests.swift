import Diagnostics
import Testing

struct SourceTests {
    @Test(arguments: [
        ("a\nb\n", ["a", "b", ""]), ("a\r\nb", ["a", "b"]), ("", [""]), ("\n\n", ["", "", ""]),
        ("Ёж\nсъел", ["Ёж", "съел"]),
        ("a\rb\nc", ["a\rb", "c"]),
    ])
    func `lines end with LF or CRLF`(text: String, lines: [String]) {
        let source = Source(path: "a", text: text)
        #expect((1...source.lineCount).map { source.line($0) } == lines)
        #expect(source.line(0) == nil)
        #expect(source.line(lines.count + 1) == nil)
    }

    /// UTF-8 offsets in the text, and where they stand.
    @Test(arguments: [
        ("abc", 0..<1, "1:1-1:2"), ("abc", 1..<3, "1:2-1:4"), ("abc", 3..<3, "1:4-1:4"),
        ("Ёж и <Имя>", 8..<16, "1:6-1:11"),
        ("один\nдва", 9..<15, "2:1-2:4"),
        ("один\r\nдва", 10..<12, "2:1-2:2"),
        ("\ta\tb", 3..<4, "1:4-1:5"),
        ("ab\ncd", 0..<5, "1:1-2:3"),
        ("ab\ncd", 0..<2, "1:1-1:3"),
        ("😀x", 4..<5, "1:2-1:3"),
    ])
    func `a stretch of a file has its lines and columns`(text: String, range: Range<Int>, place: String) {
        let span = PlacedText(whole: Source(path: "a", text: text)).span(range)
        #expect("\(span.start.line):\(span.start.column)-\(span.end.line):\(span.end.column)" == place)
    }

    @Test func `an indented block's words are placed where they were typed`() {
        let source = Source(path: "a", text: "body: |\n    Hi <Nmae>,\n    bye <X>\n")
        let text = PlacedText(
            "Hi <Nmae>,\nbye <X>\n", in: source,
            anchors: [
                .init(offset: 0, position: Position(line: 2, column: 5)),
                .init(offset: 11, position: Position(line: 3, column: 5)),
            ])
        #expect(text.span(3..<9) == Span(Position(line: 2, column: 8), Position(line: 2, column: 14)))
        #expect(text.span(15..<18) == Span(Position(line: 3, column: 9), Position(line: 3, column: 12)))
        let diagnostic = Diagnostic(.error, .init(rawValue: "x"), in: text, 15..<18, "no")
        #expect(diagnostic.printed() == "a:3:9: error[x]: no\n  3 |     bye <X>\n    |         ^^^\n")
    }

    @Test func `a stretch beyond the end is cut, not a crash`() {
        let empty = PlacedText(
            "", in: Source(path: "a", text: ""), anchors: [.init(offset: 0, position: .init(line: 1, column: 1))])
        #expect(empty.span(0..<5) == Span(Position(line: 1, column: 1), Position(line: 1, column: 1)))
        #expect(empty.span(4..<5).start == Position(line: 1, column: 1))
        let text = PlacedText(whole: Source(path: "a", text: "ab"))
        #expect(text.span(1..<99).end == Position(line: 1, column: 3))
    }
}
