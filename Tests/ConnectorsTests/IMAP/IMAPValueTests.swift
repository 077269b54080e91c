import Attributes
import Connecting
import Peers
import Testing

@testable import Connectors

/// Sets, cursors, dates and names as IMAP writes them.
@Suite struct IMAPValueTests {
    @Test func `numbers become ranges, and long sets several texts`() {
        #expect(UIDSet([5, 1, 2, 3, 9, 2]).texts() == ["1:3,5,9"])
        #expect(UIDSet().texts() == [])
        let odd = UIDSet((0..<2000).map { UInt32($0 * 2 + 1) })
        #expect(odd.texts().allSatisfy { $0.utf8.count <= IMAPLimits.set })
        #expect(UIDSet(union: odd.texts().compactMap { UIDSet($0) }) == odd)
        #expect(odd.count == 2000)
    }

    @Test func `sets are read without being written out`() throws {
        let all = try #require(UIDSet("1:4294967295"))
        #expect(all.count == 4_294_967_295)
        #expect(all.above(4_294_967_293).prefix(9) == [4_294_967_294, 4_294_967_295])
        #expect(all.prefix(2) == [1, 2])
        #expect(UIDSet("9:7,1")?.texts() == ["1,7:9"])
        #expect(UIDSet("0:2")?.above(0).prefix(9) == [1, 2])
        for text in ["", "1:*", "1,", "a", "1:2:3", "4294967296"] { #expect(UIDSet(text) == nil, "\(text)") }
    }

    @Test func `cursors and identities are read back`() {
        for text in ["7:0", "7:12:40", "4294967295:4294967295"] { #expect(IMAPCursor(text)?.description == text) }
        for text in ["", "7", "7:x", "7:1:", "7:1:2:3", "-1:2"] { #expect(IMAPCursor(text) == nil, "\(text)") }
        #expect(IMAPIdentity("7/12")?.description == "7/12")
        for text in ["7", "7/", "7/1/2", "nobody"] { #expect(IMAPIdentity(text) == nil, "\(text)") }
    }

    @Test(
        arguments: [
            ("17-Jul-1996 02:44:25 -0700", 837_596_665), (" 1-Jan-1970 00:00:00 +0000", 0),
            ("29-Feb-2024 23:59:60 +0530", 1_709_231_400), ("01-mar-2000 00:00:00 +0000", 951_868_800),
            ("32-Jan-2026 00:00:00 +0000", nil), ("1-Foo-2026 00:00:00 +0000", nil), ("1-Jan-2026 00:00 +0000", nil),
            ("1-Jan-2026 00:00:00 UTC", nil), ("", nil),
        ] as [(String, Int64?)])
    func `dates are read`(_ text: String, _ seconds: Int64?) {
        #expect(IMAPDate.instant(text)?.seconds == seconds)
    }

    @Test(
        arguments: [
            ("INBOX", "INBOX"), ("Входящие/Договоры", "&BBIERQQ+BDQETwRJBDgENQ-/&BBQEPgQzBD4EMgQ+BEAESw-"),
            ("R&D", "R&-D"), ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"), ("😀", "&2D3eAA-"),
            ("a\"b\\c", "a\"b\\c"),
        ])
    func `names of folders are written as IMAP wants them`(_ name: String, _ written: String) {
        #expect(ModifiedUTF7.encode(name) == written)
        #expect(ModifiedUTF7.decode(written) == name)
    }

    @Test(arguments: ["a&b", "&*-", "&2D0-", "&BB-x", "a & b - c", "&"])
    func `names that never were are left as they are`(_ name: String) {
        #expect(ModifiedUTF7.decode(name) == name)
    }

    @Test func `any name comes back`() {
        var random = Seeded(seed: 3501)
        for _ in 0..<2000 {
            let scalars = (0..<random.number(0...12)).compactMap { _ in
                Unicode.Scalar(
                    UInt32(random.number(0...3) == 0 ? random.number(32...126) : random.number(32...0x10FFFF)))
            }
            let name = String(String.UnicodeScalarView(scalars))
            #expect(ModifiedUTF7.decode(ModifiedUTF7.encode(name)) == name)
            #expect(ModifiedUTF7.encode(name).utf8.allSatisfy { (0x20...0x7E).contains($0) })
        }
    }
}
