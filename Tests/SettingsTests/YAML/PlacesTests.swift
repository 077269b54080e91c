import Diagnostics
import Testing

@testable import Settings

struct PlacesTests {
    @Test(arguments: [
        ("a: Да", "Д1:4 а1:5"),
        ("a:   x y  # comment", "x1:6 ␣1:7 y1:8"),
        ("a: x\n  y", "x1:4 ␣1:5 y2:3"),
        ("a: x  \n\n\n   y", "x1:4 ␊2:1 ␊3:1 y4:4"),
        ("- a: x", ""),
        ("x y", "x1:1 ␣1:2 y1:3"),
    ])
    func `plain`(text: String, places: String) {
        #expect(Read.scalar(text).map(Read.places) ?? "" == places)
    }

    @Test(arguments: [
        ("a: 'x'", "x1:5"),
        ("a: 'it''s'", "i1:5 t1:6 '1:8 s1:9"),
        ("a: ''''", "'1:6"),
        ("a: 'x \n  y'", "x1:5 ␣1:6 y2:3"),
        ("a: ' x\n\n  y '", "␣1:5 x1:6 ␊2:1 y3:3 ␣3:4"),
    ])
    func `in single quotes`(text: String, places: String) {
        #expect(Read.scalar(text).map(Read.places) == places)
    }

    @Test(arguments: [
        (#"a: "x\ny""#, "x1:5 ␊1:6 y1:8"),
        (#"a: "\x41b""#, "A1:5 b1:9"),
        (#"a: "\u0416b\U0001F600c""#, "Ж1:5 b1:11 😀1:12 c1:22"),
        (#"a: "\"q\\""#, "\"1:5 q1:7 \\1:8"),
        ("a: \"x\\\n   y\"", "x1:5 y2:4"),
        ("a: \"x\\\n  \\ y\"", "x1:5 ␣2:3 y2:5"),
        ("a: \"x \\\n\n  y\"", "x1:5 ␣1:6 ␊2:1 y3:3"),
        ("a: \"x\n  y\n\n  z\"", "x1:5 ␣1:6 y2:3 ␊3:1 z4:3"),
        ("a: \"Ж\tx\"", "Ж1:5 \t1:6 x1:7"),
    ])
    func `in double quotes`(text: String, places: String) {
        #expect(Read.scalar(text).map(Read.places) == places)
    }

    @Test(arguments: [
        ("a: |\n  x\n  y\n", "x2:3 ␊2:4 y3:3 ␊3:4"),
        ("a: |-\n  x\n", "x2:3"),
        ("a: |+\n  x\n\n\n", "x2:3 ␊2:4 ␊3:1 ␊4:1"),
        ("a: |\n\n  x\n    y\n\n  z\n", "␊2:1 x3:3 ␊3:4 ␣4:3 ␣4:4 y4:5 ␊4:6 ␊5:1 z6:3 ␊6:4"),
        ("a: |2\n    x\n  y\n", "␣2:3 ␣2:4 x2:5 ␊2:6 y3:3 ␊3:4"),
        ("a: | # comment\n   Да\n", "Д2:4 а2:5 ␊2:6"),
        ("a: |\n  x", "x2:3"),
        ("b:\n  - a: |1-\n      x\n", ""),
        ("a: |\n  x\nb: 1\n", "x2:3 ␊2:4"),
        ("a: |\n  y\n  \tx\n", "y2:3 ␊2:4 \t3:3 x3:4 ␊3:5"),
        ("|\n x\n", "x2:2 ␊2:3"),
    ])
    func `a literal block`(text: String, places: String) {
        #expect(Read.scalar(text).map(Read.places) ?? "" == places)
    }

    @Test(arguments: [
        ("a: >\n  x\n  y\n", "x2:3 ␣2:4 y3:3 ␊3:4"),
        ("a: >-\n  x\n\n  y\n\n\n  z\n", "x2:3 ␊3:1 y4:3 ␊5:1 ␊6:1 z7:3"),
        ("a: >\n  x\n    y\n  z\n", "x2:3 ␊2:4 ␣3:3 ␣3:4 y3:5 ␊3:6 z4:3 ␊4:4"),
        ("a: >+\n  x\n\n", "x2:3 ␊2:4 ␊3:1"),
    ])
    func `a folded block`(text: String, places: String) {
        #expect(Read.scalar(text).map(Read.places) == places)
    }

    @Test(arguments: [
        ("a: &n x", "x1:7"), ("a: &n\n  'x'", "x2:4"), ("a: &n # c\n  |\n  x", "x3:3"), ("a: [&n,x]", ""),
    ])
    func `behind a name for aliases`(text: String, places: String) {
        #expect(Read.scalar(text).map(Read.places) ?? "" == places)
    }

    @Test(arguments: [
        "a: |\n  x\n  y\nb: 1", "a: 'x\n\n  y'", "a: >\n  x\n  y\n\n  z\n", "a: x\n  y", "a: \"x\\\n  y\"",
    ])
    func `line ends of Windows change no place`(text: String) throws {
        let scalar = try #require(Read.scalar(text))
        let windows = try #require(
            Read.scalar(
                text.split(separator: "\n", omittingEmptySubsequences: false)
                    .joined(separator: "\r\n")))
        #expect(windows.text == scalar.text)
        #expect(Read.places(windows) == Read.places(scalar))
    }

    /// A node's span as `line:column-line:column`.
    @Test(arguments: [
        ("a: {x: [1, 2], y: }", "1:4-1:20"), ("a: [\n 1,\n 2 ]", "1:4-3:5"), ("a:\n  x: 1\n  y: 22\n", "2:3-3:8"),
        ("a:\n- 1\n- 22 # c\n\nb: 1", "2:1-3:5"), ("a: &n {x: 1}", "1:7-1:13"), ("a: 'x' ", "1:4-1:7"),
        ("a: [Ж, {b: Ж}]", "1:4-1:15"),
    ])
    func `collections know where they begin and end`(text: String, span: String) throws {
        let node = try #require(Read.yaml(text).node?["a"])
        #expect(
            "\(node.span.start.line):\(node.span.start.column)-\(node.span.end.line):\(node.span.end.column)" == span)
    }

    @Test
    func `an alias stands where the star is`() throws {
        let node = try #require(Read.yaml("b: &n [1]\na: *n").node?["a"])
        #expect(node.span.start.line == 2)
        #expect(node.span.start.column == 4)
        #expect(node.kind == "a list")
    }

    @Test
    func `an escape is underlined as a whole`() throws {
        let placed = try #require(Read.scalar(#"a: "x\u0416y""#)).placed
        let span = placed.span(1..<3)
        #expect(span.start.column == 6)
        #expect(span.end.column == 12)
    }
}
