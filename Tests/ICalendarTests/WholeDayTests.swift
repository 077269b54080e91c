import Attributes
import ICalendar
import Testing

struct WholeDayTests {
    private static let moscow = Zone.named("Europe/Moscow") ?? .utc

    /// Midnight of 1 December 2026 in Moscow.
    private static let midnight = Instant(seconds: 1_796_072_400)

    /// Start and end in hours behind midnight, and the day behind the last one.
    private static let cases: [(start: Int64, end: Int64, behind: String)] = [
        (0, 1, "2026-12-02"), (0, 0, "2026-12-02"), (0, 48, "2026-12-04"), (10, 34, "2026-12-03"),
        (23, 24, "2026-12-03"),
    ]

    @Test(arguments: cases)
    func `a meeting of whole days ends with its last day`(start: Int64, end: Int64, behind: String) async throws {
        let meeting = Meeting.sample { meeting in
            meeting.start = Instant(seconds: Self.midnight.seconds + start * 3600)
            meeting.end = Instant(seconds: Self.midnight.seconds + end * 3600)
            meeting.wholeDays = Self.moscow
        }
        let calendars = try await ReadCalendar.all([meeting])
        let calendar = try #require(calendars.first)
        let event = try #require(calendar.events.first)
        #expect(event.values("DTSTART") == ["2026-12-01"])
        #expect(event.values("DTEND") == [behind])
        #expect(event.properties.first { $0.name == "DTSTART" }?.parameters == ["VALUE": "DATE"])
        #expect(event.values("X-MICROSOFT-CDO-ALLDAYEVENT") == ["TRUE"])
        #expect(calendar.components.map(\.name) == ["VEVENT"])
        #expect(calendar.errors == [])
    }

    @Test func `a recurring one needs no zone, and ends on a date`() throws {
        let meeting = Meeting.sample { meeting in
            meeting.start = Self.midnight
            meeting.end = Self.midnight
            meeting.wholeDays = Self.moscow
            meeting.recurrence = .init(rule: "FREQ=YEARLY;UNTIL=20301201T205959Z;INTERVAL=1", zone: Self.moscow)
        }
        let text = String(decoding: try meeting.calendar(), as: UTF8.self)
        #expect(text.contains("\r\nRRULE:FREQ=YEARLY;UNTIL=20301201;INTERVAL=1\r\n"))
        #expect(!text.contains("VTIMEZONE"))
    }
}
