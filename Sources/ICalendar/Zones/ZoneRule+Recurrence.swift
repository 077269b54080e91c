internal import Attributes

extension ZoneRule.Change {
    private static let names = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"]

    /// Midnight after the change's day is its last second here.
    ///
    /// The last Thursday at 24:00 can be the next month's first Friday, which no rule that Outlook understands can say. Windows' own
    /// zones do the same.
    private var writtenTime: Int { time == 86_400 ? 86_399 : time }

    /// The change as an RRULE: `FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU`.
    ///
    /// `nil` when no RRULE that calendars understand says it in every year. Days by their number are not among them: the database
    /// has used none since 2023.
    var recurrence: String? {
        guard case .weekday(let month, let week, let weekday) = day else { return nil }
        // Whole days that the time leads away from the rule's day.
        let shift = (writtenTime + 100 * 86_400) / 86_400 - 100
        let name = Self.names[(weekday + shift + 7 * 100) % 7]
        guard shift != 0 else { return "FREQ=YEARLY;BYMONTH=\(month);BYDAY=\(week == 5 ? "-1" : "\(week)")\(name)" }
        let length = CivilTime.days(inMonth: month, of: 1970)
        let first = (week == 5 ? length - 6 : 7 * week - 6) + shift
        guard first >= 1, first + 6 <= length, month != 2 else { return nil }
        let list = (first..<first + 7).map { "\($0)" }.joined(separator: ",")
        return "FREQ=YEARLY;BYMONTH=\(month);BYMONTHDAY=\(list);BYDAY=\(name)"
    }

    /// What the clocks show in a year when they are about to be changed.
    func civil(in year: Int) -> CivilTime {
        CivilTime(secondsAsIfUTC: seconds(in: year) + Int64(writtenTime - time))
    }
}
