import Connecting
import Testing

@testable import Connectors

@Suite struct SMTPReplyParserTests {
    @Test(
        arguments: [
            (["250 2.0.0 Ok: queued as 4F"], Reply(code: 250, enhanced: "2.0.0", text: "Ok: queued as 4F")),
            (["250"], Reply(code: 250, text: "")),
            (["354 End data with <CR><LF>.<CR><LF>"], Reply(code: 354, text: "End data with <CR><LF>.<CR><LF>")),
            (
                ["550-5.1.1 No such user", "550 5.1.1 here"],
                Reply(code: 550, enhanced: "5.1.1", text: "No such user here")
            ),
            (["550-", "550 gone"], Reply(code: 550, text: "gone")),
            (["450 4.2.1"], Reply(code: 450, enhanced: "4.2.1", text: "")),
            (["250 3.1.1 is no status"], Reply(code: 250, text: "3.1.1 is no status")),
            (["250 5.1 is none"], Reply(code: 250, text: "5.1 is none")),
            (["250 5.1.1111 is none"], Reply(code: 250, text: "5.1.1111 is none")),
            (["550 \u{1B}[31mred\u{202E}"], Reply(code: 550, text: "␛[31mred\u{FFFD}")),
        ])
    func `lines become a reply`(_ lines: [String], _ expected: Reply) {
        #expect(SMTPReplyParser.reply(lines) == expected)
    }

    @Test(
        arguments: [
            (["HTTP/1.1 400 Bad Request"], "'HTTP/1.1 400 Bad Request' is no reply"),
            ([""], "'' is no reply"),
            (["25"], "'25' is no reply"),
            (["2500 x"], "'2500 x' is no reply"),
            (["950 x"], "'950 x' is no reply"),
            (["050 x"], "'050 x' is no reply"),
            (["250-a", "550 b"], "a reply that began with 250 goes on with 550"),
            ([String](repeating: "250-more", count: 129), "a reply has more than 128 lines"),
        ])
    func `what is no reply is named`(_ lines: [String], _ problem: String) {
        var parser = SMTPReplyParser()
        #expect(throws: SMTPReplyParser.Violation(text: problem)) {
            for line in lines { _ = try parser.add(Array(line.utf8)) }
        }
    }

    @Test func `bytes that are no text do no harm`() throws {
        var parser = SMTPReplyParser()
        #expect(try parser.add([0x35, 0x35, 0x30, 0x20, 0xFF, 0x00, 0x41])?.text == "\u{FFFD}␀A")
    }

    @Test func `a long text is cut`() throws {
        var parser = SMTPReplyParser()
        let reply = try parser.add(Array("550 ".utf8) + [UInt8](repeating: 0x41, count: 3000))
        #expect(reply?.text.count == SMTPReplyParser.textLimit)
    }
}
