import Testing

@testable import Sandbox

@Suite struct IMAPLetterTests {
    private let letter = Array(
        """
        From: "Lee, Ann" <ann@example.com>\r
        To: team: bob@example.com, <@old:carl@example.com>;\r
        Subject: =?utf-8?q?=D0=B4?=\r
         folded\r
        Content-Type: multipart/mixed; boundary="b;1"\r
        \r
        before\r
        --b;1\r
        Content-Type: text/html; charset=utf-8\r
        \r
        <p>\r
        --b;1\r
        Content-Type: message/rfc822\r
        Content-Disposition: attachment; filename=a.eml\r
        \r
        Subject: Inside\r
        \r
        inner\r
        \r
        --b;1--\r
        behind\r

        """.utf8)

    private func section(_ text: String) throws -> String? {
        let section = try #require(IMAPSection(text))
        return section.bytes(of: letter, MailPart(letter)).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        ("BODY[1]", "<p>"), ("body.peek[1.mime]", "Content-Type: text/html; charset=utf-8\r\n\r\n"),
        ("BODY[2]", "Subject: Inside\r\n\r\ninner\r\n"), ("BODY[2.HEADER]", "Subject: Inside\r\n\r\n"),
        ("BODY[2.TEXT]", "inner\r\n"), ("BODY[2.1]", "inner\r\n"), ("BODY[2.2]", nil), ("BODY[3]", nil),
        ("BODY[1.TEXT]", nil), ("BODY[]<6.3>", "\"Le"), ("BODY[1]<9.3>", ""),
        ("BODY[HEADER.FIELDS (SUBJECT)]", "Subject: =?utf-8?q?=D0=B4?=\r\n folded\r\n\r\n"),
        ("BODY[2.HEADER.FIELDS.NOT (Subject)]", "\r\n"),
    ])
    func `parts are found by their numbers`(_ text: String, _ wanted: String?) throws {
        #expect(try section(text) == wanted)
    }

    @Test(arguments: [
        "BODY[", "BODY[0]", "BODY[1.]", "BODY[MIME]", "BODY[FOO]", "BODY[]<1>", "BODY[]<0.0>", "BODY[HEADER.FIELDS]",
        "BODY[HEADER.FIELDS ()]", "BODY[99999]",
    ])
    func `what is no part is refused`(_ text: String) {
        #expect(IMAPSection(text) == nil)
    }

    @Test func `an envelope names people by the halves of their addresses`() {
        var text = IMAPText()
        text.envelope(MailPart(letter), letter)
        let from = #"(("Lee, Ann" NIL "ann" "example.com"))"#
        #expect(
            String(decoding: text.bytes, as: UTF8.self)
                == #"(NIL "=?utf-8?q?=D0=B4?= folded" \#(from) \#(from) \#(from) "#
                + #"((NIL NIL "team" NIL)(NIL NIL "bob" "example.com")(NIL NIL "carl" "example.com")(NIL NIL NIL NIL)) "#
                + "NIL NIL NIL NIL)")
    }

    @Test func `a structure names the parts, their types and sizes`() {
        var text = IMAPText()
        text.structure(MailPart(letter), letter, isFull: true)
        #expect(
            String(decoding: text.bytes, as: UTF8.self)
                == #"(("text" "html" ("charset" "utf-8") NIL NIL "7bit" 3 0 NIL NIL NIL NIL)"#
                + #"("message" "rfc822" NIL NIL NIL "7bit" 26 (NIL "Inside" NIL NIL NIL NIL NIL NIL NIL NIL) "#
                + #"("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 7 1 NIL NIL NIL NIL) 3 "#
                + #"NIL ("attachment" ("filename" "a.eml")) NIL NIL) "mixed" ("boundary" "b;1") NIL NIL NIL)"#)
    }

    @Test func `letters in letters end somewhere, and broken ones have a structure`() {
        var deep: [UInt8] = []
        for _ in 0..<5_000 { deep += Array("Content-Type: message/rfc822\r\n\r\n".utf8) }
        var parts = Array("Content-Type: multipart/mixed; boundary=b\r\n\r\n".utf8)
        for _ in 0..<5_000 { parts += Array("--b\r\n\r\n".utf8) }
        for letter in [deep, parts, [], Array("\r\n".utf8), Array("Content-Type: multipart/mixed; boundary=b".utf8)] {
            var text = IMAPText()
            text.structure(MailPart(letter), letter, isFull: true)
            #expect(text.bytes.first == UInt8(ascii: "(") && text.bytes.last == UInt8(ascii: ")"))
        }
    }
}
