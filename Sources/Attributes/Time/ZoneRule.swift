/// How a zone's clocks change every year, as POSIX's `TZ` variable has it: `CET-1CEST,M3.5.0,M10.5.0/3`.
package struct ZoneRule: Hashable, Sendable {
    package var standard: ZonePhase
    /// `nil` for a zone whose clocks stay as they are.
    package var daylight: Daylight?

    /// Summer time with its two ends.
    package struct Daylight: Hashable, Sendable {
        package var phase: ZonePhase
        /// In standard time.
        package var start: Change
        /// In daylight time.
        package var end: Change
    }

    /// A day of each year, and the time of the clocks that are about to change.
    package struct Change: Hashable, Sendable {
        package var day: Day
        /// Seconds since that day's midnight; may be negative or more than a day's (RFC 8536 section 3.3.1).
        package var time: Int

        package init(day: Day, time: Int) {
            self.day = day
            self.time = time
        }

        /// Seconds since 1970 as if the clocks hung in UTC.
        package func seconds(in year: Int) -> Int64 { Int64(day.daysSince1970(in: year)) * 86_400 + Int64(time) }
    }

    package enum Day: Hashable, Sendable {
        /// `J60` is the first of March in all years: 1 to 365, the leap day is not counted.
        case ordinalWithoutLeapDay(Int)
        /// `59`: 0 to 365, the leap day is counted.
        case ordinal(Int)
        /// `M3.5.0`: the month; the week 1 to 5, where 5 is the last; the weekday, 0 is Sunday.
        case weekday(month: Int, week: Int, weekday: Int)

        func daysSince1970(in year: Int) -> Int {
            switch self {
            case .ordinalWithoutLeapDay(let day):
                let isAfterLeapDay = day >= 60 && CivilTime.days(inMonth: 2, of: year) == 29
                return CivilTime(year: year, month: 1, day: 1).daysSince1970 + day - 1 + (isAfterLeapDay ? 1 : 0)
            case .ordinal(let day): return CivilTime(year: year, month: 1, day: 1).daysSince1970 + day
            case .weekday(let month, let week, let weekday):
                let first = CivilTime(year: year, month: month, day: 1)
                var day = 1 + (weekday - first.weekday % 7 + 7) % 7 + 7 * (week - 1)
                while day > CivilTime.days(inMonth: month, of: year) { day -= 7 }
                return first.daysSince1970 + day - 1
            }
        }
    }

    /// What holds at an instant, in seconds since 1970, by this rule alone.
    package func phase(at seconds: Int64) -> ZonePhase {
        guard let daylight else { return standard }
        // Beyond some hundred million years no calendar counts, and the numbers would overflow.
        let seconds = min(max(seconds, -(1 << 53)), 1 << 53)
        // The last change counts. A change may lie in the year before or after its own, so three years are looked at; where one
        // daylight time ends as the next begins, it never ends.
        let year = CivilTime(secondsAsIfUTC: seconds).year
        var last: (seconds: Int64, phase: ZonePhase)?
        for year in (year - 1)...(year + 1) {
            for (change, phase) in [(end(of: year, daylight), standard), (start(of: year, daylight), daylight.phase)]
            where change <= seconds {
                let isLater = last.map { change > $0.seconds || change == $0.seconds && phase.isDaylight } ?? true
                if isLater { last = (change, phase) }
            }
        }
        return last?.phase ?? standard
    }

    /// The instants of a range at which the rule changes the clocks, ascending.
    func changes(in range: Range<Int64>) -> [Int64] {
        guard let daylight, !range.isEmpty else { return [] }
        let first = CivilTime(secondsAsIfUTC: range.lowerBound).year - 1
        let last = CivilTime(secondsAsIfUTC: range.upperBound).year + 1
        let all = (first...last).flatMap { [start(of: $0, daylight), end(of: $0, daylight)] }
        return Set(all).filter { range.contains($0) }.sorted()
    }

    private func start(of year: Int, _ daylight: Daylight) -> Int64 {
        daylight.start.seconds(in: year) - Int64(standard.offset)
    }

    private func end(of year: Int, _ daylight: Daylight) -> Int64 {
        daylight.end.seconds(in: year) - Int64(daylight.phase.offset)
    }
}
