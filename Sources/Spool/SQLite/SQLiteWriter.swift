internal import Attributes
internal import GRDB
internal import GRDBSQLite
internal import Synchronization

/// Changes that come together share one transaction and one sync: each in a savepoint of its own, so that a refused one harms no other.
///
/// They run on the writing connection's own queue; who waits is resumed when the transaction is on the disk.
final class SQLiteWriter: Sendable {
    /// One change that waits.
    private struct Job: Sendable {
        /// Makes the change, and returns what to do when it is durable.
        let attempt: @Sendable (SQLiteSession) -> Result<@Sendable () -> Void, SpoolProblem>
        let fail: @Sendable (SpoolProblem) -> Void
        /// About how many bytes it writes.
        let weight: Int
    }

    private struct State {
        var waiting: [Job] = []
        var isAtWork = false
        var isClosed = false
        /// Why nothing can be written any more.
        var breakage: SpoolProblem?
    }

    /// What one transaction takes at most.
    private static let largestGroup = 1_000
    private static let heaviestGroup = 16_000_000

    private let pool: DatabasePool
    private let place: String
    private let names: SQLiteNames
    private let clock: SQLiteClock
    private let state = Mutex(State())

    init(_ pool: DatabasePool, at place: String, names: SQLiteNames, clock: SQLiteClock) {
        self.pool = pool
        self.place = place
        self.names = names
        self.clock = clock
    }

    /// Makes a change, together with others; it may be called more than once, and only the last call counts.
    func perform<Value: Sendable>(
        weight: Int = 1_000, _ change: @escaping @Sendable (SQLiteSession) throws(SpoolProblem) -> Value
    ) async throws(SpoolProblem) -> Value {
        let result: Result<Value, SpoolProblem> = await withCheckedContinuation { continuation in
            add(
                Job(
                    attempt: { session in
                        do throws(SpoolProblem) {
                            let value = try change(session)
                            return .success { continuation.resume(returning: .success(value)) }
                        } catch {
                            return .failure(error)
                        }
                    },
                    fail: { continuation.resume(returning: .failure($0)) }, weight: weight))
        }
        return try result.get()
    }

    /// Lets nothing more in, and returns when all that waits is done.
    func close() async {
        state.withLock { $0.isClosed = true }
        await withCheckedContinuation { continuation in
            pool.asyncWriteWithoutTransaction { [place] database in
                // As far as nobody else reads the log of changes, it is not left behind.
                try? SQLiteSession(database, at: place).run("PRAGMA wal_checkpoint(TRUNCATE)")
                continuation.resume()
            }
        }
    }

    private func add(_ job: Job) {
        enum Step { case none, start, refuse(SpoolProblem) }
        let step: Step = state.withLock { state in
            if let breakage = state.breakage { return .refuse(breakage) }
            if state.isClosed { return .refuse(.closed(place)) }
            state.waiting.append(job)
            defer { state.isAtWork = true }
            return state.isAtWork ? .none : .start
        }
        switch step {
        case .none: break
        case .start: pool.asyncWriteWithoutTransaction { database in self.work(database) }
        case .refuse(let problem): job.fail(problem)
        }
    }

    private func work(_ database: Database) {
        let session = SQLiteSession(database, at: place)
        while let jobs = take() { commit(jobs, session) }
    }

    private func take() -> [Job]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isAtWork = false
                return nil
            }
            var count = 0
            var weight = 0
            while count < min(state.waiting.count, Self.largestGroup), count == 0 || weight < Self.heaviestGroup {
                weight += state.waiting[count].weight
                count += 1
            }
            defer { state.waiting.removeFirst(count) }
            return Array(state.waiting.prefix(count))
        }
    }

    private func commit(_ jobs: [Job], _ session: SQLiteSession) {
        if let breakage = state.withLock({ $0.breakage }) { return jobs.forEach { $0.fail(breakage) } }
        do throws(SpoolProblem) {
            var done: [@Sendable () -> Void] = []
            var refused: [(Job, SpoolProblem)] = []
            done.reserveCapacity(jobs.count)
            try session.run("BEGIN IMMEDIATE")
            try clock.note(in: session)
            for job in jobs {
                try session.run("SAVEPOINT change")
                switch job.attempt(session) {
                case .success(let finish): done.append(finish)
                case .failure(let problem):
                    names.forget()
                    // SQLite may have rolled everything back by itself, as on a full disk.
                    guard session.isInTransaction else { throw problem }
                    try session.run("ROLLBACK TO change")
                    refused.append((job, problem))
                }
                try session.run("RELEASE change")
            }
            try session.run("COMMIT")
            for finish in done { finish() }
            for (job, problem) in refused { job.fail(problem) }
        } catch {
            rollBack(error, session)
            // Alone, each of them may still fit.
            guard jobs.count > 1, error.code != .locked else { return jobs.forEach { $0.fail(error) } }
            for job in jobs { commit([job], session) }
        }
    }

    private func rollBack(_ problem: SpoolProblem, _ session: SQLiteSession) {
        let code = sqlite3_extended_errcode(session.database.sqliteConnection)
        names.forget()
        clock.forget()
        if session.isInTransaction { try? session.run("ROLLBACK") }
        // After a failed sync the system may have dropped what it could not write, and says no more of it: nothing that is written
        // behind it could be found again.
        guard [SQLITE_IOERR | 4 << 8, SQLITE_IOERR | 5 << 8].contains(code) else { return }
        state.withLock {
            $0.breakage = SpoolProblem(
                .disk, at: place, "the disk did not make sure of what was written: \(problem.problem)",
                remedy: "see what the system's log says of the disk, then start router again")
        }
    }
}
