import Testing

@testable import Connectors

@Suite struct LineShaperTests {
    private func shape(_ style: LineShaper.Style, _ chunks: [String]) -> String {
        var shaper = LineShaper(style)
        var output: [UInt8] = []
        for chunk in chunks { shaper.append(Array(chunk.utf8), to: &output) }
        shaper.finish(&output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test(
        arguments: [
            (["a\r\nb\r\n"], "a\r\nb\r\n"),
            ([".\r\n..a\r\nb.\r\n"], "..\r\n...a\r\nb.\r\n"),
            (["a\r\n", ".b\r\n"], "a\r\n..b\r\n"),
            (["a", ".b\r\n"], "a.b\r\n"),
            (["a\r", "\n.b"], "a\r\n..b\r\n"),
            (["a\r", ".b\r"], "a\r\n..b\r\n"),
            (["a\n.\nMAIL FROM:<x@y>\n"], "a\r\n..\r\nMAIL FROM:<x@y>\r\n"),
            (["a\r.\rb"], "a\r\n..\r\nb\r\n"),
            (["a\r\r\nb"], "a\r\n\r\nb\r\n"),
            (["", "a", ""], "a\r\n"),
            ([], ""),
            (["\r\n"], "\r\n"),
        ])
    func `nothing in a letter can end it`(_ chunks: [String], _ expected: String) {
        #expect(shape(.smtp, chunks) == expected)
    }

    @Test func `where a letter is cut makes no difference`() {
        let text = "a\r\n.b\n\n.\r\r\n..\r\n\r.c\rd\n.\r\n"
        for style in [LineShaper.Style.smtp, .file] {
            let whole = shape(style, [text])
            #expect(shape(style, text.utf8.map { String(decoding: [$0], as: UTF8.self) }) == whole)
            for cut in 0...text.utf8.count {
                let bytes = Array(text.utf8)
                let halves = [bytes[..<cut], bytes[cut...]].map { String(decoding: $0, as: UTF8.self) }
                #expect(shape(style, halves) == whole)
            }
        }
    }

    @Test func `in a file lines end with LF and dots stay`() {
        #expect(shape(.file, ["a\r\n.b\r\n", "c"]) == "a\n.b\nc\n")
    }
}
