import Peers
import Testing

@testable import Sandbox

/// Noise that looks like mail: whatever comes, something is answered, and nothing falls.
@Suite struct MailNoiseTests {
    private static let words = [
        "A1", " ", " ", "UID ", "FETCH ", "STORE ", "SEARCH ", "SELECT INBOX", "EXAMINE Drafts", "COPY ", "MOVE ",
        "EXPUNGE", "NOOP",
        "LIST ", "STATUS INBOX ", "APPEND INBOX ", "CREATE ", "RENAME ", "DELETE ", "1:*", "1,3", "*", "0",
        "4294967295", "(", ")",
        "\"", "\\", "[", "]", "<", ">", ".", "BODY", "BODY.PEEK[", "HEADER", "HEADER.FIELDS (TO)", "TEXT", "MIME", "1",
        "2.1", "FLAGS",
        "+FLAGS.SILENT", "\\Seen", "ENVELOPE", "BODYSTRUCTURE", "NOT ", "OR ", "SUBJECT ", "SINCE 1-Jan-2026", "&",
        "&BB4-", "%",
        "{3}", "\0", "\u{1}", "é", "Inbox", "RFC822.SIZE", "ALL", "CHARSET UTF-8 ", "<0.5>", "KEYWORD x",
    ]
    private static let letterWords = [
        "Content-Type: multipart/mixed; boundary=b", "Content-Type: message/rfc822",
        "Content-Type: text/plain; charset=\"", "--b",
        "--b--", "--", "From: a@b", "To: team: x, \"y\" <z@w>;", "Subject: =?utf-8?q?=?=", "\r\n", "\r\n\r\n", "\n",
        "\r", ":", " ",
        "<", ">", "(", ")", ";", ",", "@", "\"", "\\", "Date: 1 Dec 2026", "\0", "é", "Cc: (a(b)c) d@e",
    ]

    private func noise(_ words: [String], _ random: inout Seeded) -> [UInt8] {
        (0...random.number(0...24)).flatMap { _ in
            random.once(in: 12) ? random.bytes(0...6) : Array(random.pick(words).utf8)
        }
    }

    @Test(arguments: 1...4)
    func `an IMAP session answers each command with its tag`(_ seed: Int) throws {
        var random = Seeded(seed: UInt64(seed))
        let mailboxes = Mailboxes(MailSides.users)
        var answered = 0
        for _ in 0..<1_500 {
            _ = mailboxes.deliver(noise(Self.letterWords, &random), from: "x@y.org", to: ["desk@example.com"])
            guard answered % 40 == 0 else {
                answered += 1
                continue
            }
            var session = IMAPSession(mailboxes)
            _ = session.answer(IMAPCommand(tag: "L", name: "LOGIN", arguments: [.atom("desk"), .atom("sandbox")]))
            _ = session.answer(IMAPCommand(tag: "S", name: "SELECT", arguments: [.atom("INBOX")]))
            for _ in 0..<40 {
                let pieces: [IMAPCommandReader.Piece] =
                    [.text(noise(Self.words, &random))]
                    + (random.once(in: 4) ? [.literal(random.bytes(0...9)), .text(noise(Self.words, &random))] : [])
                let answer: IMAPSession.Answer
                var tag = "*"
                do throws(IMAPCommand.Malformed) {
                    let command = try IMAPCommandReader.read(pieces)
                    tag = command.tag
                    answer = session.answer(command)
                } catch {
                    tag = error.tag ?? tag
                    answer = session.answer(error)
                }
                var said = answer.bytes
                while let more = session.more() { said += more }
                #expect(!said.isEmpty && said.suffix(2) == [0x0D, 0x0A])
                let last = String(decoding: said, as: UTF8.self).split(separator: "\r\n").last {
                    !$0.hasPrefix("* BYE")
                }
                let isAsked = answer.next == .idle || answer.next == .response
                #expect(last?.hasPrefix(isAsked ? "+ " : tag + " ") ?? false, "\(tag): \(last ?? "")")
                if answer.next == .end { break }
            }
            let all = session.answer(
                IMAPCommand(
                    tag: "F", name: "FETCH",
                    arguments: [
                        .atom("1:*"), .list([.atom("ENVELOPE"), .atom("BODYSTRUCTURE"), .atom("BODY.PEEK[1.1]")]),
                    ]))
            #expect(all.next == .command)
            while session.more() != nil {}
            answered += 1
        }
    }

    @Test(arguments: 1...4)
    func `an SMTP session answers each line`(_ seed: Int) {
        let words = [
            "EHLO ", "HELO ", "MAIL FROM:", "RCPT TO:", "<", ">", "<a@b.org>", "<desk@example.com>", "DATA", "RSET",
            "NOOP", "VRFY ",
            "AUTH ", "PLAIN ", "LOGIN ", "AGEAYg==", "*", "=", " ", "SIZE=1", "BODY=8BITMIME", "SMTPUTF8", "\"", "\\",
            "@", ":", "é",
        ]
        var random = Seeded(seed: UInt64(seed))
        let mailboxes = Mailboxes(MailSides.users)
        for _ in 0..<150 {
            var session = SMTPSession(mailboxes, client: "127.0.0.1")
            for _ in 0..<40 {
                let step = session.take(noise(words, &random))
                #expect((200...599).contains(step.answer.code))
                #expect(!step.answer.lines.contains { $0.utf8.contains { $0 < 0x20 || $0 > 0x7E } }, "\(step.answer)")
                if step.next == .end { break }
                if step.next == .letter {
                    var letter = SMTPLetter(limit: 1_000)
                    _ = letter.take(noise(Self.letterWords, &random) + Array("\r\n.\r\n".utf8))
                    #expect(session.take(letter).next == .command)
                }
            }
        }
    }
}
