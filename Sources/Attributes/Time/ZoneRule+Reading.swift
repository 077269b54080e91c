extension ZoneRule {
    /// Reads a rule as it stands at the end of a TZif file: POSIX's `TZ`, with the hours of RFC 8536 section 3.3.1.
    ///
    /// - Returns: `nil` for a blank or malformed rule.
    package init?(_ text: String) {
        var cursor = ByteCursor(text)
        guard let name = Self.name(&cursor), let west = Self.time(&cursor) else { return nil }
        standard = ZonePhase(offset: -west, abbreviation: name)
        if cursor.isAtEnd { return }

        guard let daylightName = Self.name(&cursor) else { return nil }
        var offset = standard.offset + 3600
        if let scalar = cursor.scalar, scalar != "," {
            guard let west = Self.time(&cursor) else { return nil }
            offset = -west
        }
        // POSIX leaves the days to the implementation when they are not given; these are glibc's.
        var start = Change(day: .weekday(month: 3, week: 2, weekday: 0), time: 7200)
        var end = Change(day: .weekday(month: 11, week: 1, weekday: 0), time: 7200)
        if !cursor.isAtEnd {
            guard let givenStart = Self.change(&cursor), let givenEnd = Self.change(&cursor), cursor.isAtEnd else {
                return nil
            }
            (start, end) = (givenStart, givenEnd)
        }
        daylight = Daylight(
            phase: ZonePhase(offset: offset, isDaylight: true, abbreviation: daylightName), start: start, end: end)
    }

    /// `CET` or `<+03>`.
    private static func name(_ cursor: inout ByteCursor) -> String? {
        let isQuoted = cursor.skip("<")
        var name = ""
        while let scalar = cursor.scalar, isPartOfName(scalar, isQuoted: isQuoted) {
            name.unicodeScalars.append(scalar)
            _ = cursor.skip(scalar)
        }
        if isQuoted, !cursor.skip(">") { return nil }
        return name.isEmpty ? nil : name
    }

    private static func isPartOfName(_ scalar: Unicode.Scalar, isQuoted: Bool) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z": true
        case "0"..."9", "+", "-": isQuoted
        default: false
        }
    }

    /// `-3`, `5:30`, `167:00:00`; in seconds.
    private static func time(_ cursor: inout ByteCursor) -> Int? {
        let sign = cursor.take("-", "+") == "-" ? -1 : 1
        guard let hours = cursor.number(), hours <= 167 else { return nil }
        var seconds = hours * 3600
        for unit in [60, 1] where cursor.skip(":") {
            guard let number = cursor.number(), number < 60 else { return nil }
            seconds += number * unit
        }
        return sign * seconds
    }

    /// `,M3.5.0/2`, `,J60` or `,59`.
    private static func change(_ cursor: inout ByteCursor) -> Change? {
        guard cursor.skip(","), let day = day(&cursor) else { return nil }
        guard cursor.skip("/") else { return Change(day: day, time: 7200) }
        return time(&cursor).map { Change(day: day, time: $0) }
    }

    private static func day(_ cursor: inout ByteCursor) -> Day? {
        if cursor.skip("J") {
            guard let day = cursor.number(), (1...365).contains(day) else { return nil }
            return .ordinalWithoutLeapDay(day)
        }
        guard cursor.skip("M") else {
            guard let day = cursor.number(), day <= 365 else { return nil }
            return .ordinal(day)
        }
        guard let month = cursor.number(), (1...12).contains(month), cursor.skip("."),
            let week = cursor.number(), (1...5).contains(week), cursor.skip("."),
            let weekday = cursor.number(), weekday <= 6
        else { return nil }
        return .weekday(month: month, week: week, weekday: weekday)
    }
}
