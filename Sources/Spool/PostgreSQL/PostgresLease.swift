internal import Synchronization

/// Keeps an owner alive: signs of life at a third of its term, and a lock that goes with its connection.
///
/// An owner whose term has run out must not send any more, since others may take its letters. Its own clock began before the
/// server's, so that it always knows first.
final class PostgresLease: Sendable {
    /// Advisory locks are one space for the whole database: ours have this in their upper half.
    private static let lockSpace: Int64 = 0x7274_7370 << 32

    let lock: OwnerLock
    private let connection: PostgresConnection
    private let tasks = Mutex<[Task<Void, Never>]>([])

    init(_ address: PostgresAddress, id: Int64, lock: OwnerLock) {
        self.lock = lock
        connection = PostgresConnection(address) { session throws(SpoolProblem) in
            // A connection of ours that the server still takes for alive has it; then that shows that we live.
            _ = try session.query("SELECT pg_try_advisory_lock($1)", .number(Self.lockKey(id)))
        }
    }

    static func lockKey(_ id: Int64) -> Int64 { lockSpace | id }

    /// Whether an owner has lost its life by the server's clock; one whose connection is there gets another term.
    static let isOver = """
        (lease < clock_timestamp() - $2::bigint * interval '1 millisecond' OR (lease < clock_timestamp() AND NOT EXISTS (
        SELECT 1 FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND (l.classid::bigint << 32 | l.objid::bigint) = ($3::bigint | owner.id))))
        """

    /// What `isOver` takes as its second and third value.
    static func values(_ term: Duration) -> [PostgresValue] { [.number(term.milliseconds), .number(lockSpace)] }

    /// Begins to give signs of life.
    ///
    /// - Parameters:
    ///   - owner: Is told when it is lost.
    ///   - term: How long it lives without a sign.
    ///   - begin: From before the server was asked to begin the first term.
    func keep(_ owner: Owner, term: Duration, from begin: ContinuousClock.Instant) {
        let connection = connection
        // The rest of the term is for what is just being sent.
        let deadline = Deadline(begin + term * 0.8)
        let signs = Task.detached {
            while !Task.isCancelled, !owner.isLost {
                let sent = ContinuousClock.now
                do throws(SpoolProblem) {
                    let isThere = try await connection.perform { session throws(SpoolProblem) in
                        try session.query(
                            "UPDATE owner SET lease = clock_timestamp() + $2::bigint * interval '1 millisecond' WHERE id = $1",
                            .number(owner.id), .number(term.milliseconds)
                        ).changes == 1
                    }
                    guard isThere else { return owner.lose() }
                    deadline.move(to: sent + term * 0.8)
                    try? await Task.sleep(for: term / 3)
                } catch {
                    try? await Task.sleep(for: min(.seconds(1), term / 10))
                }
            }
        }
        // A sign that hangs must not keep the owner from knowing that its term is over.
        let watch = Task.detached {
            while !Task.isCancelled {
                let end = deadline.value
                guard ContinuousClock.now < end else { return owner.lose() }
                try? await Task.sleep(until: end, clock: .continuous)
            }
        }
        tasks.withLock { $0 = [signs, watch] }
    }

    private final class Deadline: Sendable {
        private let time: Mutex<ContinuousClock.Instant>

        init(_ time: ContinuousClock.Instant) {
            self.time = Mutex(time)
        }

        var value: ContinuousClock.Instant { time.withLock { $0 } }

        func move(to time: ContinuousClock.Instant) { self.time.withLock { $0 = time } }
    }

    func end() async {
        for task in tasks.withLock({ $0 }) { task.cancel() }
        await connection.close()
        lock.letGo()
    }
}
