import Attributes
import MIME
import Testing

/// Dates as programs write them.
@Suite struct DateTests {
    static let dates: [(String, String?)] = [
        ("Tue, 01 Dec 2026 10:00:00 +0300", "2026-12-01T07:00:00Z"), ("1 Dec 2026 10:00 +0300", "2026-12-01T07:00:00Z"),
        ("Tue, 1 Dec 2026 10:00:00 +0300 (MSK)", "2026-12-01T07:00:00Z"),
        ("Tue,1 Dec 2026 10:00:00 GMT", "2026-12-01T10:00:00Z"),
        ("Tue, 01 Dec 26 10:00:00 EST", "2026-12-01T15:00:00Z"),
        ("Tue, 01 Dec 99 10:00:00 -0000", "1999-12-01T10:00:00Z"),
        ("Tue, 01 Dec 126 10:00:00 +0000", "2026-12-01T10:00:00Z"),
        ("Tuesday, 01-Dec-26 10:00:00 UT", "2026-12-01T10:00:00Z"),
        ("Tue Dec  1 10:00:00 2026", "2026-12-01T10:00:00Z"), ("Tue Dec  1 10:00:00 MSK 2026", "2026-12-01T07:00:00Z"),
        ("2026-12-01T10:00:00+03:00", "2026-12-01T07:00:00Z"), ("2026-12-01 10:00:00", "2026-12-01T10:00:00Z"),
        ("2026-12-01T10:00:00Z", "2026-12-01T10:00:00Z"),
        ("Tue, 01 December 2026 10.00.30 +0300", "2026-12-01T07:00:30Z"),
        ("Tue, 01 Dec 2026 10:00:60 +0000", "2026-12-01T10:00:59Z"),
        ("Tue, 01 Dec 2026 10:00:00 GMT+0300", "2026-12-01T07:00:00Z"),
        ("Tue, 01 Dec 2026 10:00:00 XYZ", "2026-12-01T10:00:00Z"), ("Dec 1, 2026 3:00:00 PM", "2026-12-01T15:00:00Z"),
        ("Fri, 30 Feb 2026 10:00:00 +0000", nil), ("tomorrow", nil), ("", nil),
        ("Tue, 01 Dec 2026 25:00:00 +0000", nil),
        ("999999999999999999 Dec 2026 10:00", nil), ("Tue, 01 Dec 2026", "2026-12-01T00:00:00Z"),
    ]

    @Test(arguments: dates)
    func `a date is understood, or said not to be`(raw: String, date: String?) throws {
        let letter = try read("Date: \(raw)\n\n")
        #expect(letter.date?.iso8601 == date)
        #expect(letter.flaws == (date == nil ? ["The date can't be understood."] : []))
    }
}
