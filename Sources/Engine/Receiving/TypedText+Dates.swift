import Attributes

extension TypedText {
    /// A date, with a time or without, as people write it: `01.12.2026 10:00`, `1 декабря 2026 г. в 10:00`, `December 1, 2026 10:00 AM`,
    /// and as programs do: ISO 8601, a letter's `Date`.
    func instant(_ text: String) -> Instant? {
        if let instant = try? Instant(text, in: zone) { return instant }
        return WrittenDate(text, monthFirst: language == .english || language.region == "US")?.instant(in: zone)
    }
}

/// A date in words and numbers, taken apart.
private struct WrittenDate {
    private var year: Int?
    private var month: Int?
    private var day: Int?
    private var hour = 0
    private var minute = 0
    private var second = 0
    private var offset: Int?
    private var isAfternoon: Bool?

    /// - Parameters:
    ///   - text: All of it has to make sense.
    ///   - monthFirst: Whether 12/01/2026 is in December.
    init?(_ text: String, monthFirst: Bool) {
        guard text.utf8.count <= 100 else { return nil }
        // A letter's date may end with the zone's name: `+0300 (MSK)`.
        let text = text.last == ")" ? text[..<(text.lastIndex(of: "(") ?? text.endIndex)] : text[...]
        let words = text.replacing(",", with: " ").split(whereSeparator: \.isWhitespace).map(String.init)
        for word in words {
            guard take(word.lowercased(), monthFirst: monthFirst) else { return nil }
        }
        guard year != nil, month != nil, day != nil else { return nil }
    }

    private mutating func take(_ word: String, monthFirst: Bool) -> Bool {
        if Self.fillers.contains(word) { return true }
        if word == "am" || word == "pm" {
            isAfternoon = word == "pm"
            return true
        }
        if word.contains(":") { return takeTime(word) }
        if let known = Self.offsets[word] {
            offset = known
            return true
        }
        if let sign = word.first, sign == "+" || sign == "-", word.count == 5, let number = Int(word.dropFirst()) {
            offset = (number / 100 * 3600 + number % 100 * 60) * (sign == "-" ? -1 : 1)
            return true
        }
        if let separator = [".", "/", "-"].first(where: { word.dropLast().contains($0) }) {
            return takeDate(word.split(separator: separator), isMonthFirst: monthFirst && separator == "/")
        }
        let digits = word.prefix(while: \.isNumber)
        if !digits.isEmpty, ["", ".", "st", "nd", "rd", "th", "-го", "г", "г."].contains(word[digits.endIndex...]) {
            guard let number = Int(digits) else { return false }
            if day == nil, number <= 31 {
                day = number
                return true
            }
            guard year == nil, digits.count == 4 else { return false }
            year = number
            return true
        }
        guard month == nil, let number = Self.month(word) else { return Self.weekdays.contains { word.hasPrefix($0) } }
        month = number
        return true
    }

    private mutating func takeDate(_ parts: [Substring], isMonthFirst: Bool) -> Bool {
        let numbers = parts.compactMap { $0.allSatisfy(\.isNumber) ? Int($0) : nil }
        guard year == nil, month == nil, day == nil, numbers.count == 3, parts.count == 3 else { return false }
        if parts[0].count == 4 {
            (year, month, day) = (numbers[0], numbers[1], numbers[2])
            return true
        }
        (day, month) = isMonthFirst ? (numbers[1], numbers[0]) : (numbers[0], numbers[1])
        guard parts[2].count == 4 || parts[2].count == 2 else { return false }
        year = parts[2].count == 2 ? 2000 + numbers[2] : numbers[2]
        return true
    }

    private mutating func takeTime(_ word: String) -> Bool {
        var word = word
        for (suffix, flag) in [("am", false), ("pm", true)] where word.hasSuffix(suffix) {
            word.removeLast(2)
            isAfternoon = flag
        }
        let parts = word.split(separator: ":")
        let numbers = parts.compactMap { $0.count <= 2 && $0.allSatisfy(\.isNumber) ? Int($0) : nil }
        guard numbers.count == parts.count, (2...3).contains(numbers.count) else { return false }
        (hour, minute, second) = (numbers[0], numbers[1], numbers.count == 3 ? numbers[2] : 0)
        return true
    }

    func instant(in zone: Zone) -> Instant? {
        guard let year, let month, let day, (1...9999).contains(year), (1...12).contains(month),
            (1...CivilTime.days(inMonth: month, of: year)).contains(day), minute < 60, second < 60
        else { return nil }
        var hour = hour
        if let isAfternoon {
            guard (1...12).contains(hour) else { return nil }
            hour = hour % 12 + (isAfternoon ? 12 : 0)
        }
        guard hour < 24 else { return nil }
        let civil = CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        if let offset { return Instant(seconds: civil.secondsAsIfUTC - Int64(offset)) }
        switch zone.resolve(civil) {
        case .one(let instant), .gap(let instant), .twice(let instant, _): return instant
        }
    }

    private static let fillers: Set = ["в", "г", "г.", "года", "год", "at", "of", "on", "ч", "ч."]
    private static let offsets = ["utc": 0, "gmt": 0, "z": 0, "мск": 10_800, "msk": 10_800]
    private static let weekdays = [
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "пон", "вто", "сре", "чет", "пят", "суб", "вос", "пн", "вт",
        "ср", "чт", "пт", "сб", "вс",
    ]
    private static let months = [
        ["jan", "янв"], ["feb", "фев"], ["mar", "мар"], ["apr", "апр"], ["may", "май", "мая", "мае"], ["jun", "июн"],
        ["jul", "июл"], ["aug", "авг"], ["sep", "сен"], ["oct", "окт"], ["nov", "ноя"], ["dec", "дек"],
    ]

    private static func month(_ word: String) -> Int? {
        guard word.count >= 3, let index = months.firstIndex(where: { $0.contains { word.hasPrefix($0) } }) else {
            return nil
        }
        return index + 1
    }
}
