extension Words {
    static let american = english(
        date: [.month(3, alone: false), .literal(" "), .day(1), .literal(", "), .year(1)],
        time: [.hour12(1), .literal(":"), .minute(2), .literal(" "), .half])

    /// English as it is written outside the United States.
    static let british = english(
        date: [.day(1), .literal(" "), .month(3, alone: false), .literal(" "), .year(1)],
        time: [.hour24(2), .literal(":"), .minute(2)])

    private static func english(date: [DatePattern.Item], time: [DatePattern.Item]) -> Words {
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        let shortMonths = months.map { String($0.prefix(3)) }
        return Words(
            signs: (".", ","), yes: "yes", no: "no", months: months, monthsAlone: months, shortMonths: shortMonths,
            shortMonthsAlone: shortMonths, weekdays: weekdays, shortWeekdays: weekdays.map { String($0.prefix(3)) },
            date: DatePattern(date), time: DatePattern(time),
            units: (
                Unit(one: "day", few: "days", many: "days"), Unit(one: "hour", few: "hours", many: "hours"),
                Unit(one: "minute", few: "minutes", many: "minutes"),
                Unit(one: "second", few: "seconds", many: "seconds")
            ), minus: "minus", hasFew: false)
    }
}
