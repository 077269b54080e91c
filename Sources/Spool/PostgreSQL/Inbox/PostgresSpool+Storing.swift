internal import Attributes

extension PostgresSpool {
    package func known(_ identities: [String], in folder: FolderName) async throws(SpoolProblem) -> Set<String> {
        let named = Dictionary(identities.map { ($0.withoutNUL, $0) }) { first, _ in first }
        return try await pool.perform { session throws(SpoolProblem) in
            guard let number = try session.number(of: folder) else { return [] }
            let rows = try session.query(
                "SELECT identity FROM loaded WHERE folder = $1 AND identity = ANY($2)", .number(number),
                .texts(identities))
            return Set((0..<rows.count).compactMap { named[rows.text($0, 0)] })
        }
    }

    package func store(
        _ arrivals: [NewArrival], from folder: FolderName, cursor: String?, for owner: Owner
    ) async throws(SpoolProblem) -> [StoredArrival] {
        try NewArrival.check(arrivals, from: folder, cursor: cursor, at: place)
        let small = try await readSmall(arrivals)
        let storing = PostgresArrivalStoring(
            arrivals: arrivals, folder: folder, cursor: cursor, owner: owner, small: small)
        try await clock.note(pool)
        @Sendable func attempt(
            _ storing: PostgresArrivalStoring, _ session: PostgresSession
        ) throws(SpoolProblem) -> [StoredArrival] {
            try session.transaction { session throws(SpoolProblem) in try storing.store(in: session) }
        }
        do throws(SpoolProblem) {
            return try await pool.perform(isRepeatable: false) { session throws(SpoolProblem) in
                try attempt(storing, session)
            }
        } catch  where error.code == .connectionLost {
            var again = storing
            again.isAgain = true
            return try await pool.perform { [again] session throws(SpoolProblem) in try attempt(again, session) }
        }
    }

    private func readSmall(_ arrivals: [NewArrival]) async throws(SpoolProblem) -> [UUIDv7: [UInt8]] {
        var small: [UUIDv7: StagedFiles.Source] = [:]
        for arrival in arrivals {
            guard case .file(let path, let size, _) = arrival.raw, size <= SpoolLimits.inlineFile else { continue }
            small[arrival.id] = StagedFiles.Source(path: path, size: size)
        }
        guard !small.isEmpty else { return [:] }
        return try await BlockingWork.perform { [small] () throws(SpoolProblem) in
            var bytes: [UUIDv7: [UInt8]] = [:]
            for (id, source) in small { bytes[id] = try SourceFile(source.path, size: source.size).bytes() }
            return bytes
        }
    }

    package func acknowledged(_ identities: [String], in folder: FolderName) async throws(SpoolProblem) {
        guard !identities.isEmpty else { return }
        try await pool.perform { session throws(SpoolProblem) in
            guard let number = try session.number(of: folder) else { return }
            _ = try session.query(
                "UPDATE loaded SET told = 1 WHERE folder = $1 AND identity = ANY($2) AND told = 0", .number(number),
                .texts(identities))
        }
    }

    package func unacknowledged(
        in folder: FolderName, limit: Int
    ) async throws(SpoolProblem) -> [UnacknowledgedArrival] {
        try await pool.perform { session throws(SpoolProblem) in
            guard let number = try session.number(of: folder) else { return [] }
            let rows = try session.query(
                "SELECT arrival, identity FROM loaded WHERE folder = $1 AND told = 0 ORDER BY seq LIMIT $2",
                .number(number), PostgresValue(max(0, limit)))
            var arrivals: [UnacknowledgedArrival] = []
            for row in 0..<rows.count {
                arrivals.append(UnacknowledgedArrival(id: try rows.id(row, 0), identity: rows.text(row, 1)))
            }
            return arrivals
        }
    }
}
