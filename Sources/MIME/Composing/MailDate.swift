internal import Attributes

/// Dates as letters carry them: RFC 5322 §3.3.
enum MailDate {
    /// Seconds since 1970 of what can be written, a day off both ends for the zones: RFC 5322 §3.3 begins in 1900.
    static let range = Int64(-2_208_902_400)..<253_402_214_400

    /// Writes the time that the zone's clocks show: `Tue, 01 Dec 2026 10:00:00 +0300`.
    static func text(of instant: Instant, in zone: Zone) -> [UInt8] {
        // Clocks that are off by seconds are of the nineteenth century; the format has minutes only.
        let offset = zone.offset(at: instant) / 60 * 60
        let time = CivilTime(secondsAsIfUTC: instant.seconds + Int64(offset))
        var text: [UInt8] = []
        text.reserveCapacity(31)
        append(days[time.weekday - 1], to: &text)
        append(", ", to: &text)
        append(time.day, digits: 2, to: &text)
        append(" ", to: &text)
        append(months[time.month - 1], to: &text)
        append(" ", to: &text)
        append(time.year, digits: 4, to: &text)
        append(" ", to: &text)
        append(time.hour, digits: 2, to: &text)
        append(":", to: &text)
        append(time.minute, digits: 2, to: &text)
        append(":", to: &text)
        append(time.second, digits: 2, to: &text)
        append(offset < 0 ? " -" : " +", to: &text)
        append(abs(offset) / 3600, digits: 2, to: &text)
        append(abs(offset) / 60 % 60, digits: 2, to: &text)
        return text
    }

    private static func append(_ words: StaticString, to text: inout [UInt8]) {
        text.append(contentsOf: UnsafeBufferPointer(start: words.utf8Start, count: words.utf8CodeUnitCount))
    }

    private static func append(_ number: Int, digits: Int, to text: inout [UInt8]) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            text.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    private static let days: [StaticString] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months: [StaticString] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
