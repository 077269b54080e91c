import Diagnostics
import Testing

@testable import Settings

struct SubstitutionTests {
    private static func resolve(_ text: String) -> (text: PlacedText?, said: String) {
        var findings = Findings()
        guard let scalar = Read.scalar(text) else { return (nil, "unread") }
        let resolved = Read.substitutions.resolve(scalar.placed, &findings)
        return (resolved, findings.sorted.map { "\($0.message) (\($0.help ?? ""))" }.joined(separator: "\n"))
    }

    @Test(arguments: [
        ("a: x", "x"), ("a: ${env:NAME}", "Иван <X> ${env:NAME}"), ("a: Hi ${env:NAME}!", "Hi Иван <X> ${env:NAME}!"),
        ("a: ${file:name.txt}", "s3cret"), ("a: ${file:name.txt}/${file:name.txt}", "s3cret/s3cret"),
        ("a: ${Total:0.00} ${HOME} $ {env:X}", "${Total:0.00} ${HOME} $ {env:X}"), ("a: $${env:PORT}", "$hunter2"),
        ("a: |\n  x ${env:LINES} y\n  z\n", "x a\nb\n y\nz\n"), ("a: ${", "${"),
    ])
    func `a value comes from outside, and asks for nothing more`(text: String, value: String) {
        let resolved = Self.resolve(text)
        #expect(resolved.text?.text == value)
        #expect(resolved.said == "")
    }

    @Test(arguments: [
        (
            "a: ${env:MISSING}",
            "the environment has no variable 'MISSING' (set it before router starts: export MISSING=…)"
        ),
        (
            "a: ${env:NAME}${file:no}${env:B}",
            """
            the file 'no' does not exist (put the value into the file, readable by the user who runs router)
            the environment has no variable 'B' (set it before router starts: export B=…)
            """
        ),
        ("a: ${ENV:NAME}", "'ENV' gives no values (write it small: ${env:NAME})"),
        ("a: ${env:}", "no name stands behind 'env:' (write ${env:NAME} or ${file:path})"),
        ("a: ${env:NAME", "'${' is opened here and not closed (close it: ${env:NAME})"),
        ("a: |\n  ${env:NAME\n  }", "'${' is opened here and not closed (close it: ${env:NAME})"),
    ])
    func `what can't be had is named, values never are`(text: String, problem: String) {
        let resolved = Self.resolve(text)
        #expect(resolved.text == nil)
        #expect(resolved.said == problem)
    }

    /// The words around keep their places; all of a value stands at the words that ask for it.
    @Test(arguments: [
        (0..<2, "1:5-1:7"), (3..<11, "1:8-1:19"), (5..<6, "1:8-1:19"), (25..<26, "1:19-1:20"), (27..<29, "1:21-1:27"),
    ])
    func `places are kept`(range: Range<Int>, place: String) throws {
        // "ab " + 22 bytes of "Иван <X> ${env:NAME}" … + "! " + an escape
        let text = try #require(Self.resolve(#"a: "ab ${env:NAME}! \u0416""#).text)
        #expect(text.text == "ab Иван <X> ${env:NAME}! Ж")
        let bytes = text.text.utf8.count
        #expect(bytes == 31)
        let moved = range.lowerBound >= 25 ? range.lowerBound + 2..<range.upperBound + 2 : range
        let span = text.span(moved)
        #expect("\(span.start.line):\(span.start.column)-\(span.end.line):\(span.end.column)" == place)
    }

    @Test
    func `a slice of a value knows its place too`() throws {
        let text = try #require(Self.resolve("a: |\n  x ${env:LINES} y\n  <z>\n").text)
        #expect(text.text == "x a\nb\n y\n<z>\n")
        let slice = text.slice(4..<12)
        #expect(slice.text == "b\n y\n<z>")
        #expect(slice.position(0) == Position(line: 2, column: 5))
        #expect(slice.position(3) == Position(line: 2, column: 18))
        #expect(slice.position(5) == Position(line: 3, column: 3))
    }
}
