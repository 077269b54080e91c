import Glibc

/// The terminal that results go to.
enum Screen {
    private static let leastWidth = 60

    /// Its columns; `nil` where stdout is no terminal, and nothing has to fit.
    static var width: Int? {
        guard isatty(STDOUT_FILENO) == 1 else { return nil }
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return max(leastWidth, Int(size.ws_col))
    }

    /// Whether nobody reads what is written any more.
    static var isForsaken: Bool {
        var entry = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
        return poll(&entry, 1, 0) > 0 && entry.revents & Int16(POLLERR | POLLNVAL) != 0
    }

    /// Asks; silence is a no.
    static func confirms(_ question: String) -> Bool {
        Terminal.write("\(question) [y/N] ", to: STDERR_FILENO)
        let answer = readLine()?.lowercased() ?? ""
        return ["y", "yes", "д", "да"].contains(answer)
    }

    /// Whether somebody can be asked: both sides of the conversation are a terminal.
    static var canAsk: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }
}
