internal import Attributes
internal import Connecting
internal import Synchronization

/// The spool in a PostgreSQL database, which several machines may share.
package final class PostgresSpool: Spool {
    package let place: String
    let pool: PostgresPool
    /// Locks and wire marks of owners on this machine.
    let owners: OwnerFiles
    /// Where large files lie while they are sent.
    let scratch: String
    /// How long an owner lives without a sign of life.
    let term: Duration
    let board: NewsBoard
    let arrivalBoard: NewsBoard
    let clock = PostgresClock()
    let leases = Mutex<[Int64: PostgresLease]>([:])
    let puts: Gatherer<PostgresPut, Acceptance>
    let records: Gatherer<PostgresRecording, PostgresRecording.Recorded>
    let handlings: Gatherer<PostgresHandlingRecording, [ArrivalState?]>
    private let isClosed = Mutex(false)

    package static let usualTerm = Duration.seconds(30)

    /// Opens the database; its tables are made when they are missing.
    ///
    /// - Parameters:
    ///   - address: Of the database.
    ///   - folder: A folder on this machine for owners' locks and marks, and for large files on their way; the one above is there.
    ///   - term: How long an owner lives without a sign of life.
    ///   - patience: How long calls wait for a server that has gone.
    /// - Returns: It, ready.
    /// - Throws: Why it can't be used; a server that can't be reached is not waited for.
    package static func open(
        _ address: PostgresAddress, folder: String, term: Duration = usualTerm, patience: Duration = .seconds(30)
    ) async throws(SpoolProblem) -> PostgresSpool {
        try await BlockingWork.perform { () throws(SpoolProblem) in
            try Folder.make(Folder.parent(of: folder), mode: 0o755)
            try Folder.make(folder, mode: 0o700)
        }
        let spool = PostgresSpool(address, folder: folder, term: term, patience: patience)
        do throws(SpoolProblem) {
            try await spool.pool.performOnce { session throws(SpoolProblem) in try PostgresSchema.migrate(session) }
        } catch {
            await spool.close()
            throw error
        }
        return spool
    }

    private init(_ address: PostgresAddress, folder: String, term: Duration, patience: Duration) {
        place = address.shown
        let pool = PostgresPool(address, patience: patience)
        self.pool = pool
        owners = OwnerFiles(path: "\(folder)/owners")
        scratch = folder
        self.term = term
        board = NewsBoard(watching: PostgresListener.watch(address, .letters))
        arrivalBoard = NewsBoard(watching: PostgresListener.watch(address, .arrivals))
        puts = Gatherer(workers: 2) { await PostgresStoring.store($0, pool) }
        records = Gatherer(workers: 2, largest: 100) { await PostgresRecording.record($0, pool) }
        handlings = Gatherer(workers: 2, largest: 100) { await PostgresHandlingRecording.record($0, pool) }
    }

    package func news() -> AsyncStream<Void> { board.read() }

    package func arrivalNews() -> AsyncStream<Void> { arrivalBoard.read() }

    package func checkThoroughly() async throws(SpoolProblem) {
        // The server looks after its files itself; what can be looked at is whether all can be read.
        try await pool.perform { session throws(SpoolProblem) in
            for table in [
                "submission", "message", "attempt", "owner", "batch", "meeting", "note", "folder", "loaded", "print",
                "arrival", "reading", "handling",
            ] {
                _ = try session.query("SELECT count(t::text) FROM \(table) t")
            }
            for table in ["part", "raw", "chunk"] {
                _ = try session.query("SELECT sum(length(bytes)) FROM \(table)")
            }
        }
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
        for lease in leases.withLock({ Array($0.values) }) { await lease.end() }
        await pool.close()
    }
}
