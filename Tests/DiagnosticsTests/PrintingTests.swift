import Diagnostics
import Testing

struct PrintingTests {
    private static let code = Diagnostic.Code(rawValue: "unknown-key")

    private func printed(_ line: String, _ columns: ClosedRange<Int>, path: String = "a.yaml") -> [String] {
        let span = Span(
            Position(line: 1, column: columns.lowerBound), Position(line: 1, column: columns.upperBound + 1))
        let diagnostic = Diagnostic(.error, Self.code, at: span, in: Source(path: path, text: line), "wrong")
        return diagnostic.printed().split(separator: "\n").map(String.init)
    }

    @Test func `a diagnostic prints its place, its problem, the underlined words and the remedy`() {
        let source = Source(path: "connections/mail.yaml", text: "kind: smtp\nhots: smtp.example.com\n")
        let diagnostic = Diagnostic(
            .error, Self.code, at: Span(Position(line: 2, column: 1), Position(line: 2, column: 5)), in: source,
            "'hots' is not a key of smtp", help: "did you mean 'host'?")
        #expect(
            diagnostic.printed() == """
                connections/mail.yaml:2:1: error[unknown-key]: 'hots' is not a key of smtp
                  2 | hots: smtp.example.com
                    | ^^^^
                  help: did you mean 'host'?

                """)
    }

    @Test func `a diagnostic about a whole file has no place in it`() {
        let diagnostic = Diagnostic(.warning, Self.code, file: "router.yaml", "is empty")
        #expect(diagnostic.printed() == "router.yaml: warning[unknown-key]: is empty\n")
    }

    @Test func `colours frame the place, the severity, the marks and the word help`() {
        let span = Span(Position(line: 1, column: 1), Position(line: 1, column: 2))
        let diagnostic = Diagnostic(.warning, Self.code, at: span, in: Source(path: "a", text: "b"), "c", help: "d")
        #expect(
            diagnostic.printed(.coloured)
                == "\u{1B}[1ma:1:1\u{1B}[0m: \u{1B}[33mwarning[unknown-key]\u{1B}[0m: c\n  1 | b\n"
                + "    | \u{1B}[33m^\u{1B}[0m\n  \u{1B}[36mhelp\u{1B}[0m: d\n")
    }

    @Test(arguments: [
        ("тема: Ёлка", 7...10, "    |       ^^^^"),
        ("\tkey: a", 2...4, "    | \t^^^"),
        ("и\u{301}мя: x", 1...4, "    | ^^^"),
        ("会议: x", 1...2, "    | ^^^^"),
        ("会议: x", 5...5, "    |       ^"),
        ("end", 9...12, "    |    ^"),
    ])
    func `marks stand under the words, whatever their letters`(line: String, columns: ClosedRange<Int>, marks: String) {
        #expect(printed(line, columns)[2] == marks)
    }

    @Test func `of a very long line only what stands around the words is shown`() {
        let line = String(repeating: "a", count: 5000) + "WRONG" + String(repeating: "b", count: 5000)
        let lines = printed(line, 5001...5005)
        #expect(lines[1].count <= 170)
        #expect(lines[1].hasPrefix("  1 | …aaa") && lines[1].hasSuffix("bbb…"))
        let start = lines[2].distance(
            from: lines[2].startIndex, to: lines[2].firstIndex(of: "^") ?? lines[2].startIndex)
        #expect(String(Array(lines[1])[start..<(start + 5)]) == "WRONG")
        #expect(lines[2].hasSuffix("^^^^^") && !lines[2].hasSuffix("^^^^^^"))
    }

    @Test func `a span over several lines is marked up to the end of its first`() {
        let source = Source(path: "a", text: "one two\nthree")
        let span = Span(Position(line: 1, column: 5), Position(line: 2, column: 3))
        let text = Diagnostic(.error, Self.code, at: span, in: source, "x").printed()
        #expect(text.hasSuffix("  1 | one two\n    |     ^^^\n"))
    }

    @Test func `impossible places don't crash`() {
        let source = Source(path: "a", text: "one")
        for (start, end) in [(0, 0), (-3, 2), (9, 4), (1, -1)] {
            let span = Span(Position(line: 1, column: start), Position(line: 1, column: end))
            #expect(Diagnostic(.error, Self.code, at: span, in: source, "x").printed().contains("^"))
        }
    }

    @Test func `control characters are shown, not obeyed`() {
        let evil = "a\u{1B}[2Jb\u{7F}\u{9B}\u{202E}\u{2028}\rc"
        let source = Source(path: "a\u{1B}.yaml", text: evil)
        let span = Span(Position(line: 1, column: 1), Position(line: 1, column: 2))
        let diagnostic = Diagnostic(.error, Self.code, at: span, in: source, "line\nfeed\u{1B}", help: "one\ntwo\u{7}")
        #expect(
            diagnostic.printed()
                == "a␛.yaml:1:1: error[unknown-key]: line␊feed␛\n  1 | a␛[2Jb␡\u{FFFD}\u{FFFD}\u{FFFD}␍c\n    | ^\n"
                + "  help: one\n        two␇\n")
    }

    @Test(arguments: [("short", "short"), ("123456", "123456"), ("1234567", "123456…"), ("a\nb", "a␊b"), ("", "")])
    func `a text is cut and made visible`(text: String, shown: String) {
        #expect(Visible.shortened(text, to: 6) == shown)
    }
}
