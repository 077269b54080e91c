internal import Diagnostics
internal import Glibc

/// One line of a connection's log.
///
///     2026-11-21T08:15:30.250+03:00 4711/2 C: MAIL FROM:<robot@example.com>
///     2026-11-21T08:15:30.251+03:00 4711/2 S: 250 2.1.0 Ok
///     2026-11-21T08:15:31.007+03:00 4711 !! [not-now] mail.example.com:25 asks to try later: 450 4.2.0 …
package struct LogLine: Hashable, Sendable {
    package enum Mark: String, Sendable, CaseIterable {
        case client = "C:"
        case server = "S:"
        /// What happened besides.
        case note = "--"
        case failure = "!!"
    }

    /// ISO 8601 with milliseconds and the machine's offset.
    package var time: String
    /// The process, and behind a slash its session's number where it is one's.
    package var session: String
    package var mark: Mark
    package var text: String

    /// Longer ones are cut: nothing that a server says may fill the disk by one line.
    package static let longest = 4096

    package init(time: String, session: String, mark: Mark, text: String) {
        self.time = time
        self.session = session
        self.mark = mark
        self.text = text
    }

    /// Reads a line back; `nil` for what is none.
    package init?(_ line: some StringProtocol) {
        let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        guard words.count >= 3, let mark = Mark(rawValue: String(words[2])) else { return nil }
        self.init(
            time: String(words[0]), session: String(words[1]), mark: mark,
            text: words.count == 4 ? String(words[3]) : "")
    }

    /// Without a line end; whatever the text holds, it is one line.
    package var printed: String { "\(time) \(session) \(mark.rawValue) \(Visible.shortened(text, to: Self.longest))" }

    /// The time now, on this machine's clock.
    package static func now() -> String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        var parts = tm()
        localtime_r(&time.tv_sec, &parts)
        func digits(_ number: Int, _ count: Int = 2) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        let offset = parts.tm_gmtoff / 60
        return
            "\(digits(Int(parts.tm_year) + 1900, 4))-\(digits(Int(parts.tm_mon) + 1))-\(digits(Int(parts.tm_mday)))T"
            + "\(digits(Int(parts.tm_hour))):\(digits(Int(parts.tm_min))):\(digits(Int(parts.tm_sec)))"
            + ".\(digits(time.tv_nsec / 1_000_000, 3))"
            + "\(offset < 0 ? "-" : "+")\(digits(abs(offset) / 60)):\(digits(abs(offset) % 60))"
    }
}
