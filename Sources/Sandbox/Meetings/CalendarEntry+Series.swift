internal import Attributes

extension Instant {
    /// Before any meeting.
    static let earliest = Instant(seconds: -62_135_596_800)
    /// Behind any meeting: the year 9999.
    static let latest = Instant(seconds: 253_402_300_799)
}

extension CalendarEntry {
    /// One meeting of a series.
    struct Occurrence: Hashable {
        /// From 1 on.
        var number: Int
        /// Since 1970, where the meeting takes place.
        var day: Int
        var start: Instant
        var end: Instant
    }

    /// The meetings of a series that are not over at a moment and begin before another; of none that is no series.
    func occurrences(after moment: Instant, before other: Instant) -> [Occurrence] {
        guard let recurrence else { return [] }
        let first = zone.civil(at: start)
        let last = zone.civil(at: other).daysSince1970
        return recurrence.days(from: first.daysSince1970, through: last).map { occurrence($0, first) }
            .filter { $0.end > moment && $0.start < other }
    }

    /// - Returns: `nil` when the series has no such meeting, or it was taken away.
    func occurrence(_ number: Int) -> Occurrence? {
        guard let recurrence, number > 0 else { return nil }
        let first = zone.civil(at: start)
        return recurrence.days(from: first.daysSince1970, through: .max).first { $0.number == number }
            .map { occurrence($0, first) }
    }

    /// Its last meeting, of a series that ends.
    var lastOccurrence: Occurrence? {
        guard let recurrence, recurrence.end != .never else { return nil }
        let first = zone.civil(at: start)
        return recurrence.days(from: first.daysSince1970, through: .max).last.map { occurrence($0, first) }
    }

    private func occurrence(_ day: Recurrence.Day, _ first: CivilTime) -> Occurrence {
        var civil = CivilTime(secondsAsIfUTC: Int64(day.day) * 86_400)
        (civil.hour, civil.minute, civil.second) = (first.hour, first.minute, first.second)
        let start = zone.first(of: civil)
        let length = end.seconds - self.start.seconds
        return Occurrence(number: day.number, day: day.day, start: start, end: Instant(seconds: start.seconds + length))
    }
}
