import Attributes
import ICalendar
import MIME
import Peers
import Testing

struct CalendarTests {
    static let meetings: [(String, Meeting)] = [
        ("request.ics", .sample()),
        ("full.ics", .full),
        (
            "cancel.ics",
            .sample { meeting in
                meeting.method = .cancel
                meeting.sequence = 4
                meeting.reminder = 900
            }
        ),
        ("weekly.ics", .sample { $0.recurrence = recurrence("FREQ=WEEKLY;COUNT=4", "Europe/Berlin") }),
        ("moscow.ics", .sample { $0.recurrence = recurrence("FREQ=DAILY;COUNT=2", "Europe/Moscow") }),
    ]

    /// Without the time zone database the golden is missed.
    private static func recurrence(_ rule: String, _ zone: String) -> Meeting.Recurrence {
        Meeting.Recurrence(rule: rule, zone: Zone.named(zone) ?? .utc)
    }

    @Test(arguments: CalendarTests.meetings.map(\.0))
    func `a meeting has the golden's bytes`(name: String) throws {
        let meeting = try #require(Self.meetings.first { $0.0 == name }?.1)
        let found = try meeting.calendar()
        let golden = try Golden.bytes("meetings/\(name)", found: found)
        #expect(String(decoding: found, as: UTF8.self) == String(decoding: golden, as: UTF8.self))
        #expect(found == golden)
    }

    @Test
    func `a full meeting is read as it was written`() async throws {
        let calendar = try #require(try await ReadCalendar.all([.full]).first)
        #expect(calendar.errors == [])
        #expect(
            calendar.properties.map { "\($0.name):\($0.value)" } == [
                "PRODID:-//router//router//EN", "VERSION:2.0", "CALSCALE:GREGORIAN", "METHOD:REQUEST",
            ])
        let event = try #require(calendar.events.first)
        #expect(calendar.components.count == 1)
        #expect(event.values("UID") == ["4f2a@example.com"])
        #expect(event.values("DTSTAMP") == ["2026-11-18T11:06:40Z"])
        #expect(event.values("DTSTART") == ["2026-12-01T07:00:00Z"])
        #expect(event.values("DTEND") == ["2026-12-01T08:00:00Z"])
        #expect(event.values("SUMMARY") == ["Планёрка; отдел кадров, все"])
        #expect(event.values("LOCATION") == ["Переговорная \\ 5, этаж 2"])
        #expect(
            event.values("DESCRIPTION") == [
                "Повестка:\n1. Отпуска\n2. Разное\n\nПриходите вовремя, пожалуйста, и возьмите графики."
            ])
        #expect(
            event.values("URL") == ["https://example.com/%D0%B2%D1%81%D1%82%D1%80%D0%B5%D1%87%D0%B0?id=1"])
        #expect(event.values("SEQUENCE") == ["3"])
        #expect(event.values("STATUS") == ["CONFIRMED"])
        #expect(event.values("TRANSP") == ["OPAQUE"])
        let organizer = event.properties.filter { $0.name == "ORGANIZER" }
        #expect(organizer.map(\.value) == ["mailto:hr@example.com"])
        #expect(organizer.map(\.parameters) == [["CN": "Отдел \"Кадры\""]])
        let attendees = event.properties.filter { $0.name == "ATTENDEE" }
        #expect(
            attendees.map(\.value) == [
                "mailto:ivan@example.com", "mailto:desk@xn--e1afmkfd.xn--p1ai", "mailto:%22j%20o%22@example.com",
            ])
        #expect(
            attendees.first?.parameters == [
                "CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE",
                "CN": "Иван Петров",
            ])
        let alarm = try #require(event["VALARM"])
        #expect(alarm.values("ACTION") == ["DISPLAY"])
        #expect(alarm.values("TRIGGER") == ["-900s"])
        #expect(alarm.values("DESCRIPTION") == ["Планёрка; отдел кадров, все"])
    }

    @Test
    func `a cancelled meeting says so and rings no bell`() async throws {
        let calendar = try #require(
            try await ReadCalendar.all([
                .sample { meeting in
                    meeting.method = .cancel
                    meeting.reminder = 60
                }
            ]).first)
        #expect(calendar.properties.contains { $0.name == "METHOD" && $0.value == "CANCEL" })
        #expect(calendar.events.first?.values("STATUS") == ["CANCELLED"])
        #expect(calendar.events.first?.components.isEmpty == true)
    }

    static let texts = [
        "a\r\nATTENDEE:mailto:evil@example.org", "\nEND:VEVENT\nBEGIN:VEVENT", "a\rb", "a\u{2028}SUMMARY:b", "a\u{85}b",
        "\\n", "\\\\;,\\", ";;,,", "\"quoted\" ^n ^^ ^'", String(repeating: "я", count: 500), "👩‍👩‍👧‍👦 שלום", " edges ",
        "a:b;c=d",
        String(repeating: "x", count: 66), String(repeating: "x", count: 67), String(repeating: "x", count: 68),
        "tab\there", "BEGIN:VALARM", "",
    ]

    @Test
    func `no text can add a line, and every text comes back`() async throws {
        let meetings = Self.texts.map { text in
            Meeting.sample { meeting in
                meeting.title = text
                meeting.location = text
                meeting.description = text
                meeting.organizer.name = text
                meeting.attendees = [Mailbox(name: text, address: "a@example.com")]
                meeting.reminder = 0
            }
        }
        let calendars = try await ReadCalendar.all(meetings)
        #expect(calendars.count == meetings.count)
        for (text, calendar) in zip(Self.texts, calendars) {
            let expected = unified(text)
            #expect(calendar.errors == [])
            #expect(calendar.components.map(\.name) == ["VEVENT"])
            let event = try #require(calendar.events.first)
            #expect(event.components.map(\.name) == ["VALARM"])
            let attendees = event.properties.filter { $0.name == "ATTENDEE" }
            #expect(attendees.map(\.value) == ["mailto:a@example.com"])
            // icalendar takes backslashes in parameters for escapes, which RFC 5545 §3.2 doesn't know.
            if !text.contains("\\") {
                #expect(attendees.map { $0.parameters["CN"] } == [text.isEmpty ? nil : expected])
            }
            #expect(event.values("SUMMARY") == [expected])
            #expect(event.values("LOCATION") == (text.isEmpty ? [] : [expected]))
            #expect(event.values("DESCRIPTION") == (text.isEmpty ? [] : [expected]))
        }
    }

    @Test(arguments: CalendarTests.texts)
    func `lines are short, end in CRLF, and break between characters`(text: String) throws {
        let bytes = try Meeting.sample { meeting in
            meeting.title = text
            meeting.organizer.name = text
        }.calendar()
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        #expect(lines.last?.isEmpty == true)
        for line in lines.dropLast() {
            #expect(line.last == 0x0D)
            #expect(line.count - 1 <= 75)
            #expect(line.dropLast().contains(0x0D) == false)
            #expect(String(validating: line, as: UTF8.self) != nil)
        }
    }

    /// Line ends of all kinds as LF.
    private func unified(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        var previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            if !(scalar == "\n" && previous == "\r") {
                scalars.append(["\r", "\u{85}", "\u{2028}"].contains(scalar) ? "\n" : scalar)
            }
            previous = scalar
        }
        return String(scalars)
    }
}
