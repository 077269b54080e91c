import Connecting
import MIME
import Testing

@testable import Connectors

@Suite struct SMTPDialogueTests {
    private let ivan = letter(to: ["ivan@x.org"])
    private let both = letter(to: ["ivan@x.org", "maria@x.org"])
    private let mail = "MAIL FROM:<robot@example.com>"
    private let group = "MAIL FROM:<robot@example.com> / RCPT TO:<ivan@x.org> / DATA"

    @Test func `with PIPELINING the commands go out at once, and the next letter's with the end of this one`() {
        let (lines, receipts) = play(
            [both, ivan, ivan],
            [
                "250", "250", "250", "354", "250 2.0.0 one", "250", "250", "354", "250 2.0.0 two", "250", "250", "354",
                "250",
            ])
        #expect(
            lines == [
                "\(mail) / RCPT TO:<ivan@x.org> / RCPT TO:<maria@x.org> / DATA", "letter / \(group)",
                "= 0: ivan sent, maria sent", "letter / \(group)", "= 1: ivan sent", "letter", "= 2: ivan sent",
            ])
        #expect(receipts[0]?.recipients.map { $0.reply?.text } == ["one", "one"])
        #expect(receipts[0]?.failure == nil)
    }

    @Test func `without PIPELINING each command waits for its reply`() {
        let (lines, _) = play([both, ivan], [], ["250", "250", "250", "354", "250", "250", "250", "354", "250"])
        #expect(
            lines == [
                mail, "RCPT TO:<ivan@x.org>", "RCPT TO:<maria@x.org>", "DATA", "letter", "= 0: ivan sent, maria sent",
                mail, "RCPT TO:<ivan@x.org>", "DATA", "letter", "= 1: ivan sent",
            ])
    }

    @Test(arguments: [["PIPELINING"], []])
    func `a letter goes to those who were accepted`(_ capabilities: [String]) {
        let (lines, receipts) = play([both], capabilities, ["250", "550 5.1.1 no such user", "250", "354", "250"])
        #expect(lines.last == "= 0: ivan failed, maria sent")
        #expect(receipts[0]?.state == .partial)
        #expect(receipts[0]?.failure?.code == .recipientRefused)
        #expect(
            receipts[0]?.failure?.message == "mx:25 refused 1 of 2 recipients, first ivan@x.org: 550 5.1.1 no such user"
        )
    }

    @Test func `when nobody was accepted, and DATA was refused, the session goes on behind a RSET`() {
        let (lines, _) = play(
            [both, ivan], ["250", "550", "450 4.2.1 busy", "554 5.5.1 nobody", "250", "250", "250", "354", "250"])
        #expect(
            lines == [
                "\(mail) / RCPT TO:<ivan@x.org> / RCPT TO:<maria@x.org> / DATA", "= 0: ivan failed, maria deferred",
                "RSET / \(group)", "letter", "= 1: ivan sent",
            ])
    }

    @Test func `without PIPELINING nobody's letter does not ask for DATA`() {
        let (lines, _) = play([ivan, ivan], [], ["250", "550", "250", "250", "250", "354", "250"])
        #expect(
            lines == [
                mail, "RCPT TO:<ivan@x.org>", "= 0: ivan failed", "RSET", mail, "RCPT TO:<ivan@x.org>", "DATA",
                "letter",
                "= 1: ivan sent",
            ])
    }

    @Test func `a server that wants a letter for nobody gets none`() {
        let (lines, _) = play([ivan, ivan], ["250", "550 5.1.1 no", "354 go"])
        #expect(lines == [group, "= 0: ivan failed", "drop"])
    }

    @Test(
        arguments: [
            ("550 5.7.1 not yours", "ivan failed", Failure.Code.senderRefused, Failure.Verdict.never),
            ("451 4.7.1 greylisted", "ivan deferred", .notNow, .again),
            ("530 5.7.0 log in first", "ivan deferred", .authenticationRefused, .never),
        ])
    func `a refused sender decides for all`(
        _ reply: String, _ states: String, _ code: Failure.Code, _ verdict: Failure.Verdict
    ) {
        for capabilities in [["PIPELINING"], []] {
            let rest = capabilities.isEmpty ? [] : ["503", "503"]
            let (lines, receipts) = play([ivan, ivan], capabilities, [reply] + rest + ["250", "250", "354", "250"])
            #expect(lines.contains("= 0: \(states)"))
            // The server holds no sender, so nothing has to be forgotten.
            #expect(!lines.joined().contains("RSET"))
            #expect(lines.last == "= 1: ivan sent")
            #expect(receipts[0]?.failure?.code == code)
            #expect(receipts[0]?.failure?.verdict == verdict)
            #expect(receipts[0]?.recipients.map(\.reply?.description) == [reply])
        }
    }

    @Test(
        arguments: [
            ("554 5.7.1 spam", "ivan failed", Failure.Code.messageRefused),
            ("452 4.3.1 disk full", "ivan deferred", .notNow),
            ("250 what", "ivan deferred", .protocolViolation),
        ])
    func `a refused DATA decides for the accepted`(_ reply: String, _ states: String, _ code: Failure.Code) {
        let (lines, receipts) = play([ivan], ["250", "250", reply])
        #expect(lines[1] == "= 0: \(states)")
        #expect(receipts[0]?.failure?.code == code)
    }

    @Test(
        arguments: [
            ("554 5.7.1 spam", "ivan failed", Failure.Code.messageRefused, "letter / MORE"),
            ("451 4.3.0 later", "ivan deferred", .notNow, "letter / MORE"),
            ("354 what", "ivan held", .outcomeUnknown, "letter / MORE"),
        ])
    func `the reply behind the final dot decides`(
        _ reply: String, _ states: String, _ code: Failure.Code, _ line: String
    ) {
        let (lines, receipts) = play([ivan, ivan], ["250", "250", "354", reply, "250", "250", "354", "250"])
        #expect(lines[1] == line.replacing("MORE", with: group))
        #expect(lines[2] == "= 0: \(states)")
        #expect(receipts[0]?.failure?.code == code)
        // A server that makes no sense is left, and the next letter with it; any other gets the next letter.
        #expect(lines.last == (code == .outcomeUnknown ? "drop" : "= 1: ivan sent"))
    }

    @Test(
        arguments: [
            ([], "ivan deferred, maria deferred", Failure.Code.connectionLost),
            (["250"], "ivan deferred, maria deferred", .connectionLost),
            (["250", "550"], "ivan failed, maria deferred", .connectionLost),
            (["250", "550", "250"], "ivan failed, maria deferred", .connectionLost),
            (["250", "550", "250", "354"], "ivan failed, maria held", .outcomeUnknown),
            (["250", "550", "250", "354", "250"], "ivan failed, maria sent", .recipientRefused),
            (["421 4.3.2 going"], "ivan deferred, maria deferred", .notNow),
            (["250", "421 4.3.2 going"], "ivan deferred, maria deferred", .notNow),
            (["250", "250", "250", "421 4.3.2 going"], "ivan deferred, maria deferred", .notNow),
            (["250", "250", "250", "354", "421 4.3.2 going"], "ivan deferred, maria deferred", .notNow),
            (["250", "334 what"], "ivan deferred, maria deferred", .protocolViolation),
        ] as [([String], String, Failure.Code)])
    func `a connection that breaks leaves each recipient where it was`(
        _ replies: [String], _ states: String, _ code: Failure.Code
    ) {
        for capabilities in [["PIPELINING"], []] {
            let (lines, receipts) = play([both, ivan], capabilities, replies)
            #expect(lines.contains("= 0: \(states)"))
            #expect(lines.last == "drop")
            #expect(receipts[0]?.failure?.code == code)
            // What the server never answered may go over another session.
            #expect(receipts[1] == nil)
        }
    }

    @Test func `a session that is over before its next letter's first reply has not begun it`() {
        for replies in [[], ["421 4.7.0 too many letters"]] {
            #expect(play([ivan], isFirst: false, replies).lines == [group, "drop"])
        }
        #expect(play([ivan], isFirst: false, ["250"]).lines == [group, "= 0: ivan deferred", "drop"])
        #expect(play([ivan], isFirst: false, needsReset: true, ["250"]).lines == ["RSET / \(group)", "drop"])
    }

    @Test func `a SIZE that was offered and is refused is left out`() {
        let (lines, receipts) = play(
            [ivan, ivan], ["SIZE 100", "PIPELINING"],
            ["555 5.5.4 SIZE?", "503", "503", "250", "250", "354", "250", "250", "250", "354", "250"])
        #expect(lines[0].hasPrefix("MAIL FROM:<robot@example.com> SIZE=25 / "))
        #expect(lines[1] == group)
        #expect(lines[2] == "letter / \(group)")
        #expect(receipts.mapValues(\.state) == [0: .sent, 1: .sent])
    }

    @Test func `a letter that is too large is not begun`() {
        let (lines, receipts) = play([ivan], ["SIZE 24"], [])
        #expect(lines == ["= 0: ivan failed"])
        #expect(receipts[0]?.failure?.message == "the letter has 25 bytes, and mx:25 takes at most 24")
        #expect(play([ivan], ["SIZE 0"], ["250"]).lines.first == "\(mail) SIZE=25")
    }

    @Test func `a letter whose header needs SMTPUTF8 asks for it, and does not go where it is not offered`() {
        let content = Content(
            pieces: [.bytes(Array("Reply-To: иван@x.org\r\n\r\nhello\r\n".utf8))], needsSMTPUTF8: true)
        let letter = Letter(
            id: "1", messageID: "<1@example.com>", sender: "robot@example.com", recipients: ["ivan@x.org"],
            content: content)
        let offered = play([letter], ["PIPELINING", "SMTPUTF8"], ["250", "250", "354", "250"]).lines
        #expect(offered[0] == "\(mail) SMTPUTF8 / RCPT TO:<ivan@x.org> / DATA")
        let (lines, receipts) = play([letter], ["PIPELINING"], [])
        #expect(lines == ["= 0: ivan failed"])
        #expect(receipts[0]?.failure?.code == .messageRefused)
    }

    @Test func `SMTPUTF8 is asked for where an address needs it, and missed by name where it is not offered`() {
        let mixed = letter(to: ["ivan@x.org", "иван@x.org"])
        let offered = play([mixed], ["PIPELINING", "SMTPUTF8"], ["250", "250", "250", "354", "250"]).lines
        #expect(offered[0] == "\(mail) SMTPUTF8 / RCPT TO:<ivan@x.org> / RCPT TO:<иван@x.org> / DATA")
        let (lines, receipts) = play([mixed], ["250", "250", "354", "250"])
        #expect(lines == [group, "letter", "= 0: ivan sent, иван failed"])
        #expect(
            receipts[0]?.failure?.message
                == "'иван@x.org' can't be sent to: the server takes only Latin letters in front of the @ (it offers no SMTPUTF8)"
        )
    }

    @Test func `an address that would break its line never goes out`() {
        let trap = "a@x.org>\r\nRCPT TO:<b@x.org"
        let (lines, _) = play([letter(to: [trap]), letter(from: trap), ivan], ["250", "250", "354", "250"])
        #expect(lines.count == 5)
        #expect(lines[0].hasPrefix("= 0:"))
        #expect(lines[1].hasPrefix("= 1:"))
        #expect(lines[2...] == [group, "letter", "= 2: ivan sent"])
    }

    @Test(arguments: 0..<20)
    func `whatever the server says, the conversation ends and each letter is reported once at most`(_ seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        func random(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        let words = [
            "250", "250", "250 2.0.0 ok", "354", "354 go", "421", "450 4.2.1", "550 5.1.1", "552", "530", "501", "100",
        ]
        for _ in 0..<200 {
            let replies = (0..<random(30)).map { _ in words[random(words.count)] }
            let capabilities = [["PIPELINING"], [], ["SIZE 1000", "PIPELINING"]][random(3)]
            let (lines, receipts) = play([both, ivan, both], capabilities, isFirst: random(2) == 0, replies)
            #expect(lines.last != "never ends", "\(replies)")
            #expect(lines.count { $0.hasPrefix("= ") } == receipts.count, "\(replies)")
            #expect(Array(receipts.keys.sorted()) == Array(0..<receipts.count), "\(replies)")
            let letters = lines.count { $0.hasPrefix("letter") }
            let reached = receipts.values.count { $0.recipients.contains { $0.state == .sent || $0.state == .held } }
            #expect(reached <= letters, "\(replies)")
        }
    }

    @Test func `a bounce has no sender`() {
        #expect(play([letter(from: "", to: ["ivan@x.org"])], [], []).lines.first == "MAIL FROM:<>")
    }
}
