internal import Attributes

/// Dates in letters: RFC 5322 §3.3, and what programs write instead.
///
/// The words may stand in any order, as each kind is known by its shape: `Tue, 01 Dec 2026 10:00:00 +0300 (MSK)`,
/// `2026-12-01 10:00`, `Dec 1 10:00:00 2026 GMT`, `01-Dec-26 10.00`.
struct ReadDate {
    private var day: Int?
    private var month: Int?
    private var year: Int?
    private var time: (hour: Int, minute: Int, second: Int)?
    private var offset: Int?

    /// What an unfolded value says; `nil` when it can't be understood.
    static func instant(_ value: ArraySlice<UInt8>) -> Instant? {
        var date = ReadDate()
        var depth = 0
        // Comments go first.
        let plain = value.prefix(200).map { byte -> UInt8 in
            if byte == UInt8(ascii: "(") { depth += 1 }
            defer { if byte == UInt8(ascii: ")"), depth > 0 { depth -= 1 } }
            return depth > 0 ? 0x20 : byte
        }
        for word in plain.split(whereSeparator: { $0.isFieldSpace || $0 == 0x2C || $0 == 0x22 }) { date.take(word) }
        return date.instant
    }

    private var instant: Instant? {
        guard let day, let month, var year else { return nil }
        // RFC 5322 §4.3: two digits, and three.
        if year < 50 { year += 2000 } else if year < 1000 { year += 1900 }
        guard (1...12).contains(month), (1...CivilTime.days(inMonth: month, of: year)).contains(day), year < 10_000
        else { return nil }
        let time = time ?? (0, 0, 0)
        guard time.hour < 24, time.minute < 60, time.second <= 60 else { return nil }
        let civil = CivilTime(
            year: year, month: month, day: day, hour: time.hour, minute: time.minute, second: min(time.second, 59))
        return Instant(seconds: civil.secondsAsIfUTC - Int64(offset ?? 0))
    }

    private mutating func take(_ word: ArraySlice<UInt8>) {
        guard let first = word.first else { return }
        if word.contains(UInt8(ascii: ":")) {
            takeTime(word)
        } else if first == UInt8(ascii: "+") || first == UInt8(ascii: "-"), time != nil {
            takeOffset(word)
        } else if let number = Self.number(word) {
            takeNumber(number, digits: word.count)
        } else if Self.isDigit(first), word.contains(UInt8(ascii: "-")) || word.contains(UInt8(ascii: "/")) {
            for piece in word.split(whereSeparator: { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "/") }) {
                take(piece)
            }
        } else if Self.isDigit(first), time == nil, word.contains(UInt8(ascii: ".")) {
            takeTime(word[...])
        } else {
            takeName(word)
        }
    }

    private mutating func takeNumber(_ number: Int, digits: Int) {
        if digits > 2, year == nil {
            year = number
        } else if month == nil, day == nil, year != nil {
            // The year came first: 2026-12-01.
            month = number
        } else if day == nil {
            day = number
        } else if month == nil {
            month = number
        } else if year == nil {
            year = number
        }
    }

    private mutating func takeTime(_ word: ArraySlice<UInt8>) {
        guard time == nil else { return }
        var rest = word
        // 2026-12-01T10:00:00Z
        if let letter = rest.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "t") }), Self.isDigit(rest[rest.startIndex])
        {
            take(rest[..<letter])
            rest = rest[(letter + 1)...]
        }
        let clock = rest.prefix { Self.isDigit($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
        let numbers = clock.split { !Self.isDigit($0) }.prefix(3).map { Self.number($0) ?? 99 }
        guard numbers.count >= 2 else { return }
        time = (numbers[0], numbers[1], numbers.count > 2 ? numbers[2] : 0)
        let zone = rest[clock.endIndex...]
        if let sign = zone.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
            takeOffset(zone)
        } else if !zone.isEmpty {
            takeName(zone)
        }
    }

    private mutating func takeOffset(_ word: ArraySlice<UInt8>) {
        let digits = word.dropFirst().filter(Self.isDigit)
        guard offset == nil, (1...4).contains(digits.count), let number = Self.number(digits[...]) else { return }
        let (hours, minutes) = digits.count <= 2 ? (number, 0) : (number / 100, number % 100)
        guard hours < 24, minutes < 60 else { return }
        offset = (hours * 3600 + minutes * 60) * (word.first == UInt8(ascii: "-") ? -1 : 1)
    }

    private mutating func takeName(_ word: ArraySlice<UInt8>) {
        let name = String(decoding: word.prefix(20), as: UTF8.self).lowercased()
        if let month = Self.months.firstIndex(of: String(name.prefix(3))) {
            if self.month == nil {
                self.month = month + 1
            }
        } else if let hours = Self.zones[name], time != nil, offset == nil {
            offset = hours * 3600
        } else if name == "pm" || name == "am", let now = time, now.hour <= 12 {
            time = (now.hour % 12 + (name == "pm" ? 12 : 0), now.minute, now.second)
        } else if name.hasPrefix("gmt") || name.hasPrefix("utc"), word.count > 3, time != nil {
            takeOffset(word.dropFirst(3))
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func number(_ word: ArraySlice<UInt8>) -> Int? {
        guard word.count <= 6, word.allSatisfy(isDigit) else { return nil }
        return word.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// In hours; RFC 5322 §4.3 takes all other names for UTC.
    private static let zones = [
        "gmt": 0, "ut": 0, "utc": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
        "pst": -8, "pdt": -7, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "bst": 1, "jst": 9,
    ]
}
