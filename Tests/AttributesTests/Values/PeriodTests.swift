import Attributes
import Testing

struct PeriodTests {
    @Test(arguments: [
        ("2026-12-01T10:00/2026-12-01T11:30", "2026-12-01T07:00:00Z/2026-12-01T08:30:00Z"),
        ("2026-12-01T10:00/PT1H30M", "2026-12-01T07:00:00Z/2026-12-01T08:30:00Z"),
        ("2026-12-01T10:00/90m", "2026-12-01T07:00:00Z/2026-12-01T08:30:00Z"),
        ("2026-12-01/2026-12-03", "2026-11-30T21:00:00Z/2026-12-02T21:00:00Z"),
        ("2026-12-01T10:00Z/2026-12-01T13:00+03:00", "2026-12-01T10:00:00Z/2026-12-01T10:00:00Z"),
        ("2026-12-01T10:00Z/PT0.5S", "2026-12-01T10:00:00Z/2026-12-01T10:00:00.5Z"),
    ])
    func `a period is read`(text: String, printed: String) throws {
        let moscow = try #require(Zone.named("Europe/Moscow"))
        #expect(try Period(text, in: moscow).iso8601(in: .utc) == printed)
    }

    @Test(arguments: [
        ("", nil), ("2026-12-01T10:00", nil), ("a/b", nil), ("2026-12-01/2026-12-02/2026-12-03", nil), ("/PT1H", nil),
        ("2026-12-01/", nil),
        ("2026-12-02/2026-12-01", "the end is before the start"),
        ("2026-02-30/PT1H", "start: February 2026 has 28 days"),
        ("2026-02-01/2026-02-30", "end: February 2026 has 28 days"),
        ("2026-02-01/90", "duration: the unit is missing, as in 90m or 45s"),
    ])
    func `what is no period is refused with the reason`(text: String, reason: String?) {
        #expect(throws: Misreading(reason)) { try Period(text, in: .utc) }
    }

    @Test func `durations carry over seconds in both directions`() {
        #expect(
            Instant(seconds: 1, nanoseconds: 600_000_000) + .milliseconds(500)
                == Instant(seconds: 2, nanoseconds: 100_000_000))
        #expect(
            Instant(seconds: 1, nanoseconds: 100_000_000) + .milliseconds(-500)
                == Instant(seconds: 0, nanoseconds: 600_000_000))
    }

    @Test func `instants differ by a duration`() {
        let early = Instant(seconds: 1, nanoseconds: 600_000_000)
        let late = Instant(seconds: 3, nanoseconds: 100_000_000)
        #expect(late - early == .milliseconds(1500))
        #expect(early - late == .milliseconds(-1500))
        #expect(early + (late - early) == late)
    }
}
