import Attributes
import Engine
import ICalendar
import MIME
import Testing

@Suite struct InvitationLinterTests {
    private static let organizer = Mailbox(name: "HR", address: "hr@example.com")
    private static let guests = [
        Mailbox(name: "Иван Петров", address: "ivan@example.com"), Mailbox(address: "maria@example.com"),
    ]

    private static func meeting(recurring: Bool = false) -> Meeting {
        var meeting = Meeting(
            uid: "plan-42@example.com", method: .request, sequence: 7, stamp: Instant(seconds: 1_795_000_000),
            start: Instant(seconds: 1_796_108_400), end: Instant(seconds: 1_796_112_000), title: "Планёрка",
            organizer: organizer)
        meeting.attendees = guests
        meeting.reminder = 900
        meeting.description = String(repeating: "Итоги ноября и планы на декабрь. ", count: 9)
        if recurring {
            meeting.recurrence = Zone.named("Europe/Berlin").map {
                Meeting.Recurrence(rule: "FREQ=WEEKLY;COUNT=4", zone: $0)
            }
        }
        return meeting
    }

    private static func letter(_ calendar: [UInt8], method: String = "REQUEST", from: Mailbox = organizer) throws
        -> [UInt8]
    {
        var draft = Draft(
            from: from, subject: "Встреча", date: Instant(seconds: 1_795_000_000), zone: .utc,
            messageID: "<1@example.com>")
        draft.to = guests
        draft.text = "Приходите."
        draft.invitation = Draft.Invitation(method: method, calendar: calendar)
        return try compose(draft).bytes()
    }

    private static func problems(
        _ letter: [UInt8], to recipients: [String] = guests.map(\.address)
    ) -> [String] {
        InvitationLinter.flaws(in: letter, to: recipients).map(\.problem)
    }

    @Test(arguments: [false, true])
    func `what router writes is an invitation in everyone's eyes`(_ recurring: Bool) throws {
        let calendar = try Self.meeting(recurring: recurring).calendar()
        #expect(Self.problems(try Self.letter(calendar)) == [])
    }

    @Test(
        arguments: [
            ("METHOD:REQUEST", "METHOD:PUBLISH", "method=REQUEST beside METHOD:PUBLISH"),
            ("VERSION:2.0\r\n", "", "VERSION:2.0 is missing"),
            ("UID:plan-42@example.com\r\n", "", "UID does not stand once in the event"),
            ("SEQUENCE:7\r\n", "SEQUENCE:7\r\nSEQUENCE:8\r\n", "SEQUENCE does not stand once in the event"),
            ("SUMMARY:Планёрка", "SUMMARY:", "the meeting has no title"),
            ("DTSTART:20261201T070000Z", "DTSTART:20261201T070000", "DTSTART is in nobody's time zone"),
            ("DTSTART:20261201T070000Z", "DTSTART;TZID=Mars/Base:20261201T070000", "TZID Mars/Base has no VTIMEZONE"),
            ("DTEND:20261201T080000Z", "DTEND:20261201T060000Z", "the meeting does not end after it starts"),
            ("END:VALARM", "END:VEVENT", "END:VEVENT ends nothing that began"),
            ("TRIGGER:-PT15M\r\n", "", "the reminder has no TRIGGER"),
            (
                "mailto:ivan@example.com", "mailto:other@example.com",
                "ivan@example.com gets an invitation and is not among the guests"
            ),
            ("mailto:maria@example.com", "mailto:ivan@example.com", "a guest stands twice, or without an address"),
            ("mailto:hr@example.com", "urn:hr", "the organizer is not a mailto: address"),
            ("TRANSP:OPAQUE\r\n", "TRANSP:OPAQUE\n", "a calendar line does not end with CRLF"),
            (
                "TRANSP:OPAQUE\r\n", "COMMENT:\(String(repeating: "x", count: 80))\r\n",
                "a calendar line has 88 octets, more than 75"
            ),
        ])
    func `a calendar that some would not show is found`(_ part: String, _ other: String, _ problem: String) throws {
        let calendar = String(decoding: try Self.meeting().calendar(), as: UTF8.self)
        #expect(calendar.contains(part))
        let broken = Array(calendar.replacing(part, with: other).utf8)
        #expect(Self.problems(try Self.letter(broken)).contains(problem))
    }

    @Test func `a fold inside a character is found`() throws {
        let calendar = try Self.meeting().calendar()
        let first = try #require(calendar.firstRange(of: Array("Пл".utf8)))
        let broken = calendar[...first.lowerBound] + [0x0D, 0x0A, 0x20] + calendar[(first.lowerBound + 1)...]
        #expect(
            Self.problems(try Self.letter(Array(broken))).contains("a calendar line is folded inside a character"))
    }

    @Test func `the organizer sends the letter and does not get it`() throws {
        let calendar = try Self.meeting().calendar()
        let foreign = try Self.letter(calendar, from: Mailbox(address: "robot@example.com"))
        #expect(Self.problems(foreign) == ["the organizer hr@example.com is not who the letter comes from"])
        let own = Self.problems(try Self.letter(calendar), to: ["ivan@example.com", "HR@example.com"])
        #expect(own.contains("the organizer hr@example.com gets their own invitation"))
    }

    @Test func `a letter without the structure of an invitation is found`() throws {
        var draft = Draft(
            from: Self.organizer, subject: "x", date: Instant(seconds: 0), zone: .utc, messageID: "<1@example.com>")
        draft.to = Self.guests
        draft.text = "x"
        let problems = Self.problems(try compose(draft).bytes())
        #expect(
            problems == [
                "the letter is text/plain, not multipart/mixed", "the first part is not multipart/alternative",
            ])
    }
}
