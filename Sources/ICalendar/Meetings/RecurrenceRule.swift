/// Rules by which meetings recur: RFC 5545 §3.3.10.
package enum RecurrenceRule {
    /// What is wrong with a rule, and what mends it.
    package struct Problem: Hashable {
        package var problem: String
        package var remedy: String
    }

    private static let frequencies: Set<Substring> = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
    private static let days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
    /// The lists of numbers, and the largest that each may hold.
    private static let numbers: [Substring: Int] = [
        "BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366, "BYHOUR": 23,
        "BYMINUTE": 59, "BYSECOND": 59,
    ]
    /// Numbers that may also count from the end.
    private static let signed: Set<Substring> = ["BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"]
    private static let longest = 500
    private static let largestCount = 10_000

    /// Checks a rule as it stands behind `RRULE:`.
    package static func problem(with rule: String) -> Problem? {
        guard !rule.isEmpty, rule.utf8.count <= longest, rule.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return Problem(problem: "the rule is blank, too long or has spaces", remedy: example)
        }
        guard !rule.hasPrefix("RRULE:") else {
            return Problem(problem: "the rule begins with RRULE:", remedy: "leave RRULE: out")
        }
        var seen: Set<Substring> = []
        for part in rule.split(separator: ";", omittingEmptySubsequences: false) {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2 else { return Problem(problem: "'\(part)' is no part of a rule", remedy: example) }
            guard seen.insert(halves[0]).inserted else {
                return Problem(problem: "\(halves[0]) stands there twice", remedy: "leave one of them out")
            }
            guard isFit(halves[0], halves[1]) else {
                if halves[0] == "UNTIL" {
                    return Problem(
                        problem: "UNTIL=\(halves[1]) is no time in UTC", remedy: "write it like UNTIL=20261231T205959Z")
                }
                return Problem(problem: "'\(part)' is no part of a rule", remedy: example)
            }
        }
        guard seen.contains("FREQ") else { return Problem(problem: "the rule has no FREQ", remedy: example) }
        guard !(seen.contains("UNTIL") && seen.contains("COUNT")) else {
            return Problem(problem: "the rule has both UNTIL and COUNT", remedy: "leave one of them out")
        }
        return nil
    }

    /// The rule for a meeting of whole days, whose UNTIL is a date like its start (RFC 5545 §3.3.10).
    static func inDays(_ rule: String) -> String {
        // "UNTIL=" and eight digits.
        rule.split(separator: ";").map { $0.hasPrefix("UNTIL=") ? $0.prefix(14) : $0 }.joined(separator: ";")
    }

    private static let example = "write it like FREQ=WEEKLY;BYDAY=MO,WE;COUNT=10"

    private static func isFit(_ name: Substring, _ value: Substring) -> Bool {
        switch name {
        case "FREQ": return frequencies.contains(value)
        case "COUNT", "INTERVAL": return number(value).map { (1...largestCount).contains($0) } ?? false
        case "UNTIL": return isTime(value)
        case "WKST": return days.contains(String(value))
        case "BYDAY":
            return value.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { day in
                guard days.contains(String(day.suffix(2))) else { return false }
                let ordinal = day.dropLast(2)
                return ordinal.isEmpty || isNumber(ordinal, upTo: 53, isSigned: true) && ordinal != "0"
            }
        default:
            guard let limit = numbers[name] else { return false }
            let isSigned = signed.contains(name)
            return value.split(separator: ",", omittingEmptySubsequences: false).allSatisfy {
                isNumber($0, upTo: limit, isSigned: isSigned) && ($0 != "0" || name.hasSuffix("HOUR") || limit == 59)
            }
        }
    }

    /// Digits only, three or five at most.
    private static func number(_ text: Substring) -> Int? {
        guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    private static func isNumber(_ text: Substring, upTo limit: Int, isSigned: Bool) -> Bool {
        let digits = isSigned && (text.first == "-" || text.first == "+") ? text.dropFirst() : text
        return number(digits).map { $0 <= limit } ?? false
    }

    /// A time in UTC: `20261231T205959Z`.
    private static func isTime(_ text: Substring) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z") else { return false }
        return bytes.enumerated().allSatisfy { $0 == 8 || $0 == 15 || (0x30...0x39).contains($1) }
    }
}
