internal import Attributes

extension ZoneRules.Change {
    private static let names = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"]

    /// Whole days that the time leads away from the rule's day, and what is left of it.
    ///
    /// Midnight after the rule's day is its last second: the last Thursday at 24:00 can be the next month's first Friday, which no
    /// rule that Outlook understands can say. Windows' own zones do the same.
    private var shift: (days: Int, time: Int) {
        guard time != 86_400 else { return (0, 86_399) }
        let days = Int((Double(time) / 86_400).rounded(.down))
        return (days, time - days * 86_400)
    }

    /// As an RRULE: `FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU`.
    var recurrence: String {
        let days = shift.days
        let day = Self.names[(weekday + days + 7 * 100) % 7]
        guard days != 0 else { return "FREQ=YEARLY;BYMONTH=\(month);BYDAY=\(week == 5 ? "-1" : "\(week)")\(day)" }
        let length = CivilTime.days(inMonth: month, of: 1970)
        let first = (week == 5 ? length - 6 : 7 * week - 6) + days
        let list = (first..<first + 7).map { "\(min(max($0, 1), length))" }.joined(separator: ",")
        return "FREQ=YEARLY;BYMONTH=\(month);BYMONTHDAY=\(list);BYDAY=\(day)"
    }

    /// What the clocks show in a year when they are about to be changed.
    func civil(in year: Int) -> CivilTime {
        let first = CivilTime(year: year, month: month, day: 1)
        let gap = (weekday - first.weekday % 7 + 7) % 7
        var day = 1 + gap + 7 * (week - 1)
        if day > CivilTime.days(inMonth: month, of: year) { day -= 7 }
        let midnight = CivilTime(year: year, month: month, day: day)
        return CivilTime(secondsAsIfUTC: midnight.secondsAsIfUTC + Int64(shift.days * 86_400 + shift.time))
    }
}
