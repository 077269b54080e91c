import Attributes
import Testing

@testable import Engine

struct ComparisonTests {
    private func said(_ found: JSON, _ expectation: Expected, at place: String = "x") -> String {
        var comparison = Comparison()
        comparison.compare(found, with: expectation, at: place)
        return comparison.differences.map { "\($0.place): \($0.expected) | \($0.found)" }.joined(separator: "\n")
    }

    struct Case: Sendable {
        var found: JSON
        var expected: Expected
        var difference: String

        init(_ found: JSON, _ expected: Expected, _ difference: String) {
            self.found = found
            self.expected = expected
            self.difference = difference
        }
    }

    private static let cases: [Case] = [
        Case("a", .text("a"), ""),
        Case("a", .text("b"), "x: b | a"),
        Case("a\n", .text("a"), ""),
        Case("a\r\nb", .text("a\nb\n"), ""),
        Case("1\u{A0}234\u{202F}5", .text("1 234 5"), ""),
        Case(.null, .text(""), ""),
        Case("a", .text(""), "x: nothing | a"),
        Case(.null, .text("nothing"), "x: nothing | nothing"),
        Case(5, .text("5"), ""),
        Case(["name": "A", "address": "a@x"], .text("a@x"), ""),
        Case(["name": "A", "address": "a@x"], .text("A <a@x>"), ""),
        Case(["name": "A", "address": "a@x"], .text("B <a@x>"), "x: B <a@x> | a@x"),
        Case(["name": "a.pdf", "size": 5], .text("a.pdf"), ""),
        Case("abc", .contains(["a", "c"]), ""),
        Case("abc", .contains(["d", "b", "e"]), "x: …d… | abc\nx: …e… | abc"),
        Case("abc", .lacks(["d"]), ""),
        Case("abc", .lacks(["b"]), "x: nothing like 'b' | abc"),
        Case(["a", "b"], .list([.text("a"), .text("b")]), ""),
        Case(["a", "b"], .list([.text("a"), .text("c")]), "x[1]: c | b"),
        Case(["a", "b"], .list([.text("a")]), "x: 1 of them | a, b"),
        Case([], .list([.text("a")]), "x: 1 of them | none"),
        Case(["a"], .list([]), "x: none | a"),
        Case("a", .list([]), "x: a list | a"),
        Case(["a": "1", "b": "2"], .fields([.init(name: "b", expectation: .text("3"))]), "x.b: 3 | 2"),
        Case(["a": "1"], .fields([.init(name: "c", expectation: .text("3"))]), "x.c: 3 | nothing"),
        Case(["X-A": "1"], .headers([.init(name: "x-a", expectation: .text("1"))]), ""),
        // Times are instants; without an offset they are the letter's own.
        Case("2026-12-01T10:00:00+03:00", .time("2026-12-01T07:00Z"), ""),
        Case("2026-12-01T10:00:00+03:00", .time("2026-12-01T10:00"), ""),
        Case("2026-12-01T10:00:00+03:00", .time("2026-12-01T07:00"), "x: 2026-12-01T07:00 | 2026-12-01T10:00:00+03:00"),
        Case("2026-12-01T10:00:00Z", .time("soon"), "x: soon | 2026-12-01T10:00:00Z"),
        // A text that looks like a time is a text.
        Case("2026-12", .text("2026-12-01"), "x: 2026-12-01 | 2026-12"),
    ]

    @Test(arguments: cases)
    func `what differs is told`(_ sample: Case) {
        #expect(said(sample.found, sample.expected) == sample.difference)
    }

    @Test(arguments: [
        ("a", "b", "x:\n  - a\n  + b"), ("a\u{1B}[31m", "b", "x:\n  - a␛[31m\n  + b"),
        ("a\nb\nc", "a\nB\nc", "x:\n    a\n  - b\n  + B\n    c"),
        ("a\nb", "a\nb\nc", "x:\n    a\n    b\n  + c"), ("a\nb\nc", "c", "x:\n  - a\n  - b\n    c"),
        ("1\n2\n3\n4\n5\n6\n7", "1\n2\n3\n4\nx\n6\n7", "x:\n    …\n    3\n    4\n  - 5\n  + x\n    6\n    7"),
        ("a\nx\nb\ny\nc", "a\nb\nc", "x:\n    a\n  - x\n    b\n  - y\n    c"),
    ])
    func `texts are compared line by line`(expected: String, found: String, lines: String) {
        #expect(Difference(place: "x", expected: expected, found: found).lines.joined(separator: "\n") == lines)
    }

    @Test
    func `very long texts are compared soon`() {
        let before = (0..<60_000).map { "a\($0)" }.joined(separator: "\n")
        let after = (0..<60_000).map { "b\($0)" }.joined(separator: "\n")
        let lines = Difference(place: "x", expected: before, found: after).lines
        #expect(lines == ["x:", "  - a0", "  + b0"])
    }
}
