internal import Attributes
internal import Synchronization

/// Remembers the latest time in the spool, so that a clock that was put back is noticed, also across starts.
final class SQLiteClock: Sendable {
    /// A clock that is put right by less than this is let be.
    static let patience: Int64 = 60_000
    private static let interval: Int64 = 10_000
    private static let key = "router:clock"

    private let noted = Mutex<Int64>(0)

    /// Writes the time down now and then, as a part of a transaction.
    func note(in session: SQLiteSession) throws(SpoolProblem) {
        let now = Instant.now.milliseconds
        let isDue = noted.withLock { noted in
            // A clock that was put back is left for `setBack` to see.
            guard now >= noted + Self.interval else { return false }
            noted = now
            return true
        }
        guard isDue else { return }
        var write = try session.query(
            "INSERT INTO note (key, text, time) VALUES (?, '', ?) ON CONFLICT (key) DO UPDATE SET time = max(time, excluded.time)"
        )
        write.bind(Self.key)
        write.bind(now)
        try write.run()
    }

    func forget() { noted.withLock { $0 = 0 } }

    /// By how many milliseconds the clock was put back since the last time it was noted; it is noted anew.
    func setBack(now: Instant, in session: SQLiteSession) throws(SpoolProblem) -> Int64? {
        var read = try session.query("SELECT time FROM note WHERE key = ?")
        read.bind(Self.key)
        guard try read.step() else { return nil }
        let latest = read.number(0)
        guard latest > now.milliseconds + Self.patience else { return nil }
        var write = try session.query("UPDATE note SET time = ? WHERE key = ?")
        write.bind(now.milliseconds)
        write.bind(Self.key)
        try write.run()
        noted.withLock { $0 = now.milliseconds }
        return latest - now.milliseconds
    }
}
