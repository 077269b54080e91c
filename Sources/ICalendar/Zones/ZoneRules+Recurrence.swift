internal import Attributes

extension ZoneRules.Change {
    private static let names = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"]

    /// Whole days that the time leads away from the rule's day, and what is left of it.
    ///
    /// Midnight after the rule's day is its last second: the last Thursday at 24:00 can be the next month's first Friday, which no
    /// rule that Outlook understands can say. Windows' own zones do the same.
    private var shift: (days: Int, time: Int) {
        guard time != 86_400 else { return (0, 86_399) }
        let days = (time + 100 * 86_400) / 86_400 - 100
        return (days, time - days * 86_400)
    }

    /// As an RRULE: `FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU`.
    var recurrence: String {
        let days = shift.days
        let day = Self.names[(weekday + days + 7 * 100) % 7]
        guard days != 0 else { return "FREQ=YEARLY;BYMONTH=\(month);BYDAY=\(week == 5 ? "-1" : "\(week)")\(day)" }
        let list = monthDays.map { "\($0)" }.joined(separator: ",")
        return "FREQ=YEARLY;BYMONTH=\(month);BYMONTHDAY=\(list);BYDAY=\(day)"
    }

    /// The days of the month that the change can fall on; beyond the month when no rule of ours can say it.
    private var monthDays: Range<Int> {
        let first = (week == 5 ? CivilTime.days(inMonth: month, of: 1970) - 6 : 7 * week - 6) + shift.days
        return first..<first + 7
    }

    /// Whether `recurrence` says the change in every year.
    var isExpressible: Bool {
        let length = CivilTime.days(inMonth: month, of: 1970)
        return shift.days == 0 || monthDays.lowerBound >= 1 && monthDays.upperBound <= length + 1 && month != 2
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
