internal import Attributes

/// As RFC 5545 §3.3.10 writes it.
extension Recurrence {
    private static let days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]

    /// The value of RRULE.
    ///
    /// - Parameters:
    ///   - zone: Where the meeting takes place: its last day ends there.
    ///   - isInDays: Whether the meetings are whole days.
    /// - Returns: `FREQ=WEEKLY;BYDAY=TU;WKST=MO;COUNT=4`.
    func rule(in zone: Zone, isInDays: Bool = false) -> String {
        var parts: [String]
        switch pattern {
        case .daily: parts = ["FREQ=DAILY"]
        case .weekly(let days, let first):
            parts = ["FREQ=WEEKLY", "BYDAY=\(Self.names(days))", "WKST=\(Self.days[first - 1])"]
        case .monthly(let day): parts = ["FREQ=MONTHLY"] + Self.parts(day)
        case .monthlyOn(let place, let days): parts = ["FREQ=MONTHLY"] + Self.parts(place, days)
        case .yearly(let month, let day): parts = ["FREQ=YEARLY", "BYMONTH=\(month)"] + Self.parts(day)
        case .yearlyOn(let month, let place, let days):
            parts = ["FREQ=YEARLY", "BYMONTH=\(month)"] + Self.parts(place, days)
        }
        if interval > 1 { parts.append("INTERVAL=\(interval)") }
        switch end {
        case .never: break
        case .after(let count): parts.append("COUNT=\(count)")
        case .on(let day):
            let last = zone.first(of: CivilTime(secondsAsIfUTC: Int64(day + 1) * 86_400 - 1))
            let time = last.iso8601.filter { $0 != "-" && $0 != ":" }
            parts.append("UNTIL=\(isInDays ? String(time.prefix(8)) : time)")
        }
        return parts.joined(separator: ";")
    }

    private static func names(_ days: Set<Int>) -> String {
        days.sorted().map { Self.days[$0 - 1] }.joined(separator: ",")
    }

    /// RRULE leaves months out that have no such day, and Exchange takes their last one.
    private static func parts(_ day: Int) -> [String] {
        day <= 28
            ? ["BYMONTHDAY=\(day)"]
            : ["BYMONTHDAY=\((28...day).map(String.init).joined(separator: ","))", "BYSETPOS=-1"]
    }

    private static func parts(_ place: Int, _ days: Set<Int>) -> [String] {
        let place = place == 5 ? -1 : place
        return days.count == 1 ? ["BYDAY=\(place)\(names(days))"] : ["BYDAY=\(names(days))", "BYSETPOS=\(place)"]
    }

    /// Understands the rules that Exchange has words for.
    ///
    /// - Parameters:
    ///   - rule: The value of RRULE.
    ///   - start: When the first meeting begins, where it takes place.
    ///   - zone: That place.
    init?(rule: String, start: CivilTime, in zone: Zone) {
        var parts: [String: String] = [:]
        for part in rule.uppercased().split(separator: ";") {
            let words = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard words.count == 2, parts.updateValue(words[1], forKey: words[0]) == nil else { return nil }
        }
        let known: Set = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"]
        guard known.isSuperset(of: parts.keys), let pattern = Self.pattern(parts, start),
            let interval = Int(parts["INTERVAL"] ?? "1"), (1...999).contains(interval)
        else { return nil }
        var end = End.never
        if let text = parts["COUNT"] {
            guard let count = Int(text), count > 0 else { return nil }
            end = .after(count)
        } else if let text = parts["UNTIL"] {
            guard let day = Self.day(text, in: zone) else { return nil }
            end = .on(day)
        }
        self.init(pattern, every: interval, until: end)
    }

    private static func pattern(_ parts: [String: String], _ start: CivilTime) -> Pattern? {
        var place = parts["BYSETPOS"].flatMap { Int($0) }
        var days: Set<Int> = []
        for name in parts["BYDAY"]?.split(separator: ",") ?? [] {
            guard let day = Self.days.firstIndex(of: String(name.suffix(2))) else { return nil }
            if name.count > 2 {
                guard place == nil, !name.hasPrefix("+0"), let number = Int(name.dropLast(2)) else { return nil }
                place = number
            }
            days.insert(day + 1)
        }
        if place == -1 { place = 5 }
        let numbers = parts["BYMONTHDAY"]?.split(separator: ",").map { Int($0) ?? 0 } ?? []
        let month = parts["BYMONTH"].map { Int($0) ?? 0 } ?? start.month
        guard (1...12).contains(month), numbers.allSatisfy({ (1...31).contains($0) }) else { return nil }
        switch parts["FREQ"] {
        case "DAILY":
            guard numbers.isEmpty, place == nil, parts["BYMONTH"] == nil else { return nil }
            // Every working day, say.
            return days.isEmpty ? .daily : parts["INTERVAL"] == nil ? .weekly(days, first: 1) : nil
        case "WEEKLY":
            guard numbers.isEmpty, place == nil, parts["BYMONTH"] == nil else { return nil }
            let first = Self.days.firstIndex(of: parts["WKST"] ?? "MO").map { $0 + 1 }
            return first.map { .weekly(days.isEmpty ? [start.weekday] : days, first: $0) }
        case "MONTHLY", "YEARLY":
            let isYearly = parts["FREQ"] == "YEARLY"
            guard isYearly || parts["BYMONTH"] == nil else { return nil }
            if let place, !days.isEmpty {
                guard (1...5).contains(place), numbers.isEmpty else { return nil }
                return isYearly ? .yearlyOn(month: month, place, days) : .monthlyOn(place, days)
            }
            // 28,29,30 with BYSETPOS=-1 is the 30th, or the last day of February.
            let isLast = place == 5 && numbers == Array(28...max(28, numbers.count + 27))
            guard days.isEmpty, isLast || place == nil && numbers.count <= 1 else { return nil }
            let day = numbers.last ?? start.day
            return isYearly ? .yearly(month: month, day: day) : .monthly(day: day)
        default: return nil
        }
    }

    /// `20261231`, `20261231T225959Z`, as a day in a zone.
    private static func day(_ text: String, in zone: Zone) -> Int? {
        let digits = text.filter { $0 != "T" && $0 != "Z" }
        guard [8, 14].contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        func number(_ start: Int, _ count: Int) -> Int { Int(digits.dropFirst(start).prefix(count)) ?? 0 }
        let (year, month, day) = (number(0, 4), number(4, 2), number(6, 2))
        guard year > 0, (1...12).contains(month), (1...CivilTime.days(inMonth: month, of: year)).contains(day) else {
            return nil
        }
        let civil = CivilTime(
            year: year, month: month, day: day, hour: number(8, 2), minute: number(10, 2), second: number(12, 2))
        guard text.hasSuffix("Z") else { return civil.daysSince1970 }
        return zone.civil(at: Instant(seconds: civil.secondsAsIfUTC)).daysSince1970
    }
}

extension Zone {
    /// When clocks there show a time, the first time that they do.
    func first(of civil: CivilTime) -> Instant {
        switch resolve(civil) {
        case .one(let instant), .gap(let instant), .twice(let instant, _): instant
        }
    }
}
