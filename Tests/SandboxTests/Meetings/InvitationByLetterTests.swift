import Attributes
import MIME
import Sandbox
import Testing

/// Letters about meetings, whichever way they come: what becomes of them in the calendars.
struct InvitationByLetterTests {
    private let mailboxes = Mailboxes([.desk, .ann])

    private func letter(
        _ method: String, from sender: String = "boss@elsewhere.org", organizer: String = "boss@elsewhere.org",
        sequence: Int = 0, start: String = "20261201T100000Z", answer: String = "NEEDS-ACTION", stamp: Int = 0
    ) -> [UInt8] {
        let lines = [
            "From: \(sender)", "To: ann@example.com", "Subject: Planning", "MIME-Version: 1.0",
            "Content-Type: text/calendar; charset=utf-8; method=\(method)", "", "BEGIN:VCALENDAR", "VERSION:2.0",
            "PRODID:-//x//x//EN", "METHOD:\(method)", "BEGIN:VEVENT", "UID:one@elsewhere.org",
            "DTSTAMP:2026112\(stamp)T000000Z", "DTSTART:\(start)", "DURATION:PT1H", "SUMMARY:Planning",
            "SEQUENCE:\(sequence)", "ORGANIZER:mailto:\(organizer)",
            "ATTENDEE;PARTSTAT=\(answer);CN=Ann:mailto:ann@example.com", "END:VEVENT", "END:VCALENDAR", "",
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    private func calendar(_ user: SandboxUser.ID) -> [CalendarEntry] {
        guard let folder = mailboxes.folder(.calendar, of: user) else { return [] }
        return mailboxes.items(in: folder.id).compactMap(\.meeting)
    }

    private func kinds(_ user: SandboxUser.ID) -> [ItemKind] {
        guard let folder = mailboxes.folder(.inbox, of: user) else { return [] }
        return mailboxes.items(in: folder.id).map(\.kind)
    }

    private func deliver(_ letter: [UInt8], to user: String = "ann@example.com") {
        _ = mailboxes.deliver(letter, from: "boss@elsewhere.org", to: [user])
    }

    @Test func `an invitation stands in the calendar until it is answered`() throws {
        deliver(letter("REQUEST"))
        #expect(kinds("ann") == [.request])
        let entry = try #require(calendar("ann").first)
        #expect(entry.response == .none)
        #expect(entry.busy == "Tentative")
        #expect(entry.end - entry.start == .seconds(3600))
        #expect(calendar("desk").isEmpty)
    }

    @Test func `a later version moves the meeting, and an earlier one changes nothing`() throws {
        deliver(letter("REQUEST", sequence: 2, start: "20261202T100000Z"))
        deliver(letter("REQUEST", sequence: 1, start: "20261203T100000Z"))
        #expect(kinds("ann") == [.request, .request])
        #expect(calendar("ann").map(\.start.iso8601) == ["2026-12-02T10:00:00Z"])
        deliver(letter("REQUEST", sequence: 3, start: "20261204T100000Z"))
        #expect(calendar("ann").map(\.start.iso8601) == ["2026-12-04T10:00:00Z"])
    }

    @Test func `a cancellation marks the meeting, unless a later version has come`() {
        deliver(letter("REQUEST", sequence: 2))
        deliver(letter("CANCEL", sequence: 1))
        #expect(calendar("ann").map(\.isCancelled) == [false])
        deliver(letter("CANCEL", sequence: 2))
        #expect(calendar("ann").map(\.isCancelled) == [true])
        #expect(kinds("ann") == [.request, .cancellation, .cancellation])
    }

    @Test(arguments: [
        ("ACCEPTED", ItemKind.accepted, CalendarEntry.Response.accepted), ("DECLINED", .declined, .declined),
        ("TENTATIVE", .tentative, .tentative),
    ])
    func `an answer is noted in the organizer's calendar, and one to an earlier version is not`(
        word: String, kind: ItemKind, response: CalendarEntry.Response
    ) throws {
        let folder = try #require(mailboxes.folder(.calendar, of: "desk"))
        let start = Instant(seconds: 1_796_119_200)
        var meeting = CalendarEntry(uid: "one@elsewhere.org", start: start, end: start)
        meeting.response = .organizer
        meeting.sequence = 1
        meeting.guests = [CalendarEntry.Guest(Mailbox(address: "Ann@example.com"))]
        var item = NewItem(content: [])
        item.kind = .appointment
        item.meeting = meeting
        _ = try mailboxes.add(item, to: folder.id)
        func reply(_ sequence: Int) {
            deliver(
                letter(
                    "REPLY", from: "ann@example.com", organizer: "desk@example.com", sequence: sequence, answer: word),
                to: "desk@example.com")
        }
        reply(0)
        #expect(calendar("desk").flatMap(\.guests).map(\.response) == [.unknown])
        reply(1)
        #expect(calendar("desk").flatMap(\.guests).map(\.response) == [response])
        #expect(kinds("desk") == [kind, kind])
    }

    @Test func `a calendar that is none makes a letter of it, and no more`() {
        deliver(Array("From: a@b.org\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VEVENT\r\n".utf8))
        #expect(kinds("ann") == [.letter])
        #expect(calendar("ann").isEmpty)
    }
}
