internal import Attributes
internal import XML

/// As EWS writes it: a pattern and a range.
extension Recurrence {
    private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    private static let groups: [String: Set<Int>] = [
        "Day": Set(1...7), "Weekday": Set(1...5), "WeekendDay": [6, 7],
    ]
    private static let places = ["First", "Second", "Third", "Fourth", "Last"]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// - Parameter element: `Recurrence`.
    /// - Throws: For what is none.
    init(_ element: XMLElement) throws(EWSError) {
        guard let pattern = element.children.first, let range = element.children.last, element.children.count == 2
        else { throw .schema("a Recurrence has a pattern and a range.") }
        func number(_ name: String, _ parent: XMLElement, _ most: Int) throws(EWSError) -> Int {
            guard let number = parent[name].flatMap({ Int($0.trimmed) }), (1...most).contains(number) else {
                throw Self.wrong("\(name) must be between 1 and \(most).")
            }
            return number
        }
        func days() throws(EWSError) -> Set<Int> {
            var found: Set<Int> = []
            for word in pattern["DaysOfWeek"]?.trimmed.split(separator: " ").map(String.init) ?? [] {
                guard let days = Self.groups[word] ?? Self.weekdays.firstIndex(of: word).map({ [$0 + 1] }) else {
                    throw .schema("'\(word)' is no day of the week.")
                }
                found.formUnion(days)
            }
            guard !found.isEmpty else { throw .schema("DaysOfWeek is missing.") }
            return found
        }
        func word(_ name: String, of list: [String]) throws(EWSError) -> Int {
            guard let index = list.firstIndex(of: pattern[name]?.trimmed ?? "") else {
                throw .schema("\(name) is missing, or no such.")
            }
            return index + 1
        }
        let kind: Pattern
        switch pattern.name {
        case "DailyRecurrence": kind = .daily
        case "WeeklyRecurrence":
            kind = .weekly(
                try days(), first: pattern["FirstDayOfWeek"] == nil ? 7 : try word("FirstDayOfWeek", of: Self.weekdays))
        case "AbsoluteMonthlyRecurrence": kind = .monthly(day: try number("DayOfMonth", pattern, 31))
        case "RelativeMonthlyRecurrence": kind = .monthlyOn(try word("DayOfWeekIndex", of: Self.places), try days())
        case "AbsoluteYearlyRecurrence":
            kind = .yearly(month: try word("Month", of: Self.months), day: try number("DayOfMonth", pattern, 31))
        case "RelativeYearlyRecurrence":
            kind = .yearlyOn(
                month: try word("Month", of: Self.months), try word("DayOfWeekIndex", of: Self.places), try days())
        default: throw .schema("'\(pattern.name)' is no pattern of a Recurrence.")
        }
        let interval = pattern["Interval"] == nil ? 1 : try number("Interval", pattern, 999)
        switch range.name {
        case "NoEndRecurrence": self.init(kind, every: interval)
        case "NumberedRecurrence":
            self.init(kind, every: interval, until: .after(try number("NumberOfOccurrences", range, 999)))
        case "EndDateRecurrence":
            // A date may have a zone behind it.
            guard let text = range["EndDate"]?.trimmed.prefix(10),
                let end = try? Instant("\(text)T00:00:00Z", in: .utc)
            else { throw .schema("EndDate is no date.") }
            self.init(kind, every: interval, until: .on(Int(end.seconds / 86_400)))
        default: throw .schema("'\(range.name)' is no range of a Recurrence.")
        }
    }

    private static func wrong(_ text: String) -> EWSError { EWSError("ErrorCalendarInvalidRecurrence", text) }

    /// - Parameters:
    ///   - first: The day on which it begins, since 1970.
    ///   - xml: Gets the pattern and the range.
    func write(from first: Int, _ xml: inout XMLWriter) {
        func days(_ days: Set<Int>) -> String {
            if let group = Self.groups.first(where: { $0.value == days }), days.count > 1 { return group.key }
            return days.sorted().map { Self.weekdays[$0 - 1] }.joined(separator: " ")
        }
        switch pattern {
        case .daily: xml.element("t:DailyRecurrence") { xml in interval(&xml) }
        case .weekly(let wanted, let start):
            xml.element("t:WeeklyRecurrence") { xml in
                interval(&xml)
                let names = wanted.sorted().map { Self.weekdays[$0 - 1] }.joined(separator: " ")
                xml.element("t:DaysOfWeek", text: names)
                xml.element("t:FirstDayOfWeek", text: Self.weekdays[start - 1])
            }
        case .monthly(let day):
            xml.element("t:AbsoluteMonthlyRecurrence") { xml in
                interval(&xml)
                xml.element("t:DayOfMonth", text: "\(day)")
            }
        case .monthlyOn(let place, let wanted):
            xml.element("t:RelativeMonthlyRecurrence") { xml in
                interval(&xml)
                xml.element("t:DaysOfWeek", text: days(wanted))
                xml.element("t:DayOfWeekIndex", text: Self.places[place - 1])
            }
        case .yearly(let month, let day):
            xml.element("t:AbsoluteYearlyRecurrence") { xml in
                xml.element("t:DayOfMonth", text: "\(day)")
                xml.element("t:Month", text: Self.months[month - 1])
            }
        case .yearlyOn(let month, let place, let wanted):
            xml.element("t:RelativeYearlyRecurrence") { xml in
                xml.element("t:DaysOfWeek", text: days(wanted))
                xml.element("t:DayOfWeekIndex", text: Self.places[place - 1])
                xml.element("t:Month", text: Self.months[month - 1])
            }
        }
        switch end {
        case .never: xml.element("t:NoEndRecurrence") { xml in xml.element("t:StartDate", text: Self.date(first)) }
        case .after(let count):
            xml.element("t:NumberedRecurrence") { xml in
                xml.element("t:StartDate", text: Self.date(first))
                xml.element("t:NumberOfOccurrences", text: "\(count)")
            }
        case .on(let last):
            xml.element("t:EndDateRecurrence") { xml in
                xml.element("t:StartDate", text: Self.date(first))
                xml.element("t:EndDate", text: Self.date(last))
            }
        }
    }

    private func interval(_ xml: inout XMLWriter) { xml.element("t:Interval", text: "\(interval)") }

    private static func date(_ day: Int) -> String {
        String(Instant(seconds: Int64(day) * 86_400).iso8601.prefix(10))
    }
}
