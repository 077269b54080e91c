import Connecting
import MIME
import Testing

@testable import Connectors

@Suite struct SMTPDemandTests {
    private let ivan = letter(to: ["ivan@x.org"])
    private let both = letter(to: ["ivan@x.org", "maria@x.org"])
    private let mail = "MAIL FROM:<robot@example.com>"
    private let notices = SMTPDemands(notices: [.failure, .delay])
    private let toIvan = "RCPT TO:<ivan@x.org> NOTIFY=FAILURE,DELAY ORCPT=rfc822;ivan@x.org"
    private let toMaria = "RCPT TO:<maria@x.org> NOTIFY=FAILURE,DELAY ORCPT=rfc822;maria@x.org"

    // MARK: Delivery notices

    @Test func `notices are asked for where the server offers DSN, and DATA waits until nothing is asked twice`() {
        let (lines, receipts) = play(
            [both, ivan], ["DSN", "SIZE", "PIPELINING"], demands: notices,
            ["250", "250", "250", "354", "250", "250", "250", "354", "250"])
        #expect(
            lines == [
                "\(mail) SIZE=25 RET=HDRS ENVID=1 / \(toIvan) / \(toMaria)", "DATA",
                "letter / \(mail) SIZE=25 RET=HDRS ENVID=1 / \(toIvan)", "= 0: ivan sent, maria sent", "DATA", "letter",
                "= 1: ivan sent",
            ])
        #expect(receipts[0]?.failure == nil)
        #expect(play([ivan], ["PIPELINING"], demands: notices, []).lines[0] == "\(mail) / RCPT TO:<ivan@x.org> / DATA")
    }

    @Test(arguments: [
        ("ivan+box=1@x.org", "rfc822;ivan+2Bbox+3D1@x.org"),
        ("иван@x.org", #"utf-8;\x{438}\x{432}\x{430}\x{43D}@x.org"#),
        (#""a\\b"@x.org"#, ##"rfc822;"a+5C+5Cb"@x.org"##),
    ])
    func `an address stands in ORCPT as xtext`(_ address: String, _ original: String) {
        let lines = play(
            [letter(to: [address])], ["DSN", "SMTPUTF8"], demands: SMTPDemands(notices: [.never]), ["250"]
        ).lines
        #expect(lines[1] == "RCPT TO:<\(address)> NOTIFY=NEVER ORCPT=\(original)")
    }

    // MARK: Parameters that are refused

    @Test(arguments: [["PIPELINING"], []], ["500", "501 5.5.4 no", "502", "504", "555 5.5.4 what"])
    func `a MAIL that is refused with parameters is tried without, and so are the letters behind`(
        _ capabilities: [String], _ reply: String
    ) {
        let rest = capabilities.isEmpty ? [] : ["503"]
        let (lines, receipts) = play(
            [ivan, ivan], capabilities + ["SIZE 100", "DSN"], demands: notices,
            [reply] + rest + ["250", "250", "354", "250", "250", "250", "354", "250"])
        #expect(lines[0].hasPrefix("\(mail) SIZE=25 RET=HDRS ENVID=1"))
        #expect(!lines[1...].joined().contains("SIZE"))
        #expect(!lines[1...].joined().contains("NOTIFY"))
        #expect(receipts.mapValues(\.state) == [0: .sent, 1: .sent])
    }

    @Test func `a sender that is refused with and without parameters costs the session no extension`() {
        let (lines, receipts) = play(
            [ivan, ivan], ["SIZE 100"], ["501 5.1.7 bad sender", "501 5.1.7 bad sender", "250"])
        #expect(
            lines == [
                "\(mail) SIZE=25", mail, "= 0: ivan failed", "\(mail) SIZE=25", "RCPT TO:<ivan@x.org>",
                "= 1: ivan deferred", "drop",
            ])
        #expect(receipts[0]?.failure?.code == .senderRefused)
    }

    @Test(arguments: [["PIPELINING"], []])
    func `SMTPUTF8 is never left out`(_ capabilities: [String]) {
        let (lines, receipts) = play(
            [letter(to: ["иван@x.org"])], capabilities + ["SMTPUTF8", "SIZE"],
            ["555"] + (capabilities.isEmpty ? [] : ["503", "503"]) + ["555"]
                + (capabilities.isEmpty ? [] : ["503", "554"]))
        let mails = lines.filter { $0.hasPrefix("MAIL") }.map { $0.split(separator: " / ")[0] }
        #expect(mails == ["\(mail) SIZE=25 SMTPUTF8", "\(mail) SMTPUTF8"])
        #expect(receipts[0]?.recipients.map(\.state) == [.failed])
    }

    @Test func `a recipient that is refused with parameters is asked about without, in the same transaction`() {
        let (lines, receipts) = play(
            [both, ivan], ["DSN", "PIPELINING"], demands: notices,
            [
                "250", "555 5.5.4 NOTIFY?", "555 5.5.4 NOTIFY?", "250", "550 5.1.1 nobody", "354", "250",
                "250", "250", "354", "250",
            ])
        #expect(
            lines == [
                "\(mail) RET=HDRS ENVID=1 / \(toIvan) / \(toMaria)", "RCPT TO:<ivan@x.org> / RCPT TO:<maria@x.org>",
                "DATA", "letter / \(mail) / RCPT TO:<ivan@x.org> / DATA", "= 0: ivan sent, maria failed", "letter",
                "= 1: ivan sent",
            ])
        #expect(receipts[0]?.recipients.map { $0.reply?.code } == [250, 550])
    }

    @Test func `without PIPELINING a recipient is asked about again too, and none twice`() {
        let (lines, _) = play(
            [both], ["DSN"], demands: notices, ["250", "501 5.5.4", "250", "501 5.1.3 bad address", "354", "250"])
        #expect(
            lines == [
                "\(mail) RET=HDRS ENVID=1", toIvan, toMaria, "RCPT TO:<ivan@x.org>", "DATA", "letter",
                "= 0: ivan failed, maria sent",
            ])
    }

    // MARK: verify-recipients

    @Test(arguments: [["PIPELINING"], []])
    func `with rcpt one refused recipient keeps the letter from all, and the next letter goes`(_ capabilities: [String])
    {
        let (lines, receipts) = play(
            [both, ivan], capabilities, demands: SMTPDemands(verification: .rcpt),
            ["250", "250", "550 5.1.1 no such user", "250", "250", "250", "354", "250"])
        #expect(!lines.joined().contains("maria@x.org> / DATA"))
        #expect(lines.contains("= 0: ivan failed, maria failed"))
        #expect(lines.contains { $0.hasPrefix("RSET") })
        #expect(lines.count { $0.hasPrefix("letter") } == 1)
        #expect(lines.last == "= 1: ivan sent")
        #expect(receipts[0]?.recipients.map { $0.reply?.code } == [nil, 550])
        #expect(receipts[0]?.failure?.code == .recipientRefused)
        #expect(
            receipts[0]?.failure?.message
                == "mx:25 refused 1 of 2 recipients, first maria@x.org: 550 5.1.1 no such user; as verify-recipients: asks, nobody got the letter"
        )
        #expect(receipts[0]?.failure?.help == "check the address, or take it away; then send the letter again to all")
    }

    @Test func `with rcpt a busy recipient lets all wait, and one for good and one for now fails all`() {
        let strict = SMTPDemands(verification: .rcpt)
        let waiting = play([both], ["PIPELINING"], demands: strict, ["250", "450 4.2.1 busy", "250"])
        #expect(waiting.lines.last == "= 0: ivan deferred, maria deferred")
        #expect(waiting.receipts[0]?.failure?.verdict == .again)
        let mixed = play([both], ["PIPELINING"], demands: strict, ["250", "450 4.2.1 busy", "550 5.1.1 nobody"])
        #expect(mixed.lines.last == "= 0: ivan failed, maria failed")
        // The others must not get it by a second attempt either.
        let broken = play([both], [], demands: strict, ["250", "550 5.1.1 nobody"])
        #expect(broken.lines.suffix(2) == ["= 0: ivan failed, maria failed", "drop"])
        let unfit = play([letter(to: ["ivan@x.org", "no address"])], [], demands: strict, [])
        #expect(unfit.lines == ["= 0: ivan failed, no address failed"])
    }

    @Test func `with vrfy each is asked about before, by a command of its own`() {
        let (lines, receipts) = play(
            [both, ivan], ["PIPELINING"], demands: SMTPDemands(verification: .vrfy),
            ["250", "251 forwarded", "250", "250", "250", "354", "250", "250", "250", "250", "354", "250"])
        #expect(
            lines == [
                "VRFY ivan@x.org", "VRFY maria@x.org", "\(mail) / RCPT TO:<ivan@x.org> / RCPT TO:<maria@x.org>", "DATA",
                "letter / VRFY ivan@x.org", "= 0: ivan sent, maria sent", "\(mail) / RCPT TO:<ivan@x.org>", "DATA",
                "letter", "= 1: ivan sent",
            ])
        #expect(receipts[1]?.failure == nil)
    }

    @Test func `with vrfy an unknown recipient keeps the letter from all`() {
        let (lines, receipts) = play(
            [both, ivan], ["PIPELINING"], demands: SMTPDemands(verification: .vrfy),
            ["550 5.1.1 nobody", "250", "250", "250", "250", "354", "250"])
        #expect(lines[..<3] == ["VRFY ivan@x.org", "VRFY maria@x.org", "= 0: ivan failed, maria failed"])
        #expect(lines.last == "= 1: ivan sent")
        #expect(receipts[0]?.failure?.code == .recipientRefused)
        #expect(
            play([letter(to: ["иван@x.org"])], ["SMTPUTF8"], demands: SMTPDemands(verification: .vrfy), []).lines[0]
                == "VRFY иван@x.org SMTPUTF8")
    }

    @Test(arguments: [
        "252 2.0.0 can't say", "502 5.5.1 not implemented", "500 what", "504 5.5.4", "550 5.7.1 not told",
    ])
    func `a server that can't verify is an error with the remedy`(_ reply: String) {
        let (lines, receipts) = play([both], [], demands: SMTPDemands(verification: .vrfy), ["250", reply])
        #expect(lines == ["VRFY ivan@x.org", "VRFY maria@x.org", "= 0: ivan deferred, maria deferred"])
        #expect(receipts[0]?.failure?.code == .verificationNotOffered)
        #expect(
            receipts[0]?.failure?.help
                == "write 'verify-recipients: rcpt', which asks by RCPT, or ask the server's operator to allow VRFY")
    }

    @Test(arguments: 0..<20)
    func `whatever is demanded and said, the conversation ends, each letter is reported once, and strict is strict`(
        _ seed: Int
    ) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        func random(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        let words = [
            "250", "250", "250 2.0.0 ok", "250", "354", "421", "450 4.2.1", "550 5.1.1", "252", "555", "501", "100",
        ]
        for _ in 0..<200 {
            let replies = (0..<random(30)).map { _ in words[random(words.count)] }
            let capabilities = [["PIPELINING", "DSN", "SIZE"], ["DSN"], ["SIZE 1000", "PIPELINING"]][random(3)]
            let demands = SMTPDemands(
                verification: SMTPDemands.Verification.allCases[random(3)], notices: [[], [.failure]][random(2)])
            let (lines, receipts) = play(
                [both, ivan, both], capabilities, demands: demands, isFirst: random(2) == 0, replies)
            #expect(lines.last != "never ends", "\(replies)")
            #expect(lines.count { $0.hasPrefix("= ") } == receipts.count, "\(replies)")
            let reached = receipts.values.filter { $0.recipients.contains { $0.state == .sent || $0.state == .held } }
            #expect(reached.count <= lines.count { $0.hasPrefix("letter") }, "\(replies)")
            if demands.verification != .none {
                #expect(reached.allSatisfy { Set($0.recipients.map(\.state)).count == 1 }, "\(replies)")
            }
        }
    }
}
