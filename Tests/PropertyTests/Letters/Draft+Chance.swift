import Attributes
import ICalendar
import MIME
import Peers

extension Draft {
    /// A letter of any shape: halves, names of every script, files, pictures, a meeting, long headers.
    static func random(_ random: inout Seeded) throws -> Draft {
        var draft = Draft(
            from: mailbox("from", &random), subject: line(0...80, &random),
            date: Instant(seconds: Int64(random.number(0...4_000_000_000))),
            zone: Zone.named(random.pick(["UTC", "Europe/Moscow", "America/St_Johns", "Asia/Kathmandu"])) ?? .utc,
            messageID: "<\(random.number(0...1_000_000))@example.com>")
        for number in 0..<random.number(0...6) { draft.to.append(mailbox("to\(number)", &random)) }
        for number in 0..<random.number(0...3) { draft.cc.append(mailbox("cc\(number)", &random)) }
        for number in 0..<random.number(0...2) { draft.replyTo.append(mailbox("reply\(number)", &random)) }
        for number in 0..<random.number(0...3) {
            draft.headers.append(Field(name: "X-\(number)", value: line(0...200, &random)))
        }
        if !random.once(in: 4) { draft.text = body(&random) }
        if !random.once(in: 3) { draft.html = "<p>\(body(&random))</p>" }
        for number in 0..<random.number(0...3) { draft.attached.append(file(number, &random)) }
        for number in 0..<random.number(0...2) {
            var picture = file(number, &random)
            picture.contentID = "picture\(number)@example.com"
            draft.inline.append(picture)
        }
        if random.once(in: 3) { draft.invitation = try invitation(&random) }
        return draft
    }

    /// A text that a header can hold: no line ends and no NUL; not blank, and visible at both ends.
    private static func line(_ range: ClosedRange<Int>, _ random: inout Seeded) -> String {
        let tables = random.once(in: 3) ? [Chance.letters] : [Chance.letters, Chance.signs, Chance.traps]
        let text = Chance.text(range, of: tables, &random).unicodeScalars.filter { !["\r", "\n", "\0"].contains($0) }
        return "A\(String(String.UnicodeScalarView(text)))Z"
    }

    private static func mailbox(_ local: String, _ random: inout Seeded) -> Mailbox {
        let domain = random.pick(["example.com", "mail.example.org", "xn--e1afmkfd.xn--p1ai"])
        return Mailbox(name: random.once(in: 4) ? nil : line(0...30, &random), address: "\(local)@\(domain)")
    }

    private static func body(_ random: inout Seeded) -> String {
        switch random.number(0...3) {
        case 0: Chance.text(0...300, of: [["x", " ", "word", ".", "\n"]], &random)
        case 1: Chance.text(0...300, of: [Chance.letters, ["\n"]], &random)
        case 2: Chance.text(0...100, of: [Chance.letters, Chance.signs, Chance.traps, Chance.controls], &random)
        default: String(repeating: Chance.text(1...3, of: [Chance.letters], &random), count: random.number(1...400))
        }
    }

    private static func file(_ number: Int, _ random: inout Seeded) -> File {
        let name = "\(line(0...60, &random))\(number)\(random.pick(["", ".pdf", ".PNG", ".tar.gz", ".ics", ".html"]))"
        return File(Document(name: name, content: .bytes(random.bytes(0...400))))
    }

    private static func invitation(_ random: inout Seeded) throws -> Invitation {
        var meeting = Meeting(
            uid: "\(random.number(0...1_000_000))@example.com", method: random.pick([.request, .cancel]), sequence: 1,
            stamp: Instant(seconds: 1_795_000_000), start: Instant(seconds: 1_796_108_400),
            end: Instant(seconds: 1_796_112_000), title: line(0...40, &random), organizer: mailbox("from", &random))
        meeting.attendees = [mailbox("to0", &random), mailbox("to1", &random)]
        return Invitation(method: meeting.method.rawValue, calendar: try meeting.calendar())
    }
}
