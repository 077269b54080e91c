import Testing

@testable import Sandbox

@Suite struct IMAPReadingTests {
    private func read(_ pieces: String...) throws(IMAPCommand.Malformed) -> IMAPCommand {
        try IMAPCommandReader.read(
            pieces.enumerated().map { $0.isMultiple(of: 2) ? .text(Array($1.utf8)) : .literal(Array($1.utf8)) })
    }

    @Test func `a command is its tag, its name and its arguments`() throws {
        let command = try read(#"a1 uid fetch 1:*,7 (FLAGS BODY.PEEK[HEADER.FIELDS ("To" Cc)]<0.9> "q\"x") "#)
        #expect(command.tag == "a1" && command.name == "UID FETCH")
        #expect(
            command.arguments == [
                .atom("1:*,7"),
                .list([.atom("FLAGS"), .atom("BODY.PEEK[HEADER.FIELDS (To Cc)]<0.9>"), .string(Array(#"q"x"#.utf8))]),
            ])
    }

    @Test func `literals stand where arguments do`() throws {
        let command = try read("a LOGIN ", "de sk", " ", "pass\r\nword", "")
        #expect(command.arguments == [.string(Array("de sk".utf8)), .string(Array("pass\r\nword".utf8))])
        #expect(try read("a SEARCH (SUBJECT ", "x", ")").arguments == [.list([.atom("SUBJECT"), .string([0x78])])])
    }

    @Test(arguments: ["", " ", "a", "(", "a NOOP  (", "a X )", "a X (()", "a X \"", #"a X "\a""#, "a X \u{1}"])
    func `what is no command is told`(_ text: String) {
        #expect(throws: IMAPCommand.Malformed.self) { try read(text) }
    }

    @Test(arguments: [
        ("{12}", 12, true), ("a APPEND x {0+}", 0, false), ("{9999999999}", 9_999_999_999, true),
    ])
    func `the end of a line announces a literal`(_ line: String, _ count: Int, _ waits: Bool) {
        let literal = IMAPLiteral(endOf: Array(line.utf8))
        #expect(literal?.count == count && literal?.waits == waits)
    }

    @Test(arguments: ["", "}", "{}", "{+}", "{-1}", "{12} ", "{12345678901}", "{1 2}", "12}"])
    func `other ends do not`(_ line: String) {
        #expect(IMAPLiteral(endOf: Array(line.utf8)) == nil)
    }

    @Test(arguments: [
        ("INBOX", "INBOX"), ("Отчёты & co", "&BB4EQgRHBFEEQgRL- &- co"), ("😀", "&2D3eAA-"), ("", ""),
        ("台北", "&U,BTFw-"),
    ])
    func `names of folders are written and read`(_ name: String, _ wire: String) {
        #expect(IMAPFolderName.encode(name) == wire)
        #expect(IMAPFolderName.decode(wire) == name)
    }

    @Test(arguments: ["&", "&!!-", "&AAA", "&2D0-", "a&b"])
    func `names that are none are refused`(_ wire: String) {
        #expect(IMAPFolderName.decode(wire) == nil)
    }

    @Test(arguments: [
        ("1:*", [0, 1, 2]), ("*", [2]), ("5,3", [0, 1]), ("9:4", [1, 2]), ("10:*", [2]), ("4", []),
        ("*:1,3", [0, 1, 2]),
    ])
    func `sets of numbers are found`(_ text: String, _ places: [Int]) {
        #expect(IMAPNumbers(text)?.indices(in: [3, 5, 9]) == places)
        #expect(IMAPNumbers(text)?.indices(in: []) == [])
    }

    @Test(arguments: ["", "0", "a", "1:2:3", "1,", ",", "-1", "+1", "4294967296", "1:"])
    func `sets that are none are refused`(_ text: String) {
        #expect(IMAPNumbers(text) == nil)
    }

    @Test func `numbers are written in ranges`() {
        #expect(IMAPNumbers.text([1, 2, 3, 5, 7, 8]) == "1:3,5,7:8")
        #expect(IMAPNumbers.text([]) == "")
    }

    @Test func `times are written and read`() throws {
        let time = try #require(MailTime.readIMAP(" 1-Dec-2026 10:00:00 +0300"))
        #expect(MailTime.imap(time) == "01-Dec-2026 07:00:00 +0000")
        #expect(MailTime.header(time) == "Tue, 01 Dec 2026 07:00:00 +0000")
        for wrong in ["", "1-Dec-2026", "31-Feb-2026 10:00:00 +0000", "1-Dec-2026 25:00:00 +0000", "1-Dec-2026 1:1 +0"]
        {
            #expect(MailTime.readIMAP(wrong) == nil, "\(wrong)")
        }
        #expect(MailTime.day(inHeader: "Tue, 1 Dec 2026 00:30:00 +0300") == MailTime.date("1-Dec-2026"))
    }
}
