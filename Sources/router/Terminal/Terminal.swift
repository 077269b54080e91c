import Diagnostics
import Glibc
import Synchronization

/// Where results and words go: results to stdout, everything else to stderr.
struct Terminal: Sendable {
    let isJSON: Bool
    let isQuiet: Bool
    let isVerbose: Bool
    /// For stderr.
    let style: Style
    /// For stdout.
    let resultStyle: Style

    init(_ options: GlobalOptions) {
        isJSON = options.json
        isQuiet = options.quiet
        isVerbose = options.verbose
        // https://no-color.org: present and not empty.
        let isForbidden = options.noColor || (getenv("NO_COLOR").map { $0.pointee != 0 } ?? false)
        style = Style(isColoured: !isForbidden && isatty(STDERR_FILENO) == 1)
        resultStyle = Style(isColoured: !isForbidden && isatty(STDOUT_FILENO) == 1)
    }

    /// A result: one line, complete when this returns.
    func result(_ line: String) {
        if !Self.write(line + "\n", to: STDOUT_FILENO), errno != EPIPE { Self.lostResults.withLock { $0 = true } }
    }

    /// Whether a result could not be written, as to a full disk; a reader who has gone away had enough.
    static var hasLostResults: Bool { lostResults.withLock { $0 } }

    private static let lostResults = Mutex(false)

    /// Words about what happens; not with `--quiet`.
    func note(_ line: String) {
        if !isQuiet { Self.write(line + "\n", to: STDERR_FILENO) }
    }

    /// What must be seen.
    func complain(_ text: String) {
        Self.write(text.hasSuffix("\n") ? text : text + "\n", to: STDERR_FILENO)
    }

    /// Whether a progress bar has somewhere to move.
    var showsProgress: Bool { !isQuiet && isatty(STDERR_FILENO) == 1 }

    /// - Returns: Whether all of it was written; `errno` says why not.
    @discardableResult
    static func write(_ text: String, to file: Int32) -> Bool { write(Array(text.utf8), to: file) }

    /// - Returns: Whether all of it was written; `errno` says why not.
    @discardableResult
    static func write(_ bytes: [UInt8], to file: Int32) -> Bool {
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                return false
            }
            start += count
        }
        return true
    }
}
