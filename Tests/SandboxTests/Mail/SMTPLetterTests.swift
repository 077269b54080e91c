import Testing

@testable import Sandbox

@Suite struct SMTPLetterTests {
    private func take(_ text: String, by step: Int, limit: Int = 1_000) -> (SMTPLetter, rest: String?) {
        var letter = SMTPLetter(limit: limit)
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let chunk = bytes.prefix(step)
            if let count = letter.take(chunk) {
                return (letter, String(decoding: bytes.dropFirst(count), as: UTF8.self))
            }
            bytes = bytes.dropFirst(step)
        }
        return (letter, nil)
    }

    @Test(arguments: [1, 2, 3, 1_000])
    func `a letter ends with the dot that stands alone, and loses the dots that were put in`(_ step: Int) {
        let (letter, rest) = take("a\r\n..b\r\n...\r\n.c\r\nx.\r\n.\r\nQUIT\r\n", by: step)
        #expect(String(decoding: letter.bytes, as: UTF8.self) == "a\r\n.b\r\n..\r\nc\r\nx.\r\n")
        #expect(rest == "QUIT\r\n" && !letter.hasBareLineEnd && !letter.isTooLarge)
        #expect(take(".\r\n", by: step).0.bytes == [])
    }

    @Test(arguments: ["x\n.\r\n", "x\r\n.\n", "x\r.\r\n", "x\n.\n", "x\r\n.\r.\r\n", "x\r\r\n"], [1, 1_000])
    func `other line ends never end it, and are noticed`(_ text: String, _ step: Int) {
        let (letter, rest) = take(text, by: step)
        #expect(rest == nil)
        #expect(take(text + "y\r\n.\r\n", by: step).0.hasBareLineEnd || letter.hasBareLineEnd)
    }

    @Test func `a letter that is too large is not kept`() {
        let (letter, rest) = take(String(repeating: "x", count: 1_001) + "\r\n.\r\n", by: 7)
        #expect(letter.isTooLarge && letter.bytes.count <= 1_000 && rest == "")
    }
}
