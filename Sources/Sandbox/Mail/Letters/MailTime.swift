internal import Attributes

/// Times as mail protocols write them.
enum MailTime {
    private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// As a Received field has it: `Tue, 01 Dec 2026 07:00:00 +0000`.
    static func header(_ instant: Instant) -> String {
        let time = CivilTime(secondsAsIfUTC: instant.seconds)
        let day = "\(days[time.weekday - 1]), \(padded(time.day)) \(months[time.month - 1]) \(padded(time.year, 4))"
        return "\(day) \(clock(time)) +0000"
    }

    /// As IMAP has it: `01-Dec-2026 07:00:00 +0000` (RFC 3501 section 9, date-time).
    static func imap(_ instant: Instant) -> String {
        let time = CivilTime(secondsAsIfUTC: instant.seconds)
        return "\(padded(time.day))-\(months[time.month - 1])-\(padded(time.year, 4)) \(clock(time)) +0000"
    }

    /// Reads what ``imap(_:)`` writes, in any zone.
    static func readIMAP(_ text: String) -> Instant? {
        let words = text.split(separator: " ")
        guard words.count == 3, let day = date(words[0]) else { return nil }
        let clock = words[1].split(separator: ":").compactMap { UInt8($0) }
        guard clock.count == 3, clock[0] < 24, clock[1] < 60, clock[2] < 61, words[2].utf8.count == 5,
            let offset = Int(words[2]), abs(offset) < 2400
        else { return nil }
        let seconds = Int64(clock[0]) * 3600 + Int64(clock[1]) * 60 + Int64(clock[2])
        return Instant(seconds: Int64(day) * 86_400 + seconds - Int64(offset / 100 * 3600 + offset % 100 * 60))
    }

    /// Reads `1-Dec-2026`: days since 1970.
    static func date(_ text: Substring) -> Int? {
        day(text.split(separator: "-", omittingEmptySubsequences: false).map { String($0) })
    }

    /// The day that a Date field names, whatever its zone: days since 1970.
    static func day(inHeader text: String) -> Int? {
        let words = text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "\t" }).map(String.init)
        let start = words.firstIndex { UInt8($0) != nil } ?? words.endIndex
        return day(Array(words[start...].prefix(3)))
    }

    private static func day(_ words: [String]) -> Int? {
        guard words.count == 3, let day = UInt8(words[0]), let year = UInt16(words[2]),
            let month = months.firstIndex(where: { $0.lowercased() == words[1].lowercased() }),
            (1...CivilTime.days(inMonth: month + 1, of: Int(year))).contains(Int(day))
        else { return nil }
        return CivilTime(year: Int(year), month: month + 1, day: Int(day)).daysSince1970
    }

    private static func clock(_ time: CivilTime) -> String {
        "\(padded(time.hour)):\(padded(time.minute)):\(padded(time.second))"
    }

    private static func padded(_ number: Int, _ width: Int = 2) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}
