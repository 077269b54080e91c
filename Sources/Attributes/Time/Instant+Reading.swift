extension Instant {
    /// Reads ISO 8601: `2026-12-01`, `2026-12-01T10:00`, with seconds, fractions, `Z`, `+03:00` or `+0300`, a space instead of the T.
    ///
    /// A date alone is the beginning of its day. Fractions finer than nanoseconds are cut off.
    ///
    /// The zone is where the clock hangs when the text has no offset. A time that its clocks skip is an error, of one that they show
    /// twice the earlier counts.
    package init(_ text: some StringProtocol, in zone: Zone) throws(Misreading) {
        guard text.utf8.count <= Self.longestText else { throw Misreading() }
        var cursor = ByteCursor(text)
        let date = try Self.date(&cursor)
        if cursor.isAtEnd {
            switch zone.resolve(date) {
            case .one(let instant), .gap(let instant), .twice(let instant, _): self = instant
            }
            return
        }
        guard cursor.take("T", "t", " ") != nil else { throw Misreading() }
        let civil = try Self.time(&cursor, on: date)
        let offset = try Self.offset(&cursor)
        guard cursor.isAtEnd else { throw Misreading() }
        if let offset {
            self.init(seconds: civil.secondsAsIfUTC - Int64(offset), nanoseconds: Int32(civil.nanosecond))
            return
        }
        switch zone.resolve(civil) {
        case .one(let instant), .twice(let instant, _): self = instant
        case .gap(let instant): throw Self.skipped(at: instant, in: zone)
        }
    }

    private static let longestText = 100

    private static func date(_ cursor: inout ByteCursor) throws(Misreading) -> CivilTime {
        guard let year = cursor.number(digits: 4), cursor.skip("-"), let month = cursor.number(digits: 2),
            cursor.skip("-"), let day = cursor.number(digits: 2)
        else { throw Misreading(reasonForOtherForm(cursor)) }
        guard year > 0 else { throw Misreading("there is no year 0") }
        guard (1...12).contains(month) else { throw Misreading("there are months 1 to 12") }
        let days = CivilTime.days(inMonth: month, of: year)
        guard (1...days).contains(day) else { throw Misreading("\(monthNames[month - 1]) \(year) has \(days) days") }
        return CivilTime(year: year, month: month, day: day)
    }

    private static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// Other ways to write a date are named, if it can be known what was meant.
    private static func reasonForOtherForm(_ cursor: ByteCursor) -> String? {
        let words = String(decoding: cursor.bytes, as: UTF8.self).split { "./-".contains($0) }
        guard words.count >= 3, words[0].count <= 2, words[2].prefix(4).allSatisfy(\.isNumber),
            words[2].prefix(4).count == 4, words[0].allSatisfy(\.isNumber), words[1].allSatisfy(\.isNumber)
        else {
            return cursor.bytes.count > 8 && cursor.bytes.allSatisfy { (0x30...0x39).contains($0) }
                ? "seconds since 1970 are not taken" : nil
        }
        return "the year comes first, then the month"
    }

    private static func time(_ cursor: inout ByteCursor, on date: CivilTime) throws(Misreading) -> CivilTime {
        guard let hour = cursor.number(digits: 2), cursor.skip(":"), let minute = cursor.number(digits: 2) else {
            throw Misreading()
        }
        var civil = date
        (civil.hour, civil.minute) = (hour, minute)
        if cursor.skip(":") {
            guard let second = cursor.number(digits: 2), let fraction = cursor.billionths() else { throw Misreading() }
            (civil.second, civil.nanosecond) = (second, fraction)
        }
        if hour == 24 { throw Misreading("midnight is 00:00 of the next day") }
        guard hour < 24 else { throw Misreading("a day has hours 00 to 23") }
        guard minute < 60 else { throw Misreading("an hour has minutes 00 to 59") }
        if civil.second == 60 { throw Misreading("leap seconds are not counted: the last second is 59") }
        guard civil.second < 60 else { throw Misreading("a minute has seconds 00 to 59") }
        return civil
    }

    /// `Z`, `+03:00`, `+0300` or `+03`, in seconds; `nil` for none.
    private static func offset(_ cursor: inout ByteCursor) throws(Misreading) -> Int? {
        if cursor.take("Z", "z") != nil { return 0 }
        guard let sign = cursor.take("+", "-") else { return nil }
        guard let hours = cursor.number(digits: 2) else { throw Misreading() }
        var minutes = 0
        if cursor.skip(":") || !cursor.isAtEnd {
            guard let number = cursor.number(digits: 2) else { throw Misreading() }
            minutes = number
        }
        guard hours < 24, minutes < 60 else { throw Misreading("an offset from UTC is at most 23:59") }
        return (hours * 3600 + minutes * 60) * (sign == "-" ? -1 : 1)
    }

    private static func skipped(at instant: Instant, in zone: Zone) -> Misreading {
        func clock(_ phase: ZonePhase) -> CivilTime {
            CivilTime(secondsAsIfUTC: instant.seconds + Int64(phase.offset))
        }
        let before = clock(zone.phase(at: Instant(seconds: instant.seconds - 1)))
        let after = clock(zone.phase(at: instant))
        return Misreading(
            "the clocks of \(zone.name) are put forward from \(before.shortTime) to \(after.shortTime) on \(before.date)"
        )
    }
}
