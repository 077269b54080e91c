import Attributes
import Peers
import Testing

@testable import Sandbox

/// Meetings that take place again and again.
@Suite struct RecurrenceTests {
    private static let first = CivilTime(year: 2026, month: 10, day: 20, hour: 10)

    private static let all: [Recurrence] = [
        Recurrence(.daily), Recurrence(.daily, every: 3, until: .after(5)),
        Recurrence(.weekly([2, 4], first: 1), until: .on(first.daysSince1970 + 30)),
        Recurrence(.weekly([1, 7], first: 7), every: 2), Recurrence(.weekly([1, 7], first: 1), every: 2),
        Recurrence(.monthly(day: 5)), Recurrence(.monthly(day: 31)), Recurrence(.monthly(day: 29), every: 2),
        Recurrence(.monthlyOn(1, [1])), Recurrence(.monthlyOn(5, [5]), every: 3),
        Recurrence(.monthlyOn(5, [1, 2, 3, 4, 5])), Recurrence(.monthlyOn(2, [6, 7]), until: .after(4)),
        Recurrence(.yearly(month: 2, day: 29)), Recurrence(.yearly(month: 5, day: 1), every: 2),
        Recurrence(.yearlyOn(month: 11, 4, [4])),
    ]

    /// The first 12 days.
    private func days(_ recurrence: Recurrence) -> String {
        recurrence.days(from: Self.first.daysSince1970, through: .max).prefix(12).map { day in
            String(Instant(seconds: Int64(day.day) * 86_400).iso8601.prefix(10))
        }.joined(separator: " ")
    }

    @Test func `the days are those of the rule, as dateutil has them`() async throws {
        let rules = Self.all.map { "2026-10-20 \($0.rule(in: .utc))" }
        let output = try await Python.run("expand_rule.py", input: Array((rules.joined(separator: "\n") + "\n").utf8))
        let expanded = String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(expanded.count == Self.all.count)
        for (index, recurrence) in Self.all.enumerated() {
            #expect(days(recurrence) == expanded[index], "\(rules[index])")
        }
    }

    @Test func `a rule that was written is read again`() throws {
        for recurrence in Self.all {
            let rule = recurrence.rule(in: .utc)
            let read = Recurrence(rule: rule, start: Self.first, in: .utc)
            #expect(read == recurrence, "\(rule)")
        }
    }

    @Test(arguments: [
        ("FREQ=WEEKLY;COUNT=4", Recurrence(.weekly([2], first: 1), until: .after(4))),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", Recurrence(.weekly([1, 2, 3, 4, 5], first: 1))),
        ("FREQ=MONTHLY;BYDAY=-1FR", Recurrence(.monthlyOn(5, [5]))), ("FREQ=MONTHLY", Recurrence(.monthly(day: 20))),
        ("FREQ=YEARLY", Recurrence(.yearly(month: 10, day: 20))), ("FREQ=HOURLY", nil), ("COUNT=3", nil), ("", nil),
        ("FREQ=DAILY;BYHOUR=9,10", nil), ("FREQ=DAILY;INTERVAL=0", nil), ("FREQ=DAILY;COUNT=-1", nil),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", nil), ("FREQ=WEEKLY;BYDAY=XX", nil), ("FREQ=DAILY;UNTIL=20269901", nil),
        ("FREQ=YEARLY;BYMONTH=13", nil), ("FREQ=DAILY;FREQ=DAILY", nil), ("FREQ=MONTHLY;BYDAY=7MO", nil),
        ("FREQ=MONTHLY;BYMONTHDAY=0;BYSETPOS=-1", nil), ("FREQ=MONTHLY;BYSETPOS=-1", nil),
    ]) func `other rules are understood, or not at all`(rule: String, recurrence: Recurrence?) {
        #expect(Recurrence(rule: rule, start: Self.first, in: .utc) == recurrence)
    }

    @Test func `the clocks of the place count, in summer and in winter`() throws {
        let berlin = try #require(Zone.named("Europe/Berlin"))
        var entry = CalendarEntry(
            uid: "x", start: Instant(seconds: 1_792_483_200), end: Instant(seconds: 1_792_486_800))
        entry.zone = berlin
        entry.recurrence = Recurrence(.weekly([2], first: 1), until: .after(3))
        let starts = entry.occurrences(after: .earliest, before: .latest).map(\.start.iso8601)
        #expect(starts == ["2026-10-20T08:00:00Z", "2026-10-27T09:00:00Z", "2026-11-03T09:00:00Z"])
    }

    @Test func `a series without an end is not followed for ever`() {
        let far = Recurrence(.daily).days(from: 0, through: .max)
        #expect(far.count == Recurrence.furthest)
    }
}
