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

    /// Whether somebody can be asked: both sides of the conversation are a terminal.
    static var canAsk: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }
}
