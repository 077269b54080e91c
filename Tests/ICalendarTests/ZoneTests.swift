import Attributes
import FoundationEssentials
import MIME
import Peers
import Testing

@testable import ICalendar

struct ZoneTests {
    @Test(arguments: [
        ("M3.5.0", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "20270328T020000"),
        ("M11.1.0/2", "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", "20271107T020000"),
        ("M3.5.0/-1", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=24,25,26,27,28,29,30;BYDAY=SA", "20270327T230000"),
        ("M3.4.4/50", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=24,25,26,27,28,29,30;BYDAY=SA", "20270327T020000"),
        ("M10.5.4/24", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1TH", "20271028T235959"),
    ])
    func `a change becomes a rule that calendars know`(posix: String, rule: String, in2027: String) throws {
        let change = try #require(ZoneRule("CET-1CEST,\(posix),M10.5.0")?.daylight?.start)
        #expect(change.recurrence == rule)
        #expect(change.civil(in: 2027).basic == in2027)
    }

    @Test(arguments: [
        "J60", "59", "M3.1.0/-1", "M10.5.0/25", "M2.2.0/-1",
    ])
    func `a change that no rule of a calendar says is known as such`(posix: String) throws {
        let change = try #require(ZoneRule("CET-1CEST,\(posix),M10.5.0")?.daylight?.start)
        #expect(change.recurrence == nil)
    }

    @Test
    func `dateutil understands every zone's rules as the database does`() async throws {
        let zones = try FileManager.default.subpathsOfDirectory(atPath: "/usr/share/zoneinfo")
            .filter { path in
                // Morocco's clocks go back in Ramadan, year by year, and no rule says when: see CalendarZone.
                !["Africa/Casablanca", "Africa/El_Aaiun"].contains(path)
                    && ["Africa/", "America/", "Asia/", "Australia/", "Atlantic/", "Europe/", "Pacific/"].contains {
                        path.hasPrefix($0)
                    } && Zone.named(path)?.rule != nil
            }.sorted()
        try #require(zones.count > 300)
        struct Case: Encodable {
            var zone: String
            var calendar: String
        }
        let cases = try zones.map { zone in
            var writer = CalendarWriter()
            try CalendarZone(#require(Zone.named(zone))).write(to: &writer)
            let calendar = "BEGIN:VCALENDAR\r\n\(String(decoding: try writer.finish(), as: UTF8.self))END:VCALENDAR\r\n"
            return String(decoding: try JSONEncoder().encode(Case(zone: zone, calendar: calendar)), as: UTF8.self)
        }
        let output = try await Python.run("read_timezones.py", input: Array(cases.joined(separator: "\n").utf8))
        let differences = try output.split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode([String].self, from: Data($0))
        }
        #expect(differences.count == zones.count)
        for (zone, differences) in zip(zones, differences) {
            #expect(differences == [], "\(zone)")
        }
    }

    @Test(arguments: [
        "Europe/Berlin", "America/New_York", "Australia/Sydney", "Africa/Cairo", "Europe/Moscow", "Asia/Gaza",
    ])
    func `a recurring meeting starts when it was meant to`(zone: String) async throws {
        let starts: [Int64] = [1_796_108_400, 1_814_000_000, 1_806_195_600, 1_827_000_123]
        let named = try #require(Zone.named(zone))
        let meetings = starts.map { start in
            Meeting.sample { meeting in
                meeting.start = Instant(seconds: start)
                meeting.end = Instant(seconds: start + 3600)
                meeting.recurrence = .init(rule: "FREQ=WEEKLY;COUNT=4", zone: named)
            }
        }
        let calendars = try await ReadCalendar.all(meetings)
        #expect(calendars.count == starts.count)
        for (start, calendar) in zip(starts, calendars) {
            let time = CivilTime(secondsAsIfUTC: start)
            let event = try #require(calendar.events.first)
            #expect(event.values("RRULE") == ["FREQ=WEEKLY;COUNT=4"])
            #expect(event.properties.first { $0.name == "DTSTART" }?.parameters == ["TZID": zone])
            let digits = event.values("DTSTART")[0].filter { !"-:".contains($0) }
            #expect(digits == "\(time.basic)Z")
        }
    }
}
