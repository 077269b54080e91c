import Attributes
import Testing

struct DurationTests {
    @Test(arguments: [
        ("PT1H30M", 5400, "PT1H30M"), ("P1DT2H", 93_600, "P1DT2H"), ("P2W", 1_209_600, "P14D"), ("PT0S", 0, "PT0S"),
        ("PT90M", 5400, "PT1H30M"),
        ("P1D", 86_400, "P1D"), ("PT45S", 45, "PT45S"), ("PT1.5H", 5400, "PT1H30M"), ("pt1h", 3600, "PT1H"),
        ("P1W2DT3H4M5S", 788_645, "P9DT3H4M5S"),
        ("1h30m", 5400, "PT1H30M"), ("90m", 5400, "PT1H30M"), ("45s", 45, "PT45S"), ("1d", 86_400, "P1D"),
        ("2w", 1_209_600, "P14D"),
        ("1.5h", 5400, "PT1H30M"), ("1w2d3h4m5s", 788_645, "P9DT3H4M5S"), ("P365250D", 31_557_600_000, "P365250D"),
    ])
    func `a duration is read and printed`(text: String, seconds: Int64, printed: String) throws {
        let duration = try Duration(reading: text)
        #expect(duration == .seconds(seconds))
        #expect(duration.iso8601 == printed)
        #expect(try Duration(reading: printed) == duration)
    }

    @Test(arguments: [
        ("PT0.5S", 500, "PT0.5S"), ("500ms", 500, "PT0.5S"), ("1m1.25s", 61_250, "PT1M1.25S"),
        ("PT0,007S", 7, "PT0.007S"), ("PT10.5S", 10_500, "PT10.5S"),
    ])
    func `fractions are exact`(text: String, milliseconds: Int64, printed: String) throws {
        #expect(try Duration(reading: text) == .milliseconds(milliseconds))
        #expect(try Duration(reading: text).iso8601 == printed)
    }

    @Test(arguments: [
        ("", nil), ("soon", nil), ("P", nil), ("PT", nil), ("P1", nil), ("PT1H ", nil), ("1h 30m", nil), ("PT1X", nil),
        ("P1T", nil), ("T1H", nil),
        ("90", "the unit is missing, as in 90m or 45s"), ("-PT1H", "a duration is not negative"),
        ("1H", "the units are w, d, h, m, s and ms, as in 1h30m"),
        ("5x", "the units are w, d, h, m, s and ms, as in 1h30m"),
        ("P1M", "a month has no fixed length: write days, as in P30D; minutes are PT30M"),
        ("P1Y", "a year has no fixed length: write days, as in P365D"),
        ("1mo", "a month has no fixed length: write days, as in 30d"),
        ("1y", "a year has no fixed length: write days, as in 365d"),
        ("P1H", "a T stands before hours, minutes and seconds, as in PT1H30M"),
        ("30m1h", "the units go from the largest to the smallest, each once"),
        ("1h1h", "the units go from the largest to the smallest, each once"),
        ("1.5h30m", "only the last number may have a fraction"),
        ("P365251D", "a duration has at most 365250 days"), ("999999999w", "a duration has at most 365250 days"),
        ("9999999999h", nil),
    ])
    func `what is no duration is refused with the reason`(text: String, reason: String?) {
        #expect(throws: Misreading(reason)) { try Duration(reading: text) }
    }

    @Test func `a negative duration prints with its sign`() {
        #expect(Duration.milliseconds(-1500).iso8601 == "-PT1.5S")
    }
}
