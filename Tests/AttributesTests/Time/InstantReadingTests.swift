import Attributes
import Testing

struct InstantReadingTests {
    @Test(arguments: [
        ("2026-12-01", "UTC", "2026-12-01T00:00:00Z"), ("2026-12-01T10:00", "UTC", "2026-12-01T10:00:00Z"),
        ("2026-12-01T10:00", "Europe/Moscow", "2026-12-01T07:00:00Z"),
        ("2026-12-01 10:00", "Europe/Moscow", "2026-12-01T07:00:00Z"),
        ("2026-12-01t10:00:30z", "Europe/Moscow", "2026-12-01T10:00:30Z"),
        ("2026-12-01T10:00:00+03:00", "UTC", "2026-12-01T07:00:00Z"),
        ("2026-12-01T10:00+0330", "UTC", "2026-12-01T06:30:00Z"),
        ("2026-12-01T10:00-05", "UTC", "2026-12-01T15:00:00Z"),
        ("2026-12-01T10:00:00.5Z", "UTC", "2026-12-01T10:00:00.5Z"),
        ("2026-12-01T10:00:00,123456789987Z", "UTC", "2026-12-01T10:00:00.123456789Z"),
        ("2024-02-29", "UTC", "2024-02-29T00:00:00Z"), ("0001-01-01T00:00Z", "UTC", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59Z", "UTC", "9999-12-31T23:59:59Z"),
        ("2026-12-01", "Europe/Moscow", "2026-11-30T21:00:00Z"),
        // The clocks are put back: the earlier.
        ("2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00Z"),
        ("2026-10-25T02:30+01:00", "Europe/Berlin", "2026-10-25T01:30:00Z"),
        // The day begins at one o'clock: there is no midnight.
        ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z"),
    ])
    func `a date and time is read where its zone has it`(text: String, zone: String, printed: String) throws {
        let zone = try #require(Zone.named(zone))
        #expect(try Instant(text, in: zone).iso8601 == printed)
    }

    @Test(arguments: [
        ("", nil), ("tomorrow", nil), ("2026-12-01T", nil), ("2026-12-01T10", nil), ("2026-12-01T10:00 ", nil),
        ("2026-12-01T10:00x", nil),
        ("2026-12-01T1:00", nil), ("2026-12", nil), ("2026-12-01T10:00+3", nil), ("2026-12-01T10:00.5", nil),
        ("2026-12-01T10:00:00.Z", nil),
        ("26-12-01", nil), ("2026-12-01T10:00Europe/Moscow", nil), ("２０２６-12-01", nil),
        (String(repeating: "2026", count: 100), nil),
        ("2026-02-30", "February 2026 has 28 days"), ("2024-02-30", "February 2024 has 29 days"),
        ("2026-04-31T10:00", "April 2026 has 30 days"),
        ("2026-12-00", "December 2026 has 31 days"), ("2026-13-01", "there are months 1 to 12"),
        ("2026-00-01", "there are months 1 to 12"),
        ("0000-01-01", "there is no year 0"), ("2026-12-01T24:00", "midnight is 00:00 of the next day"),
        ("2026-12-01T25:00", "a day has hours 00 to 23"),
        ("2026-12-01T10:60", "an hour has minutes 00 to 59"),
        ("2026-12-31T23:59:60Z", "leap seconds are not counted: the last second is 59"),
        ("2026-12-01T10:00:61", "a minute has seconds 00 to 59"),
        ("2026-12-01T10:00+24:00", "an offset from UTC is at most 23:59"),
        ("01.12.2026", "the year comes first, then the month"),
        ("12/01/2026 10:00", "the year comes first, then the month"),
        ("1764576000", "seconds since 1970 are not taken"),
        ("2026-03-29T02:30", "the clocks of Europe/Berlin are put forward from 02:00 to 03:00 on 2026-03-29"),
        ("2026-03-29T02:00", "the clocks of Europe/Berlin are put forward from 02:00 to 03:00 on 2026-03-29"),
    ])
    func `what is no date and time is refused with the reason`(text: String, reason: String?) throws {
        let berlin = try #require(Zone.named("Europe/Berlin"))
        #expect(throws: Misreading(reason)) { try Instant(text, in: berlin) }
    }

    @Test(arguments: [
        (0, "Europe/Moscow", "1970-01-01T03:00:00+03:00"),
        (1_782_000_000, "America/New_York", "2026-06-20T20:00:00-04:00"),
        (1_782_000_000, "Asia/Kolkata", "2026-06-21T05:30:00+05:30"),
        (1_782_000_000, "Europe/London", "2026-06-21T01:00:00+01:00"),
        (1_767_225_600, "Europe/London", "2026-01-01T00:00:00Z"),
        (-5_000_000_000, "Europe/Moscow", "1811-07-23T15:06:40Z"),
    ])
    func `an instant prints with the offset of a zone`(seconds: Int64, zone: String, printed: String) throws {
        let zone = try #require(Zone.named(zone))
        let instant = Instant(seconds: seconds)
        #expect(instant.iso8601(in: zone) == printed)
        #expect(try Instant(printed, in: .utc) == instant)
    }
}
