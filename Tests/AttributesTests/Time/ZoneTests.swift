import Attributes
import Testing

struct ZoneTests {
    @Test(arguments: [
        ("Europe/Berlin", "2026-07-01T12:00Z", 7200, "CEST"), ("Europe/Berlin", "2026-12-01T12:00Z", 3600, "CET"),
        ("Europe/Berlin", "2500-07-01T12:00Z", 7200, "CEST"), ("Europe/Berlin", "9999-12-31T12:00Z", 3600, "CET"),
        ("Europe/Moscow", "2026-07-01T12:00Z", 10_800, "MSK"), ("Europe/Moscow", "2012-07-01T12:00Z", 14_400, "MSK"),
        ("Europe/Moscow", "2005-07-01T12:00Z", 14_400, "MSD"), ("Europe/Moscow", "2500-07-01T12:00Z", 10_800, "MSK"),
        ("America/Sao_Paulo", "2026-01-01T12:00Z", -10_800, "-03"),
        ("America/Sao_Paulo", "2018-12-01T12:00Z", -7200, "-02"),
        ("Asia/Tehran", "2021-07-01T12:00Z", 16_200, "+0430"), ("Asia/Tehran", "2026-07-01T12:00Z", 12_600, "+0330"),
        ("Australia/Sydney", "2400-01-01T12:00Z", 39_600, "AEDT"),
        ("Australia/Sydney", "2400-07-01T12:00Z", 36_000, "AEST"),
        ("Etc/GMT+5", "2026-07-01T12:00Z", -18_000, "-05"), ("UTC", "2026-07-01T12:00Z", 0, "UTC"),
    ])
    func `a zone's clocks are ahead of UTC`(name: String, instant: String, offset: Int, abbreviation: String) throws {
        let zone = try #require(Zone.named(name))
        let instant = try Instant(instant, in: .utc)
        #expect(zone.offset(at: instant) == offset)
        #expect(zone.abbreviation(at: instant) == abbreviation)
    }

    @Test(arguments: [
        ("Europe/Berlin", "2026-03-29T02:30", "gap 2026-03-29T01:00:00Z"),
        ("Europe/Berlin", "2026-03-29T02:00", "gap 2026-03-29T01:00:00Z"),
        ("Europe/Berlin", "2026-03-29T01:59", "2026-03-29T00:59:00Z"),
        ("Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00:00Z"),
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00Z or 2026-10-25T01:30:00Z"),
        ("Europe/Berlin", "2026-10-25T02:00", "2026-10-25T00:00:00Z or 2026-10-25T01:00:00Z"),
        ("Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00:00Z"),
        ("Europe/Berlin", "2500-03-28T02:30", "gap 2500-03-28T01:00:00Z"),
        ("Europe/Moscow", "2026-03-29T02:30", "2026-03-28T23:30:00Z"),
        ("Europe/Moscow", "2014-10-26T01:30", "2014-10-25T21:30:00Z or 2014-10-25T22:30:00Z"),
        ("America/Sao_Paulo", "2018-11-04T00:30", "gap 2018-11-04T03:00:00Z"),
        ("America/Sao_Paulo", "2026-11-01T00:30", "2026-11-01T03:30:00Z"),
        ("Asia/Tehran", "2021-03-22T00:30", "gap 2021-03-21T20:30:00Z"),
        ("Asia/Tehran", "2026-03-22T00:30", "2026-03-21T21:00:00Z"),
        // A whole day was left out, and half an hour is the step.
        ("Pacific/Apia", "2011-12-30T12:00", "gap 2011-12-30T10:00:00Z"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "gap 2026-10-03T15:30:00Z"),
        ("UTC", "2026-03-29T02:30", "2026-03-29T02:30:00Z"),
    ])
    func `a clock on the wall shows a time once, twice or never`(name: String, civil: String, expected: String) throws {
        let zone = try #require(Zone.named(name))
        let civil = try Zone.utc.civil(at: Instant(civil, in: .utc))
        let resolution = zone.resolve(civil)
        switch resolution {
        case .one(let instant): #expect(instant.iso8601 == expected)
        case .gap(let instant): #expect("gap \(instant.iso8601)" == expected)
        case .twice(let earlier, let later): #expect("\(earlier.iso8601) or \(later.iso8601)" == expected)
        }
    }

    @Test func `the rule of a zone is at hand`() throws {
        let berlin = try #require(Zone.named("Europe/Berlin")?.rule)
        #expect(berlin == ZoneRule("CET-1CEST,M3.5.0,M10.5.0/3"))
        #expect(berlin.standard == ZonePhase(offset: 3600, abbreviation: "CET"))
        #expect(berlin.daylight?.start == ZoneRule.Change(day: .weekday(month: 3, week: 5, weekday: 0), time: 7200))
        #expect(berlin.daylight?.end == ZoneRule.Change(day: .weekday(month: 10, week: 5, weekday: 0), time: 10_800))
        #expect(Zone.named("Europe/Moscow")?.rule?.daylight == nil)
        #expect(Zone.named("Europe/Moscow")?.rule?.standard == ZonePhase(offset: 10_800, abbreviation: "MSK"))
    }

