internal import Attributes
internal import Synchronization

/// Remembers the latest time in the database, so that a clock that was put back is noticed.
final class PostgresClock: Sendable {
    private static let key = "router:clock"
    private static let interval: Int64 = 10_000
    /// A clock that is put right by less than this is let be; clocks of several machines differ a little.
    private static let patience: Int64 = 60_000

    private let noted = Mutex<Int64>(0)

    /// Writes the time down now and then.
    func note(_ pool: PostgresPool) async throws(SpoolProblem) {
        let now = Instant.now.milliseconds
        let isDue = noted.withLock { noted in
            guard now >= noted + Self.interval else { return false }
            noted = now
            return true
        }
        guard isDue else { return }
        try await pool.perform { session throws(SpoolProblem) in
            _ = try session.query(
                """
                INSERT INTO note (key, text, time) VALUES ($1, '', $2)
                ON CONFLICT (key) DO UPDATE SET time = greatest(note.time, excluded.time)
                """, .text(Self.key), .number(now))
        }
    }

    /// By how many milliseconds the clock was put back since the last time it was noted; it is noted anew.
    func setBack(now: Instant, in session: PostgresSession) throws(SpoolProblem) -> Int64? {
        let rows = try session.query("SELECT time FROM note WHERE key = $1 FOR UPDATE", .text(Self.key))
        guard rows.count == 1, rows.number(0, 0) > now.milliseconds + Self.patience else { return nil }
        let latest = rows.number(0, 0)
        _ = try session.query(
            "UPDATE note SET time = $1 WHERE key = $2", .number(now.milliseconds), .text(Self.key))
        noted.withLock { $0 = now.milliseconds }
        return latest - now.milliseconds
    }
}
