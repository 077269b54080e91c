internal import Attributes

extension Recurrence {
    /// Days, weeks, months or years that are looked through at most, and meetings.
    static let furthest = 20_000

    /// One meeting of a series by its day.
    struct Day: Hashable {
        /// From 1 on; those that were taken away are counted.
        var number: Int
        /// Since 1970.
        var day: Int
    }

    /// The days on which it takes place, in order.
    ///
    /// - Parameters:
    ///   - first: Where it begins, in days since 1970.
    ///   - last: The last day that is of interest.
    /// - Returns: Each with its number; those that were taken out are left out.
    func days(from first: Int, through last: Int) -> [Day] {
        var found: [Day] = []
        var number = 0
        for period in 0..<Self.furthest {
            for day in days(of: period, from: first) where day >= first {
                number += 1
                guard day <= last, number <= Self.furthest, !isOver(day, number) else { return found }
                if !excluded.contains(day) { found.append(Day(number: number, day: day)) }
            }
        }
        return found
    }

    private func isOver(_ day: Int, _ number: Int) -> Bool {
        switch end {
        case .never: false
        case .on(let last): day > last
        case .after(let count): number > count
        }
    }

    /// The days of the nth day, week, month or year, in order; some may be before the first.
    private func days(of period: Int, from first: Int) -> [Int] {
        switch pattern {
        case .daily: return [first + period * interval]
        case .weekly(let days, let start):
            let week = first - Self.distance(start, Self.weekday(first)) + period * interval * 7
            return days.map { week + Self.distance(start, $0) }.sorted()
        case .monthly(let day):
            let (year, month) = Self.month(of: first, plus: period * interval)
            return [Self.day(year, month, day)]
        case .monthlyOn(let place, let days):
            let (year, month) = Self.month(of: first, plus: period * interval)
            return Self.day(year, month, place, of: days)
        case .yearly(let month, let day):
            return [Self.day(Self.month(of: first, plus: 0).year + period * interval, month, day)]
        case .yearlyOn(let month, let place, let days):
            return Self.day(Self.month(of: first, plus: 0).year + period * interval, month, place, of: days)
        }
    }

    /// How many days one day of the week is behind another.
    private static func distance(_ start: Int, _ day: Int) -> Int { (day - start + 7) % 7 }

    private static func weekday(_ day: Int) -> Int { CivilTime(secondsAsIfUTC: Int64(day) * 86_400).weekday }

    private static func month(of day: Int, plus months: Int) -> (year: Int, month: Int) {
        let civil = CivilTime(secondsAsIfUTC: Int64(day) * 86_400)
        let all = civil.year * 12 + civil.month - 1 + months
        return (all / 12, all % 12 + 1)
    }

    private static func day(_ year: Int, _ month: Int, _ day: Int) -> Int {
        CivilTime(year: year, month: month, day: min(day, CivilTime.days(inMonth: month, of: year))).daysSince1970
    }

    /// The nth of the days of a month that are such days of the week.
    private static func day(_ year: Int, _ month: Int, _ place: Int, of days: Set<Int>) -> [Int] {
        let first = day(year, month, 1)
        let all = (first..<first + CivilTime.days(inMonth: month, of: year)).filter { days.contains(weekday($0)) }
        if place == 5 { return all.suffix(1) }
        return place <= all.count ? [all[place - 1]] : []
    }
}
