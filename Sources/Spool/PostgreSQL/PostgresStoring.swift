internal import Attributes
internal import Connecting
internal import MIME

/// A submission on its way into the tables.
struct PostgresPut: Sendable {
    var submission: NewSubmission
    var ids: [UUIDv7]
    /// Its owner from the beginning; 0 for nobody.
    var owner: Int64
    /// The bytes of small files.
    var small: [StagedFiles.Source: [UInt8]]
    /// Whether it was tried before, and nobody knows with what success.
    var isAgain = false

    /// The same, tried again.
    var again: Self {
        var put = self
        put.isAgain = true
        return put
    }
}

/// Writes submissions into the tables, many in one statement.
enum PostgresStoring {
    /// Stores a group; where one of it is refused, each alone.
    static func store(_ puts: [PostgresPut], _ pool: PostgresPool) async -> [Result<Acceptance, SpoolProblem>] {
        do throws(SpoolProblem) {
            return try await storeTogether(puts, pool).map { .success($0) }
        } catch {
            guard puts.count > 1, error.code == .refused || error.code == .locked else {
                return puts.map { _ in .failure(error) }
            }
            var results: [Result<Acceptance, SpoolProblem>] = []
            for put in puts {
                do throws(SpoolProblem) {
                    results.append(.success(try await storeTogether([put], pool)[0]))
                } catch {
                    results.append(.failure(error))
                }
            }
            return results
        }
    }

    private static func storeTogether(
        _ puts: [PostgresPut], _ pool: PostgresPool
    ) async throws(SpoolProblem) -> [Acceptance] {
        do throws(SpoolProblem) {
            return try await pool.perform(isRepeatable: false) { session throws(SpoolProblem) in
                try session.transaction { session throws(SpoolProblem) in
                    try store(puts, in: session, files: [:]).map(\.acceptance)
                }
            }
        } catch  where error.code == .connectionLost {
            // The same ids again: what is there is found, and what is still on its way is waited for.
            let again = puts.map(\.again)
            return try await pool.perform { session throws(SpoolProblem) in
                try session.transaction { session throws(SpoolProblem) in
                    try store(again, in: session, files: [:]).map(\.acceptance)
                }
            }
        }
    }

    /// What became of a submission, and whether that is of this call.
    struct Stored {
        var acceptance: Acceptance
        var isNew: Bool
    }

    /// Stores submissions as a part of a transaction.
    ///
    /// - Parameters:
    ///   - puts: Not all need be new.
    ///   - session: In a transaction.
    ///   - files: The numbers of large files that were stored before.
    /// - Returns: What became of each.
    /// - Throws: What refuses all of them.
    static func store(
        _ puts: [PostgresPut], in session: PostgresSession, files: [StagedFiles.Source: Int64]
    ) throws(SpoolProblem) -> [Stored] {
        var table = PostgresNewRows()
        for put in puts { table.add(put, files) }
        let stored = try table.insert(into: session)
        if puts.contains(where: { $0.owner == 0 }) { try session.ring() }
        guard stored.count < puts.count else { return puts.map { _ in Stored(acceptance: .accepted, isNew: true) } }
        var results: [Stored] = []
        var seen: Set<UUIDv7> = []
        for put in puts {
            // The same submission twice in a group is new only once.
            let isNew = stored.contains(put.submission.id) && seen.insert(put.submission.id).inserted
            results.append(Stored(acceptance: isNew ? .accepted : try former(put, in: session), isNew: isNew))
        }
        return results
    }

    /// What the submission that was there before leads to.
    private static func former(_ put: PostgresPut, in session: PostgresSession) throws(SpoolProblem) -> Acceptance {
        let same = try session.query("SELECT seq FROM submission WHERE id = $1", .id(put.submission.id))
        if same.count == 1 {
            if put.isAgain { return .accepted }
            return .repeated(submission: put.submission.id, messages: try messages(of: same.number(0, 0), in: session))
        }
        guard let key = put.submission.key else { throw PostgresProblem.lost(session.place, isKnown: true) }
        let rows = try session.query(
            "SELECT seq, id, fingerprint FROM submission WHERE scope = $1 AND key = $2", .text(key.scope),
            .text(key.key))
        // It was purged just now.
        guard rows.count == 1 else { throw PostgresProblem.lost(session.place, isKnown: true) }
        guard rows.bytes(0, 2) == key.fingerprint else { return .conflict(submission: try rows.id(0, 1)) }
        return .repeated(submission: try rows.id(0, 1), messages: try messages(of: rows.number(0, 0), in: session))
    }

    private static func messages(
        of submission: Int64, in session: PostgresSession
    ) throws(SpoolProblem) -> [UUIDv7] {
        let rows = try session.query("SELECT id FROM message WHERE submission = $1 ORDER BY seq", .number(submission))
        var ids: [UUIDv7] = []
        for row in 0..<rows.count { ids.append(try rows.id(row, 0)) }
        return ids
    }
}
