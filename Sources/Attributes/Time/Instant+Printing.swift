extension Instant {
    /// ISO 8601 in UTC: `2026-12-01T07:00:00Z`; a fraction only where there is one.
    package var iso8601: String { iso8601(in: .utc) }

    /// ISO 8601 with the offset of a zone: `2026-12-01T10:00:00+03:00`.
    ///
    /// A zone at UTC itself gives `Z`; so does an offset with seconds, from before time zones, which ISO 8601 can't tell.
    package func iso8601(in zone: Zone) -> String {
        let offset = zone.offset(at: self)
        guard offset != 0, offset % 60 == 0 else {
            let civil = CivilTime(secondsAsIfUTC: seconds, nanosecond: Int(nanoseconds))
            return "\(civil.date)T\(civil.time)Z"
        }
        let civil = zone.civil(at: self)
        let minutes = abs(offset) / 60
        let sign = offset < 0 ? "-" : "+"
        return "\(civil.date)T\(civil.time)\(sign)\((minutes / 60).padded(2)):\((minutes % 60).padded(2))"
    }
}

extension CivilTime {
    /// `2026-12-01`.
    package var date: String { "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))" }

    /// `10:00:00`, with a fraction where there is one: `10:00:00.5`.
    package var time: String {
        let time = "\(shortTime):\(second.padded(2))"
        if nanosecond == 0 { return time }
        var fraction = nanosecond.padded(9)
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return "\(time).\(fraction)"
    }

    /// `10:00`, without seconds.
    package var shortTime: String { "\(hour.padded(2)):\(minute.padded(2))" }
}

extension Int {
    /// In decimal digits, with zeros in front up to a width.
    fileprivate func padded(_ width: Int) -> String {
        let digits = String(magnitude)
        return (self < 0 ? "-" : "") + String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
