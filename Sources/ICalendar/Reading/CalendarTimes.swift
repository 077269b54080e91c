internal import Attributes

/// Makes instants of a calendar's times.
struct CalendarTimes {
    /// A time as it was understood.
    struct Found {
        var instant: Instant
        /// As the clocks show it where the meeting is.
        var civil: CivilTime
        /// A day without a time.
        var isDate: Bool
    }

    /// The calendar's own zones by their TZID.
    private let zones: [String: CalendarZoneRules]
    private let floating: Zone

    init(zones: [ReadComponent], floating: Zone) {
        var rules: [String: CalendarZoneRules] = [:]
        for zone in zones {
            guard let id = zone["TZID"]?.value, rules[id] == nil, let found = CalendarZoneRules(zone) else { continue }
            rules[id] = found
        }
        self.zones = rules
        self.floating = floating
    }

    /// - Returns: `nil` when the value is no time.
    func instant(_ property: ReadComponent.Property) -> Found? {
        guard let (civil, isDate, isUTC) = Self.civil(property.value) else { return nil }
        if isUTC { return Found(instant: Instant(seconds: civil.secondsAsIfUTC), civil: civil, isDate: false) }
        // A whole day is the same day everywhere: it begins where its reader is.
        guard !isDate, let id = property.tzid, !id.isEmpty else {
            return Found(instant: Self.resolve(civil, in: floating), civil: civil, isDate: isDate)
        }
        if let zone = ZoneNames.zone(id) {
            return Found(instant: Self.resolve(civil, in: zone), civil: civil, isDate: false)
        }
        if let rules = zones[id] {
            let seconds = civil.secondsAsIfUTC - Int64(rules.offset(at: civil))
            return Found(instant: Instant(seconds: seconds), civil: civil, isDate: false)
        }
        return Found(instant: Self.resolve(civil, in: floating), civil: civil, isDate: false)
    }

    /// The zone of a time: that which it names, UTC, or that of its reader.
    func zone(of property: ReadComponent.Property?) -> Zone? {
        guard let property, let (_, _, isUTC) = Self.civil(property.value) else { return nil }
        if isUTC { return .utc }
        guard let id = property.tzid, !id.isEmpty else { return floating }
        return ZoneNames.zone(id)
    }

    /// The beginning of the next day.
    func dayAfter(_ civil: CivilTime) -> Instant {
        Self.resolve(CivilTime(secondsAsIfUTC: civil.secondsAsIfUTC + 86_400), in: floating)
    }

    private static func resolve(_ civil: CivilTime, in zone: Zone) -> Instant {
        switch zone.resolve(civil) {
        case .one(let instant), .gap(let instant), .twice(let instant, _): instant
        }
    }

    /// `20261201T100000Z`, `20261201T100000`, `20261201`.
    static func civil(_ text: String) -> (civil: CivilTime, isDate: Bool, isUTC: Bool)? {
        var bytes = Array(text.utf8)
        let isUTC = bytes.last == UInt8(ascii: "Z")
        if isUTC { bytes.removeLast() }
        guard bytes.count == 8 || bytes.count == 15 && bytes[8] | 0x20 == UInt8(ascii: "t") else { return nil }
        let digits = bytes[..<8] + bytes.dropFirst(9)
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        func number(_ range: Range<Int>) -> Int { bytes[range].reduce(0) { $0 * 10 + Int($1 - 0x30) } }
        var civil = CivilTime(year: number(0..<4), month: number(4..<6), day: number(6..<8))
        guard civil.year > 0, (1...12).contains(civil.month),
            (1...CivilTime.days(inMonth: civil.month, of: civil.year)).contains(civil.day)
        else { return nil }
        if bytes.count == 15 {
            (civil.hour, civil.minute, civil.second) = (number(9..<11), number(11..<13), min(number(13..<15), 59))
            guard civil.hour < 24, civil.minute < 60 else { return nil }
        }
        return (civil, bytes.count == 8, isUTC && bytes.count == 15)
    }
}
