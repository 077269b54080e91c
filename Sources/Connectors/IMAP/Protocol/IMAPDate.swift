internal import Attributes

/// `17-Jul-2026 02:44:25 -0700`, the day perhaps with a space before it.
enum IMAPDate {
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    /// - Returns: `nil` for what is no date.
    static func instant(_ text: String) -> Instant? {
        let words = text.split(separator: " ")
        guard words.count == 3 else { return nil }
        let date = words[0].split(separator: "-")
        let time = words[1].split(separator: ":").map { Int($0) ?? -1 }
        guard date.count == 3, let day = Int(date[0]), (1...31).contains(day),
            let month = months.firstIndex(of: date[1].lowercased()), let year = Int(date[2]),
            (1...9999).contains(year), time.count == 3, (0...23).contains(time[0]), (0...59).contains(time[1]),
            (0...60).contains(time[2]), let offset = offset(words[2])
        else { return nil }
        let seconds = days(year, month + 1, day) * 86_400 + time[0] * 3600 + time[1] * 60 + time[2] - offset
        return Instant(seconds: Int64(seconds))
    }

    /// `-0700` in seconds.
    private static func offset(_ text: Substring) -> Int? {
        guard text.utf8.count == 5, let sign = text.first, sign == "+" || sign == "-",
            text.dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text.dropFirst())
        else { return nil }
        let seconds = number / 100 * 3600 + number % 100 * 60
        return sign == "-" ? -seconds : seconds
    }

    /// Days since 1970-01-01 in the Gregorian calendar, by years that begin in March.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let yearDays = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return 365 * year + year / 4 - year / 100 + year / 400 + yearDays - 719_468
    }
}