    @Test func `the changes of a time are listed, recorded ones and those by rule`() throws {
        let berlin = try #require(Zone.named("Europe/Berlin"))
        func changes(_ from: String, _ to: String) throws -> [String] {
            try berlin.changes(in: Instant(from, in: .utc).seconds..<Instant(to, in: .utc).seconds)
                .map { "\(Instant(seconds: $0.seconds).iso8601) \($0.before.abbreviation) \($0.after.abbreviation)" }
        }
        #expect(
            try changes("2026-01-01", "2027-01-01") == [
                "2026-03-29T01:00:00Z CET CEST", "2026-10-25T01:00:00Z CEST CET",
            ])
        #expect(
            try changes("2100-01-01", "2101-01-01") == [
                "2100-03-28T01:00:00Z CET CEST", "2100-10-31T01:00:00Z CEST CET",
            ])
        #expect(try changes("2026-04-01", "2026-05-01").isEmpty)
    }

    @Test(arguments: [
        "../../../etc/passwd", "/etc/localtime", "Europe//Moscow", "Europe/Moscow/", "", "Europe", "zone.tab",
        "tzdata.zi", "right/Europe/Moscow",
        "Europe/Mosc\0w", "Europe/./Moscow", "leapseconds", "europe/moscow", String(repeating: "A", count: 100_000),
        "Europe/Москва",
    ])
    func `what is no zone is none`(name: String) {
        #expect(Zone.named(name) == nil)
    }

    @Test(arguments: [
        ("Europe/Moskow", "did you mean 'Europe/Moscow'?"), ("europe/moscow", "did you mean 'Europe/Moscow'?"),
        ("Moscow", "did you mean 'Europe/Moscow'?"),
        ("utc", "did you mean 'UTC'?"), ("Nowhere at all", "a time zone has a name such as Europe/Moscow"),
    ])
    func `a slip in a zone's name is mended`(name: String, help: String) {
        #expect(Zone.help(for: name) == help)
    }

    @Test(arguments: [
        ("<+0330>-3:30", 12_600, nil), ("EST5EDT", -18_000, -14_400), ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", -7200, -3600),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", 3600, 0), ("AAA3BBB,J60,300/24:30:15", -10_800, -7200),
    ])
    func `a rule is read as POSIX has it`(text: String, standard: Int, daylight: Int?) throws {
        let rule = try #require(ZoneRule(text))
        #expect(rule.standard.offset == standard)
        #expect(rule.daylight?.phase.offset == daylight)
    }

    @Test(arguments: [
        "", "3", "CET", "CET-", "<CET-1", "CET-1CEST,", "CET-1CEST,M3.5.0", "CET-1CEST,M13.1.0,M1.1.0",
        "CET-1CEST,M3.6.0,M1.1.0",
        "CET-1CEST,M3.1.7,M1.1.0", "CET-1CEST,J0,J1", "CET-1CEST,366,1", "CET-1CEST,M3.5.0,M10.5.0/3x", "CET168",
        "CET1:60", "CET999999999999",
    ])
    func `what is no rule is none`(text: String) {
        #expect(ZoneRule(text) == nil)
    }

    @Test(arguments: [
        ("AAA3BBB,J60/0,J300/0", "2024-03-01T03:00:00Z"), ("AAA3BBB,60/0,300/0", "2024-03-01T03:00:00Z"),
        ("AAA3BBB,J60/0,J300/0", "2023-03-01T03:00:00Z"), ("AAA3BBB,60/0,300/0", "2023-03-02T03:00:00Z"),
    ])
    func `days of the year are counted with and without the leap day`(text: String, start: String) throws {
        let rule = try #require(ZoneRule(text))
        let start = try Instant(start, in: .utc).seconds
        #expect(rule.phase(at: start - 1).abbreviation == "AAA")
        #expect(rule.phase(at: start).abbreviation == "BBB")
    }

    @Test func `daylight time all the year never ends`() throws {
        // RFC 8536 section 3.3.1.
        let rule = try #require(ZoneRule("EST5EDT,0/0,J365/25"))
        for text in [
            "2026-01-01T04:59:59Z", "2026-01-01T05:00Z", "2026-07-01", "2026-12-31T23:59:59Z", "2027-01-01T04:59:59Z",
            "2024-12-31T12:00",
        ] {
            #expect(rule.phase(at: try Instant(text, in: .utc).seconds).isDaylight, "\(text)")
        }
    }
}
