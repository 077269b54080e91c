import Attributes
import Glibc
import MIME
import Testing

/// Letters that nobody means well, each answered in time and with the right word.
@Suite(.serialized) struct LimitTests {
    /// Of processor time: what hangs takes hours, and what is right takes a second even in a debug build.
    private static let patience = 30.0

    private static func reason(
        _ letter: [UInt8], _ limits: LetterLimits = .standard
    ) -> UnreadableLetter.Reason? {
        let start = clock()
        defer { #expect(Double(clock() - start) / Double(CLOCKS_PER_SEC) < patience) }
        do throws(UnreadableLetter) {
            _ = try LetterReader.read(letter, limits: limits)
            return nil
        } catch {
            #expect(!error.problem.isEmpty && !error.remedy.isEmpty)
            return error.reason
        }
    }

    private static func letter(_ head: String, _ count: Int, _ line: (Int) -> String) -> [UInt8] {
        var bytes = Array(head.utf8)
        for number in 0..<count { bytes += line(number).utf8 }
        return bytes
    }

    @Test func `ten thousand parts`() {
        #expect(
            Self.reason(Self.letter("Content-Type: multipart/mixed; boundary=x\n\n", 10_000) { _ in "--x\n\ny\n" })
                == .parts)
        #expect(
            Self.reason(Self.letter("Content-Type: multipart/mixed; boundary=x\n\n", 1000) { _ in "--x\n\ny\n" }) == nil
        )
    }

    @Test func `a depth of a thousand`() {
        let multiparts = Self.letter("", 1000) { "Content-Type: multipart/mixed; boundary=b\($0)\n\n--b\($0)\n" }
        #expect(Self.reason(multiparts) == .depth)
        // Letters in letters stay whole.
        #expect(Self.reason(Self.letter("", 1000) { _ in "Content-Type: message/rfc822\n\n" }) == nil)
    }

    @Test func `more than is read, whole or decoded`() {
        // A tenth of what is usual: a debug build reads slowly.
        var limits = LetterLimits.standard
        limits.letter /= 10
        limits.decoded /= 10
        var bytes = Array("Subject: s\nContent-Type: application/pdf\n\n".utf8)
        bytes += [UInt8](repeating: UInt8(ascii: "x"), count: 20 << 20)
        #expect(Self.reason(bytes, limits) == .decoded)
        bytes += [UInt8](repeating: UInt8(ascii: "x"), count: 6 << 20)
        #expect(Self.reason(bytes, limits) == .letter)
    }

    @Test func `two hundred and sixty megabytes are not begun`() {
        #expect(Self.reason([UInt8](repeating: UInt8(ascii: "x"), count: 260 << 20)) == .letter)
    }

    @Test func `headers without end`() {
        #expect(Self.reason(Self.letter("", 11_000) { "X-\($0): y\n" }) == .fields)
        #expect(Self.reason(Array("Subject: ".utf8) + Array(repeating: 0x78, count: 3 << 20)) == .headers)
        #expect(Self.reason(Self.letter("Subject: s\n", 300_000) { _ in " folded text\n" }) == .headers)
        // Also the parts' headers count.
        let line = "--x\nX-Long: \(String(repeating: "y", count: 4000))\n\n"
        #expect(
            Self.reason(Self.letter("Content-Type: multipart/mixed; boundary=x\n\n", 1000) { _ in line }) == .headers)
    }

    static let tedious: [(String, String)] = [
        ("Subject: ", "=?utf-8?Q?x"), ("Subject: ", "=?utf-8?Q?x?= "), ("Subject: ", "=?utf-8?B?eA=="),
        ("Subject: ", "=?"),
        ("Subject: ", "?="), ("Subject: ", "=?a?b?"), ("To: ", "a@b.example, "), ("To: ", "\""), ("To: ", "("),
        ("To: ", "<"),
        ("To: ", "a:"), ("To: ", "(x) a@b.example, "), ("To: ", "a;"), ("To: ", "=?utf-8?Q?x?="), ("To: ", "\\"),
        ("To: ", "@"),
        ("To: ", "x:;,"), ("To: ", "\"\" "), ("References: ", "<"), ("References: ", "<a@b> "),
        ("References: ", "a@b "),
        ("Message-ID: ", "<"), ("Date: ", "1 "), ("Content-Type: text/plain; ", "a=b; "),
        ("Content-Type: text/plain; ", "a*1=b; "),
        ("Content-Type: text/plain; ", ";"), ("Content-Disposition: attachment; filename=", "%41"),
        ("Content-Type: ", "a"),
        ("Content-Type: text/plain; name=\"", "=?utf-8?Q?x?= "), ("", "stray line\n"), ("", "a:\n"),
        ("Subject: s\n", "x\ny\nTo:\n"), ("Subject: s\n", "xxxxxxxx\n"),
    ]

    @Test(arguments: tedious)
    func `a long field is read in time`(head: String, shard: String) {
        var bytes = Array(head.utf8)
        while bytes.count < 200_000 { bytes += shard.utf8 }
        let reason = Self.reason(bytes + Array("\n\ntext".utf8))
        #expect(reason == nil || reason == .fields)
    }

    static let bodies: [(String, String)] = [
        ("multipart/mixed; boundary=x", "--x-\n"), ("multipart/mixed; boundary=x", "\n--\n"),
        ("multipart/mixed; boundary=x", "--x--\n"),
        ("multipart/mixed", "--x\n"), ("multipart/mixed", "--x--\n"), ("multipart/mixed", "--abcd\n"),
        ("text/plain; format=flowed", "> \n"), ("text/plain; format=flowed", ">"),
        ("text/plain; format=flowed", " \n"), ("text/plain\nContent-Transfer-Encoding: base64", "="),
        ("text/plain\nContent-Transfer-Encoding: quoted-printable", "= "),
        ("text/plain\nContent-Transfer-Encoding: quoted-printable", "=\n"),
        ("text/plain\nContent-Transfer-Encoding: x-uuencode", "begin \n"), ("text/plain; charset=utf-7", "+"),
        ("text/plain; charset=iso-2022-jp", "\u{1B}$B"), ("message/delivery-status", "a:\n\n"),
        ("message/delivery-status", "\n"),
        ("message/delivery-status", "x\n"), ("message/delivery-status", "a:\nx\n"),
        ("message/delivery-status", "Final-Recipient: rfc822;a@b\n\n"),
        ("multipart/digest; boundary=x", "--x\n"),
    ]

    @Test(arguments: bodies)
    func `a long body is read in time`(type: String, shard: String) {
        var bytes = Array("Content-Type: \(type)\n\n".utf8)
        while bytes.count < 500_000 { bytes += shard.utf8 }
        let reason = Self.reason(bytes)
        #expect(reason == nil || reason == .parts)
    }
}
