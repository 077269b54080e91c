import Attributes

/// What a language writes its dates, numbers and answers with (from CLDR 44, the parts that letters need).
final class Words: Sendable {
    let decimalSign: [UInt8]
    let groupingSign: [UInt8]
    let yes: String
    let no: String
    /// As in a date with its day: «1 декабря».
    let months: [String]
    /// Standing alone: «декабрь».
    let monthsAlone: [String]
    let shortMonths: [String]
    let shortMonthsAlone: [String]
    /// From Monday.
    let weekdays: [String]
    let shortWeekdays: [String]
    /// A date of medium length, such as `Dec 1, 2026`.
    let date: DatePattern
    /// A short time, such as `10:00 AM`.
    let time: DatePattern
    let days: Unit
    let hours: Unit
    let minutes: Unit
    let seconds: Unit
    let minus: String
    /// Whether 2, 3 and 4 take a form of their own.
    let hasFew: Bool

    /// The forms that a unit takes beside a number.
    struct Unit: Sendable {
        var one: String
        /// 2 to 4 in Russian, and beside a fraction.
        var few: String
        var many: String
    }

    init(
        signs: (decimal: String, grouping: String), yes: String, no: String, months: [String], monthsAlone: [String],
        shortMonths: [String], shortMonthsAlone: [String], weekdays: [String], shortWeekdays: [String],
        date: DatePattern, time: DatePattern, units: (days: Unit, hours: Unit, minutes: Unit, seconds: Unit),
        minus: String, hasFew: Bool
    ) {
        decimalSign = Array(signs.decimal.utf8)
        groupingSign = Array(signs.grouping.utf8)
        self.yes = yes
        self.no = no
        self.months = months
        self.monthsAlone = monthsAlone
        self.shortMonths = shortMonths
        self.shortMonthsAlone = shortMonthsAlone
        self.weekdays = weekdays
        self.shortWeekdays = shortWeekdays
        self.date = date
        self.time = time
        (days, hours, minutes, seconds) = units
        self.minus = minus
        self.hasFew = hasFew
    }

    static func of(_ language: LanguageTag) -> Words {
        switch (language.language, language.region) {
        case ("ru", _): russian
        case (_, "US"), (_, ""): american
        default: british
        }
    }

    /// The form beside a whole number, by the plural rules of CLDR.
    func form(_ count: Int64, _ unit: Unit) -> String {
        guard hasFew else { return count == 1 ? unit.one : unit.many }
        switch (count % 10, count % 100) {
        case (1, let rest) where rest != 11: return unit.one
        case (2...4, let rest) where !(12...14).contains(rest): return unit.few
        default: return unit.many
        }
    }
}
