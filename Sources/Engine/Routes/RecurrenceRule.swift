import Attributes

/// An RRULE's value (RFC 5545 section 3.3.10), checked before it goes into an invitation.
enum RecurrenceRule {
    private static let frequencies: Set<Substring> = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
    private static let numbers: [Substring: ClosedRange<Int>] = [
        "COUNT": 1...10_000, "INTERVAL": 1...1000, "BYMONTH": 1...12, "BYMONTHDAY": -31...31, "BYSETPOS": -366...366,
        "BYYEARDAY": -366...366, "BYWEEKNO": -53...53,
    ]
    private static let weekdays: Set<Substring> = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]

    /// What is wrong with it, or `nil`.
    static func problem(in rule: String) -> String? {
        var seen: Set<Substring> = []
        for part in rule.split(separator: ";", omittingEmptySubsequences: false) {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, !halves[1].isEmpty else { return "'\(part)' is not of the form NAME=VALUE" }
            guard seen.insert(halves[0]).inserted else { return "\(halves[0]) stands twice" }
            if let problem = problem(halves[0], halves[1]) { return problem }
        }
        guard seen.contains("FREQ") else { return "FREQ is missing" }
        return seen.contains("COUNT") && seen.contains("UNTIL") ? "COUNT and UNTIL exclude each other" : nil
    }

    private static func problem(_ name: Substring, _ value: Substring) -> String? {
        switch name {
        case "FREQ":
            return frequencies.contains(value) ? nil : "FREQ is one of DAILY, WEEKLY, MONTHLY, YEARLY"
        case "WKST": return weekdays.contains(value) ? nil : "WKST is a weekday such as MO"
        case "UNTIL":
            let form = value.map { $0.isASCII && $0.isNumber ? "9" : $0 }
            return form == Array("99999999") || form == Array("99999999T999999Z")
                ? nil : "UNTIL is a date such as 20261231 or 20261231T120000Z"
        case "BYDAY":
            for day in value.split(separator: ",", omittingEmptySubsequences: false) {
                let number = day.dropLast(2)
                let isCounted = number.isEmpty || Int(number).map { $0 != 0 && abs($0) <= 53 } ?? false
                guard weekdays.contains(day.suffix(2)), isCounted else { return "'\(day)' is not a weekday such as MO or -1FR" }
            }
            return nil
        default:
            guard let range = numbers[name] else { return "'\(name)' is not a part of a rule" }
            for item in value.split(separator: ",", omittingEmptySubsequences: false) {
                guard let number = Int(item), range.contains(number), number != 0 else {
                    return "'\(item)' is out of range for \(name)"
                }
            }
            return nil
        }
    }
}
