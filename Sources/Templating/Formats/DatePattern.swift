import Attributes

/// A date pattern such as `d MMMM yyyy 'г.', HH:mm`, with the letters of CLDR (UTS #35, part 4, "Date Field Symbol Table").
struct DatePattern: Hashable, Sendable {
    enum Item: Hashable, Sendable {
        case literal(String)
        /// The digits at least; two mean the last two of the year.
        case year(Int)
        /// 1 and 2: digits; 3: abbreviated; 4: in full.
        case month(Int, alone: Bool)
        case day(Int)
        case hour24(Int)
        case hour12(Int)
        case minute(Int)
        case second(Int)
        /// Digits of the second's fraction.
        case fraction(Int)
        /// AM or PM.
        case half
        /// 3: abbreviated; 4: in full.
        case weekday(Int)
        /// `+03`, `+0300`, `+03:00`, with Z for UTC where asked.
        case offset(Offset, zuluForUTC: Bool)
        /// The zone's name in the time zone database.
        case zone
    }

    enum Offset: Hashable, Sendable {
        /// `+03`, or `+0530` where there are minutes.
        case short
        case basic
        case extended
    }

    let items: [Item]
    /// Beside a day, a Russian month stands in the genitive: «1 декабря»; without one, «декабрь 2026».
    private let hasDay: Bool

    init(_ items: [Item]) {
        self.items = items
        hasDay = items.contains { if case .day = $0 { true } else { false } }
    }

    func write(_ moment: Moment, in words: Words, into buffer: inout [UInt8]) {
        for item in items { write(item, moment, in: words, into: &buffer) }
    }

    private func write(_ item: Item, _ moment: Moment, in words: Words, into buffer: inout [UInt8]) {
        let civil = moment.civil
        switch item {
        case .literal(let text): buffer.append(text)
        case .year(2): buffer.appendDigits(abs(civil.year) % 100, atLeast: 2)
        case .year(let count):
            if civil.year < 0 { buffer.append(UInt8(ascii: "-")) }
            buffer.appendDigits(abs(civil.year), atLeast: count)
        case .month(let count, let alone):
            let isAlone = alone || !hasDay
            let names: [String]
            switch count {
            case 3: names = isAlone ? words.shortMonthsAlone : words.shortMonths
            case 4: names = isAlone ? words.monthsAlone : words.months
            default: return buffer.appendDigits(civil.month, atLeast: count)
            }
            buffer.append(names[civil.month - 1])
        case .day(let count): buffer.appendDigits(civil.day, atLeast: count)
        case .hour24(let count): buffer.appendDigits(civil.hour, atLeast: count)
        case .hour12(let count): buffer.appendDigits((civil.hour + 11) % 12 + 1, atLeast: count)
        case .minute(let count): buffer.appendDigits(civil.minute, atLeast: count)
        case .second(let count): buffer.appendDigits(civil.second, atLeast: count)
        case .fraction(let count):
            var divisor = 1
            for _ in count..<9 { divisor *= 10 }
            buffer.appendDigits(civil.nanosecond / divisor, atLeast: count)
        case .half: buffer.append(civil.hour < 12 ? "AM" : "PM")
        case .weekday(let count):
            let names = count == 4 ? words.weekdays : words.shortWeekdays
            buffer.append(names[civil.weekday - 1])
        case .offset(let form, let zuluForUTC):
            if zuluForUTC, moment.offset == 0 { return buffer.append(UInt8(ascii: "Z")) }
            write(form, moment.offset, into: &buffer)
        case .zone: buffer.append(moment.zone)
        }
    }

    private func write(_ form: Offset, _ offset: Int, into buffer: inout [UInt8]) {
        buffer.append(UInt8(ascii: offset < 0 ? "-" : "+"))
        let minutes = abs(offset) / 60
        buffer.appendDigits(minutes / 60, atLeast: 2)
        if form == .short, minutes % 60 == 0 { return }
        if form == .extended { buffer.append(UInt8(ascii: ":")) }
        buffer.appendDigits(minutes % 60, atLeast: 2)
    }
}

extension [UInt8] {
    /// Appends a number that is not negative in decimal digits, with zeros before it.
    mutating func appendDigits(_ number: Int, atLeast count: Int) {
        let start = self.count
        var rest = number
        repeat {
            append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        while self.count - start < count { append(UInt8(ascii: "0")) }
        self[start...].reverse()
    }
}
