internal import Attributes
internal import GRDB
internal import Synchronization

/// The spool in one SQLite file, with a folder for large files and one for its owners beside it.
package final class SQLiteSpool: Spool {
    package let place: String
    let pool: DatabasePool
    let writer: SQLiteWriter
    let names = SQLiteNames()
    let clock = SQLiteClock()
    let parts: PartsFolder
    let owners: OwnerFiles
    let board: NewsBoard
    let arrivalBoard: NewsBoard
    /// The locks of this process's owners.
    let locks = Mutex<[Int64: OwnerLock]>([:])
    private let isClosed = Mutex(false)

    /// Opens the file, or makes it.
    ///
    /// - Parameters:
    ///   - path: The folder it lies in is made if the one above is there.
    ///   - patience: In seconds, how long a change waits for another process's.
    /// - Returns: It, ready.
    /// - Throws: Why it can't be used: damaged, of a later version, not to be written, not a spool.
    package static func open(_ path: String, patience: Double = 30) async throws(SpoolProblem) -> SQLiteSpool {
        let pool = try await BlockingWork.perform { () throws(SpoolProblem) in
            try SQLiteOpening.open(path, patience: patience)
        }
        let spool = SQLiteSpool(pool, at: path)
        do throws(SpoolProblem) {
            try await spool.removeLeftovers()
        } catch {
            await spool.close()
            throw error
        }
        return spool
    }

    private init(_ pool: DatabasePool, at path: String) {
        place = path
        self.pool = pool
        writer = SQLiteWriter(pool, at: path, names: names, clock: clock)
        parts = PartsFolder(path: "\(path)-parts")
        owners = OwnerFiles(path: "\(path)-owners")
        board = NewsBoard(watching: Self.watch(pool, path))
        arrivalBoard = NewsBoard(watching: Self.watch(pool, path))
    }

    /// Reads, beside whatever is being written.
    func read<Value: Sendable>(
        _ work: @escaping @Sendable (SQLiteSession) throws(SpoolProblem) -> Value
    ) async throws(SpoolProblem) -> Value {
        guard !isClosed.withLock({ $0 }) else { throw .closed(place) }
        let place = place
        let result: Result<Value, SpoolProblem> = await withCheckedContinuation { continuation in
            pool.asyncRead { database in
                do {
                    continuation.resume(returning: .success(try work(SQLiteSession(try database.get(), at: place))))
                } catch {
                    continuation.resume(returning: .failure(SQLiteProblem.make(error, at: place)))
                }
            }
        }
        return try result.get()
    }

    package func news() -> AsyncStream<Void> { board.read() }

    package func arrivalNews() -> AsyncStream<Void> { arrivalBoard.read() }

    package func checkThoroughly() async throws(SpoolProblem) {
        try await read { session throws(SpoolProblem) in try SQLiteOpening.checkThoroughly(session) }
    }

    package func close() async {
        guard
            isClosed.withLock({ isClosed in
                defer { isClosed = true }
                return !isClosed
            })
        else { return }
        board.close()
        arrivalBoard.close()
        await writer.close()
        try? pool.close()
        for lock in locks.withLock({ Array($0.values) }) { lock.letGo() }
    }

    /// `data_version` changes when another connection has changed the file: within this process only the writer does.
    private static func watch(_ pool: DatabasePool, _ place: String) -> @Sendable (NewsBoard) async -> Void {
        { board in
            var last: Int64?
            while !Task.isCancelled {
                let version: Int64? = await withCheckedContinuation { continuation in
                    pool.asyncWriteWithoutTransaction { database in
                        let session = SQLiteSession(database, at: place)
                        continuation.resume(returning: (try? session.number("PRAGMA data_version")) ?? nil)
                    }
                }
                // The first look rings too: what was changed before it would be heard of never.
                if last != version { board.ring() }
                last = version
                try? await Task.sleep(for: .milliseconds(250))
            }
        }
    }

    private func removeLeftovers() async throws(SpoolProblem) {
        let parts = parts
        try await read { session throws(SpoolProblem) in
            try parts.removeLeftovers { name throws(SpoolProblem) in
                var query = try session.query("SELECT 1 FROM file WHERE name = ?")
                query.bind(name)
                return try query.step()
            }
        }
    }
}
