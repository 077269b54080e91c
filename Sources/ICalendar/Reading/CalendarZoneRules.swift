internal import Attributes

/// The clocks of a zone that a calendar brings along: a VTIMEZONE.
///
/// Only for names that nobody knows. The rules that programs write there are yearly ones on a weekday of a month; libical would
/// walk through any rule from its beginning on, which may be every second since 1601.
struct CalendarZoneRules {
    fileprivate struct Observance {
        var start: CivilTime
        var offset: Int
        var rule: Rule?
        var until: CivilTime?
    }

    fileprivate struct Rule {
        var month: Int
        /// 1 for Monday to 7 for Sunday.
        var weekday: Int
        /// From the month's beginning, or its end if negative.
        var week: Int
    }

    private static let most = 200
    private var observances: [Observance] = []

    init?(_ zone: ReadComponent) {
        for part in zone.components.prefix(Self.most) where part.name == "STANDARD" || part.name == "DAYLIGHT" {
            guard let start = part["DTSTART"].flatMap({ CalendarTimes.civil($0.value) }),
                let offset = part["TZOFFSETTO"].flatMap({ Self.offset($0.value) })
            else { continue }
            let words = part["RRULE"].map { Self.words($0.value) } ?? [:]
            observances.append(
                Observance(
                    start: start.civil, offset: offset, rule: Self.rule(words),
                    until: words["UNTIL"].flatMap { CalendarTimes.civil($0)?.civil }))
        }
        if observances.isEmpty { return nil }
    }

    /// Seconds that the clocks are ahead of UTC when they show a time.
    func offset(at civil: CivilTime) -> Int {
        var last: (onset: CivilTime, offset: Int)?
        for observance in observances {
            guard let onset = observance.onset(before: civil), last.map({ onset >= $0.onset }) ?? true else { continue }
            last = (onset, observance.offset)
        }
        return last?.offset ?? observances.min { $0.start < $1.start }?.offset ?? 0
    }

    /// `+0300`, `-053045`.
    private static func offset(_ text: String) -> Int? {
        let digits = text.utf8.filter { (0x30...0x39).contains($0) }.map { Int($0 - 0x30) }
        guard digits.count == 4 || digits.count == 6 else { return nil }
        let seconds = digits.count == 6 ? digits[4] * 10 + digits[5] : 0
        let sum = (digits[0] * 10 + digits[1]) * 3600 + (digits[2] * 10 + digits[3]) * 60 + seconds
        return text.hasPrefix("-") ? -sum : sum
    }

    private static func words(_ rule: String) -> [String: String] {
        var words: [String: String] = [:]
        for word in rule.uppercased().prefix(1000).split(separator: ";") {
            let halves = word.split(separator: "=", maxSplits: 1)
            if halves.count == 2 { words[String(halves[0])] = String(halves[1]) }
        }
        return words
    }

    private static let weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]

    private static func rule(_ words: [String: String]) -> Rule? {
        guard words["FREQ"] == "YEARLY", let month = words["BYMONTH"].flatMap({ Int($0) }), (1...12).contains(month),
            let day = words["BYDAY"]?.split(separator: ",").first,
            let weekday = weekdays.firstIndex(of: String(day.suffix(2)))
        else { return nil }
        // `BYDAY=SU;BYMONTHDAY=8,9,10,11,12,13,14` is the second Sunday.
        let first = words["BYMONTHDAY"]?.split(separator: ",").compactMap { Int($0) }.min()
        let week = Int(day.dropLast(2)) ?? first.map { ($0 - 1) / 7 + 1 } ?? 1
        guard week != 0, (-5...5).contains(week) else { return nil }
        return Rule(month: month, weekday: weekday + 1, week: week)
    }
}

extension CalendarZoneRules.Observance {
    /// When it last began before a time.
    func onset(before civil: CivilTime) -> CivilTime? {
        guard let rule else { return start <= civil ? start : nil }
        for year in [civil.year, civil.year - 1] {
            let onset = rule.day(of: year, at: start)
            if onset <= civil, onset >= start, until.map({ onset <= $0 }) ?? true { return onset }
        }
        // Its last time before it ended.
        if let until, until < civil, until >= start {
            for year in [until.year, until.year - 1] {
                let onset = rule.day(of: year, at: start)
                if onset <= until, onset >= start { return onset }
            }
        }
        return start <= civil ? start : nil
    }
}

extension CalendarZoneRules.Rule {
    fileprivate func day(of year: Int, at clock: CivilTime) -> CivilTime {
        let days = CivilTime.days(inMonth: month, of: year)
        var day: Int
        if week > 0 {
            let first = CivilTime(year: year, month: month, day: 1).weekday
            day = 1 + (weekday - first + 7) % 7 + 7 * (week - 1)
            while day > days { day -= 7 }
        } else {
            let last = CivilTime(year: year, month: month, day: days).weekday
            day = days - (last - weekday + 7) % 7 + 7 * (week + 1)
            while day < 1 { day += 7 }
        }
        return CivilTime(
            year: year, month: month, day: day, hour: clock.hour, minute: clock.minute, second: clock.second)
    }
}
