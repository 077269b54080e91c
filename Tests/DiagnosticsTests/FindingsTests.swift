import Diagnostics
import Testing

struct FindingsTests {
    private func diagnostic(_ file: String, _ line: Int?, _ severity: Diagnostic.Severity, _ message: String)
        -> Diagnostic
    {
        let span = line.map { Span(Position(line: $0, column: 1), Position(line: $0, column: 2)) }
        return Diagnostic(severity, .init(rawValue: "x"), file: file, span: span, message)
    }

    @Test func `all are reported once, by file and place, errors first`() {
        let wanted = [
            diagnostic("a", nil, .error, "whole"), diagnostic("a", 2, .error, "z"), diagnostic("a", 2, .warning, "a"),
            diagnostic("a", 10, .error, "a"), diagnostic("b", 1, .error, "a"),
        ]
        var findings = Findings()
        for diagnostic in wanted.reversed() { findings.report(diagnostic) }
        var others = Findings()
        others.report(wanted[1])
        findings.report(others)
        #expect(findings.sorted == wanted)
        #expect(findings.errors == 4)
        #expect(findings.warnings == 1)
        #expect(!findings.isEmpty)
    }

    @Test func `diagnostics that differ in anything have one order`() {
        var one = diagnostic("a", 1, .error, "same")
        var other = one
        one.help = "a"
        other.help = "b"
        #expect(one < other)
        #expect(!(other < one))
    }
}
