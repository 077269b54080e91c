internal import Attributes

/// Letters that came in, on their way into the tables.
struct PostgresArrivalStoring: Sendable {
    var arrivals: [NewArrival]
    var folder: FolderName
    var cursor: String?
    var owner: Owner
    /// Small files' bytes.
    var small: [UUIDv7: [UInt8]]
    /// Whether it was tried before, and nobody knows with what success.
    var isAgain = false

    /// Stores them as a part of a transaction.
    ///
    /// What is there already is found by constraints; several processes that store the same letter wait for each other there.
    func store(in session: PostgresSession) throws(SpoolProblem) -> [StoredArrival] {
        let number = try PostgresFolders.lock(folder, takenBy: owner, in: session)
        var former = try remember(number, in: session)
        try findPrints(&former, number, in: session)
        let new = arrivals.filter { former[$0.id] == nil }
        try insert(new, number, in: session)
        if let cursor {
            _ = try session.query(
                "UPDATE folder SET cursor = CASE isreset WHEN 0 THEN $1 END WHERE id = $2", .text(cursor),
                .number(number))
        }
        return arrivals.map { arrival in
            // What the first try has stored is new.
            let id = former[arrival.id] ?? arrival.id
            return StoredArrival(id: id, isNew: former[arrival.id] == nil || (isAgain && id == arrival.id))
        }
    }

    /// Remembers that letters were loaded.
    ///
    /// - Returns: The arrivals that those repeat that were loaded before, by the ids of these.
    private func remember(_ folder: Int64, in session: PostgresSession) throws(SpoolProblem) -> [UUIDv7: UUIDv7] {
        guard !arrivals.isEmpty else { return [:] }
        let rows = try session.query(
            """
            INSERT INTO loaded (folder, identity, arrival, route, hash, digest, told)
            SELECT $1, u.identity, u.arrival, u.route, u.hash, u.digest, 0
            FROM unnest($2::text[], $3::uuid[], $4::text[], $5::bigint[], $6::bytea[]) WITH ORDINALITY
            AS u (identity, arrival, route, hash, digest, position) ORDER BY u.position ON CONFLICT DO NOTHING
            RETURNING arrival
            """, .number(folder), .texts(arrivals.map(\.identity)), .ids(arrivals.map(\.id)),
            .texts(arrivals.map(\.route)), .numbers(arrivals.map { $0.print?.hash }),
            .blobs(arrivals.map { $0.print?.digest }))
        guard rows.count < arrivals.count else { return [:] }
        var loaded: Set<UUIDv7> = []
        for row in 0..<rows.count { loaded.insert(try rows.id(row, 0)) }
        let again = arrivals.filter { !loaded.contains($0.id) }
        // The mailbox has to be told again.
        let known = try session.query(
            "UPDATE loaded SET told = 0 WHERE folder = $1 AND identity = ANY($2) RETURNING identity, arrival",
            .number(folder), .texts(again.map(\.identity)))
        var ids: [String: UUIDv7] = [:]
        for row in 0..<known.count { ids[known.text(row, 0)] = try known.id(row, 1) }
        var former: [UUIDv7: UUIDv7] = [:]
        for arrival in again { former[arrival.id] = ids[arrival.identity.withoutNUL] }
        return former
    }

