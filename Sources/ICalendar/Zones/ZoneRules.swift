internal import Attributes

/// A zone's offsets and their yearly changes, as POSIX's TZ variable says them: `CET-1CEST,M3.5.0,M10.5.0/3`.
///
/// Rules by the day of the year (`J60`) are not read: the database has used none since 2023.
struct ZoneRules: Hashable {
    /// The other half of the year.
    struct Summer: Hashable {
        var name: String
        /// Seconds ahead of UTC.
        var offset: Int
        var begin: Change
        var end: Change
    }

    /// When clocks change each year: in the month's nth week (5: the last), on a weekday, by the clock that holds until then.
    struct Change: Hashable {
        var month: Int
        var week: Int
        /// 0 for Sunday.
        var weekday: Int
        /// Seconds since midnight; below 0 and above 86,400 for the days around.
        var time: Int
    }

    var name: String
    /// Seconds ahead of UTC.
    var offset: Int
    var summer: Summer?

    /// Seconds that the clocks are ahead of UTC, so many seconds after 1970 began there.
    func offset(at seconds: Int64) -> Int {
        guard let summer else { return offset }
        let year = CivilTime(secondsAsIfUTC: seconds + Int64(offset)).year
        let begin = summer.begin.civil(in: year).secondsAsIfUTC - Int64(offset)
        let end = summer.end.civil(in: year).secondsAsIfUTC - Int64(summer.offset)
        let isSummer = begin < end ? (begin..<end).contains(seconds) : !(end..<begin).contains(seconds)
        return isSummer ? summer.offset : offset
    }
}

extension ZoneRules {
    /// Reads the rules; `nil` for what is not of that form.
    init?(_ text: String) {
        var reader = Reader(text.utf8[...])
        guard let name = reader.name(), let west = reader.time() else { return nil }
        self.init(name: name, offset: -west)
        guard !reader.isAtEnd else { return }
        guard let summerName = reader.name() else { return nil }
        let summerOffset = reader.isAt(",") ? offset + 3600 : reader.time().map { -$0 }
        guard let summerOffset, let begin = reader.change(), let end = reader.change(), reader.isAtEnd else {
            return nil
        }
        summer = Summer(name: summerName, offset: summerOffset, begin: begin, end: end)
    }

    /// Reads the form of POSIX.1 §8.3, with RFC 8536 §3.3.1's hours from -167 to 167.
    private struct Reader {
        private var rest: Substring.UTF8View

        init(_ text: Substring.UTF8View) { rest = text }

        var isAtEnd: Bool { rest.isEmpty }

        func isAt(_ sign: Unicode.Scalar) -> Bool { rest.first == UInt8(ascii: sign) }

        private mutating func take(_ sign: Unicode.Scalar) -> Bool {
            guard isAt(sign) else { return false }
            rest.removeFirst()
            return true
        }

        /// An abbreviation: `CET`, `<+03>`.
        mutating func name() -> String? {
            let isQuoted = take("<")
            let text = rest.prefix { byte in
                (0x41...0x5A).contains(byte & 0xDF)
                    || isQuoted && ((0x30...0x39).contains(byte) || byte == 0x2B || byte == 0x2D)
            }
            rest = rest[text.endIndex...]
            guard text.count >= 3, !isQuoted || take(">") else { return nil }
            return String(Substring(text))
        }

        private mutating func number() -> Int? {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            rest = rest[digits.endIndex...]
            return digits.count <= 3 ? Int(Substring(digits)) : nil
        }

        /// Seconds: `-3`, `5:30`, `2:00:00`.
        mutating func time() -> Int? {
            let isNegative = take("-")
            if !isNegative { _ = take("+") }
            guard let hours = number() else { return nil }
            var seconds = hours * 3600
            for unit in [60, 1] where take(":") {
                guard let count = number() else { return nil }
                seconds += count * unit
            }
            return isNegative ? -seconds : seconds
        }

        /// A change with the comma before it: `,M3.5.0/2`.
        mutating func change() -> Change? {
            guard take(","), take("M"), let month = number(), take("."), let week = number(), take("."),
                let weekday = number(), (1...12).contains(month), (1...5).contains(week), (0...6).contains(weekday)
            else { return nil }
            guard take("/") else { return Change(month: month, week: week, weekday: weekday, time: 7200) }
            return time().map { Change(month: month, week: week, weekday: weekday, time: $0) }
        }
    }
}
