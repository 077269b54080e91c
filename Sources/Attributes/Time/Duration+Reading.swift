extension Duration {
    /// No duration is longer: a thousand years of 365 days and a quarter.
    package static let longestDays = 365_250

    /// Reads ISO 8601, `PT1H30M`, `P1DT2H`, `P2W`, or the short form `1h30m`, `90m`, `45s`, `1d`, `2w`, `500ms`.
    ///
    /// A day is 24 hours. The last number may have a fraction. Months and years are refused, for their length differs.
    package init(reading text: some StringProtocol) throws(Misreading) {
        guard text.utf8.count <= 100 else { throw Misreading() }
        var cursor = ByteCursor(text)
        if cursor.peek == UInt8(ascii: "-") { throw Misreading("a duration is not negative") }
        var sum = Sum()
        if cursor.take("P", "p") != nil {
            try sum.readISO(&cursor)
        } else {
            try sum.readShort(&cursor)
        }
        self = .milliseconds(sum.milliseconds) + .nanoseconds(sum.nanoseconds)
    }

    /// The parts of a duration while they are read.
    private struct Sum {
        private(set) var milliseconds: Int64 = 0
        /// Of the fraction alone; a thousand years would not fit.
        private(set) var nanoseconds: Int64 = 0
        /// The unit that was read last: only smaller ones may follow.
        private var last: Int64 = .max
        private var hasFraction = false

        /// What follows the P.
        mutating func readISO(_ cursor: inout ByteCursor) throws(Misreading) {
            var isTime = false
            repeat {
                if !isTime, cursor.take("T", "t") != nil { isTime = true }
                let number = try number(&cursor)
                guard let letter = cursor.take("W", "D", "H", "M", "S", "Y", "w", "d", "h", "m", "s", "y") else {
                    throw Misreading()
                }
                switch (letter.properties.uppercaseMapping, isTime) {
                case ("Y", _): throw Misreading("a year has no fixed length: write days, as in P365D")
                case ("M", false):
                    throw Misreading("a month has no fixed length: write days, as in P30D; minutes are PT30M")
                case ("W", false): try add(number, of: 7 * 86_400_000)
                case ("D", false): try add(number, of: 86_400_000)
                case ("H", true): try add(number, of: 3_600_000)
                case ("M", true): try add(number, of: 60_000)
                case ("S", true): try add(number, of: 1_000)
                case ("H", _), ("S", _): throw Misreading("a T stands before hours, minutes and seconds, as in PT1H30M")
                default: throw Misreading()
                }
            } while !cursor.isAtEnd
        }

        mutating func readShort(_ cursor: inout ByteCursor) throws(Misreading) {
            repeat {
                let number = try number(&cursor)
                if cursor.isAtEnd { throw Misreading("the unit is missing, as in 90m or 45s") }
                switch cursor.take("w", "d", "h", "m", "s", "y") {
                case "w": try add(number, of: 7 * 86_400_000)
                case "d": try add(number, of: 86_400_000)
                case "h": try add(number, of: 3_600_000)
                case "m" where cursor.skip("s"): try add(number, of: 1)
                case "m":
                    if cursor.peek == UInt8(ascii: "o") {
                        throw Misreading("a month has no fixed length: write days, as in 30d")
                    }
                    try add(number, of: 60_000)
                case "s": try add(number, of: 1_000)
                case "y": throw Misreading("a year has no fixed length: write days, as in 365d")
                default: throw Misreading("the units are w, d, h, m, s and ms, as in 1h30m")
                }
            } while !cursor.isAtEnd
        }

        private mutating func number(_ cursor: inout ByteCursor) throws(Misreading) -> (whole: Int, billionths: Int) {
            guard let whole = cursor.number(), let fraction = cursor.billionths() else { throw Misreading() }
            return (whole, fraction)
        }

        /// Adds a number of a unit, which is in milliseconds.
        private mutating func add(_ number: (whole: Int, billionths: Int), of unit: Int64) throws(Misreading) {
            if hasFraction { throw Misreading("only the last number may have a fraction") }
            guard unit < last else { throw Misreading("the units go from the largest to the smallest, each once") }
            last = unit
            hasFraction = number.billionths > 0
            // At most a billion of the largest unit's 604,800,000 milliseconds, which fits.
            nanoseconds = Int64(number.billionths) * unit / 1_000
            milliseconds += Int64(number.whole) * unit
            guard milliseconds <= Int64(Duration.longestDays) * 86_400_000 else {
                throw Misreading("a duration has at most \(Duration.longestDays) days")
            }
        }
    }
}