    /// Finds which of the other letters came by their routes before, under other identities.
    private func findPrints(
        _ former: inout [UUIDv7: UUIDv7], _ folder: Int64, in session: PostgresSession
    ) throws(SpoolProblem) {
        var seen: [PrintKey: UUIDv7] = [:]
        var candidates: [(PrintKey, UUIDv7)] = []
        for arrival in arrivals where former[arrival.id] == nil {
            guard let print = arrival.print else { continue }
            let key = PrintKey(print: print, route: arrival.route)
            if let first = seen[key] {
                former[arrival.id] = first
            } else {
                seen[key] = arrival.id
                candidates.append((key, arrival.id))
            }
        }
        if !candidates.isEmpty {
            let columns: [PostgresValue] = [
                .numbers(candidates.map(\.0.print.hash)), .texts(candidates.map(\.0.route)),
                .blobs(candidates.map(\.0.print.digest)), .ids(candidates.map(\.1)),
            ]
            // In one order everywhere: who waits for another is not waited for by it.
            _ = try session.query(
                """
                INSERT INTO print AS p (hash, route, digest, arrival, forgotten) SELECT u.hash, u.route, u.digest, u.arrival, 0
                FROM unnest($1::bigint[], $2::text[], $3::bytea[], $4::uuid[]) AS u (hash, route, digest, arrival)
                ORDER BY u.hash, u.route, u.digest ON CONFLICT (hash, route, digest) DO UPDATE
                SET arrival = excluded.arrival, forgotten = 0 WHERE p.forgotten = 1
                """, columns)
            let rows = try session.query(
                """
                SELECT u.arrival, p.arrival FROM unnest($1::bigint[], $2::text[], $3::bytea[], $4::uuid[])
                AS u (hash, route, digest, arrival) JOIN print p ON p.hash = u.hash AND p.route = u.route
                AND p.digest = u.digest WHERE p.arrival <> u.arrival
                """, columns)
            for row in 0..<rows.count { former[try rows.id(row, 0)] = try rows.id(row, 1) }
        }
        // The first of the same letters may itself repeat an earlier one.
        for (id, first) in former { if let earlier = former[first], earlier != first { former[id] = earlier } }
        guard !former.isEmpty else { return }
        _ = try session.query(
            """
            UPDATE loaded l SET arrival = u.former FROM unnest($1::uuid[], $2::uuid[]) AS u (arrival, former)
            WHERE l.arrival = u.arrival AND l.folder = $3 AND l.identity = ANY($4) AND u.arrival <> u.former
            """, .ids(Array(former.keys)), .ids(former.keys.compactMap { former[$0] }),
            .number(folder), .texts(arrivals.map(\.identity)))
    }

    private struct PrintKey: Hashable {
        var print: LetterPrint
        var route: String
    }

    private func insert(
        _ new: [NewArrival], _ folder: Int64, in session: PostgresSession
    ) throws(SpoolProblem) {
        guard !new.isEmpty else { return }
        var files: [Int64?] = []
        var bytes: [[UInt8]?] = []
        for arrival in new {
            let (file, small) = try content(of: arrival, in: session)
            files.append(file)
            bytes.append(small)
        }
        _ = try session.query(
            """
            WITH a AS (
                INSERT INTO arrival (id, route, connection, folder, identity, messageid, received, size, keep, bus, flags, state,
                owner) SELECT u.id, u.route, $3, $2, u.identity, u.messageid, u.received, u.size, u.keep, u.bus, u.flags, 0, $1
                FROM unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[], $10::bigint[],
                $11::bigint[], $12::bigint[]) WITH ORDINALITY AS u (id, route, identity, messageid, received, size, keep, bus,
                flags, position) ORDER BY u.position RETURNING seq, id
            )
            INSERT INTO raw (arrival, bytes, file) SELECT a.seq, r.bytes, r.file
            FROM unnest($4::uuid[], $13::bytea[], $14::bigint[]) AS r (id, bytes, file) JOIN a ON a.id = r.id
            """, .number(owner.id), .number(folder), .text(self.folder.connection), .ids(new.map(\.id)),
            .texts(new.map(\.route)), .texts(new.map(\.identity)), .texts(new.map { $0.messageID?.compared }),
            .numbers(new.map(\.received.milliseconds)), .numbers(new.map { Int64($0.raw.size) }),
            .numbers(new.map(\.keep.milliseconds)), .numbers(new.map { Int64($0.bus) }),
            .numbers(new.map { ArrivalFlags($0).rawValue }), .blobs(bytes), .numbers(files))
    }

    /// A letter's bytes, or the number of the file that they are copied to.
    private func content(
        of arrival: NewArrival, in session: PostgresSession
    ) throws(SpoolProblem) -> (file: Int64?, bytes: [UInt8]?) {
        switch arrival.raw {
        case .bytes(let bytes) where bytes.count > SpoolLimits.inlineFile:
            (try PostgresFiles.store(bytes, in: session), nil)
        case .file(let path, let size, _) where size > SpoolLimits.inlineFile:
            (try PostgresFiles.store(StagedFiles.Source(path: path, size: size), uses: 1, in: session), nil)
        case .bytes(let bytes), .headerOnly(let bytes, _): (nil, bytes)
        case .file: (nil, small[arrival.id])
        }
    }
}
