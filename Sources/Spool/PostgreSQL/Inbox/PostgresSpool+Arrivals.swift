package import Attributes

extension PostgresSpool {
    // MARK: Looking

    package func arrivals(_ filter: ArrivalFilter, _ page: Page) async throws(SpoolProblem) -> [ArrivalSummary] {
        let scratch = scratch
        let listing = PostgresArrivalListing(filter: filter, page: page)
        return try await pool.perform { session throws(SpoolProblem) in
            try listing.run(PostgresArrivalReading(session: session, scratch: scratch))
        }
    }

    package func arrival(_ id: UUIDv7) async throws(SpoolProblem) -> ArrivalStory? {
        let scratch = scratch
        return try await pool.perform { session throws(SpoolProblem) in
            let reading = PostgresArrivalReading(session: session, scratch: scratch)
            let rows = try session.query(
                """
                SELECT \(PostgresArrivalReading.columns), l.told FROM \(PostgresArrivalReading.tables)
                LEFT JOIN loaded l ON l.folder = a.folder AND l.identity = a.identity AND l.arrival = a.id WHERE a.id = $1
                """, .id(id))
            guard rows.count == 1 else { return nil }
            return ArrivalStory(
                arrival: try reading.summary(rows, 0), isAcknowledged: rows.optionalNumber(0, 21) != 0,
                handlings: try reading.handlings(of: rows.number(0, 0)))
        }
    }

    package func raw(of id: UUIDv7) async throws(SpoolProblem) -> RawLetter? {
        let scratch = scratch
        return try await pool.perform { session throws(SpoolProblem) in
            let rows = try session.query(
                """
                SELECT a.flags, a.size, r.bytes, r.file FROM arrival a LEFT JOIN raw r ON r.arrival = a.seq WHERE a.id = $1
                """, .id(id))
            guard rows.count == 1 else { return nil }
            return try PostgresArrivalReading(session: session, scratch: scratch).raw(rows, 0, 0)
        }
    }

    package func arrivalTally() async throws(SpoolProblem) -> [ArrivalTally] {
        try await pool.perform { session throws(SpoolProblem) in
            let rows = try session.query(
                """
                SELECT route, state, count(*), min(received), count(*) FILTER (WHERE needs = 1) FROM arrival
                GROUP BY route, state ORDER BY route COLLATE "C", state
                """)
            return (0..<rows.count).compactMap { row in
                ArrivalState(number: rows.number(row, 1)).map { state in
                    ArrivalTally(
                        route: rows.text(row, 0), state: state, count: rows.integer(row, 2),
                        oldest: rows.instant(row, 3), unprocessed: rows.integer(row, 4))
                }
            }
        }
    }

    package func threads(of messageIDs: [String]) async throws(SpoolProblem) -> [String: String] {
        let all = Array(Set(messageIDs))
        let sent = all.compactMap { messageID in UUIDv7(ofMessageID: messageID).map { ($0, messageID) } }
        return try await pool.perform { session throws(SpoolProblem) in
            var threads: [String: String] = [:]
            // The first that came with a Message-ID has it by right; that many come with one is hostile.
            let arrived = try session.query(
                """
                SELECT DISTINCT ON (u.name) u.position, w.thread
                FROM unnest($1::bigint[], $2::text[]) WITH ORDINALITY AS u (hash, name, position)
                CROSS JOIN LATERAL (SELECT arrival FROM print WHERE print.hash = u.hash LIMIT 100) p
                JOIN arrival a ON a.id = p.arrival AND a.messageid = u.name JOIN reading w ON w.arrival = a.seq WHERE w.thread <> '' ORDER BY u.name, p.arrival
                """, .numbers(all.map { LetterPrint.hash($0) }), .texts(all.map(\.compared)))
            for row in 0..<arrived.count { threads[all[arrived.integer(row, 0) - 1]] = arrived.text(row, 1) }
            guard !sent.isEmpty else { return threads }
            let rows = try session.query(
                """
                SELECT u.position, m.details FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS u (id, name, position)
                JOIN message m ON m.id = u.id AND m.messageid = u.name
                """, .ids(sent.map(\.0)), .texts(sent.map(\.1)))
            for row in 0..<rows.count {
                let messageID = sent[rows.integer(row, 0) - 1].1
                threads[messageID] = SentThread.thread(of: messageID, details: rows.text(row, 1))
            }
            return threads
        }
    }

    // MARK: Deciding

    package func retryArrivals(_ ids: [UUIDv7], now: Instant) async throws(SpoolProblem) -> [ArrivalDecision] {
        try await decide(ids) { deciding, id throws(SpoolProblem) in try deciding.retry(id, now: now) }
    }

    package func mark(_ ids: [UUIDv7], needsProcessing: Bool) async throws(SpoolProblem) -> [ArrivalDecision] {
        try await decide(ids) { deciding, id throws(SpoolProblem) in
            try deciding.mark(id, needsProcessing: needsProcessing)
        }
    }

    package func markThread(_ thread: String, needsProcessing: Bool) async throws(SpoolProblem) -> Int {
        try await pool.perform(isRepeatable: false) { session throws(SpoolProblem) in
            try PostgresArrivalDeciding(session: session).markThread(thread, needsProcessing: needsProcessing)
        }
    }

    package func link(_ id: UUIDv7, _ link: ArrivalLink) async throws(SpoolProblem) -> ArrivalDecision {
        try await decide([id]) { deciding, id throws(SpoolProblem) in try deciding.link(id, link) }[0]
    }

    private func decide(
        _ ids: [UUIDv7],
        _ decision: @escaping @Sendable (PostgresArrivalDeciding, UUIDv7) throws(SpoolProblem) -> ArrivalDecision
    ) async throws(SpoolProblem) -> [ArrivalDecision] {
        // Done twice, it would tell what the first time has left to do.
        try await pool.perform(isRepeatable: false) { session throws(SpoolProblem) in
            try session.transaction { session throws(SpoolProblem) in
                let deciding = PostgresArrivalDeciding(session: session)
                var decisions: [UUIDv7: ArrivalDecision] = [:]
                // In one order everywhere: who waits for another is not waited for by it.
                for id in Set(ids).sorted() { decisions[id] = try decision(deciding, id) }
                try session.ringInbox()
                return ids.map { decisions[$0] ?? .noSuchArrival }
            }
        }
    }

    // MARK: Housekeeping

    package func purgeArrivals(now: Instant, limit: Int) async throws(SpoolProblem) -> Int {
        try await pool.perform { session throws(SpoolProblem) in
            try session.transaction { session throws(SpoolProblem) in
                let rows = try session.query(
                    """
                    SELECT seq FROM arrival WHERE ended IS NOT NULL AND ended + keep <= $1
                    ORDER BY ended + keep LIMIT $2 FOR UPDATE SKIP LOCKED
                    """, .number(now.milliseconds), PostgresValue(limit))
                guard rows.count > 0 else { return 0 }
                let arrivals = PostgresValue.numbers((0..<rows.count).map { rows.number($0, 0) })
                _ = try session.query(
                    """
                    WITH gone AS (DELETE FROM file WHERE id IN (
                    SELECT file FROM raw WHERE arrival = ANY($1) AND file IS NOT NULL) RETURNING id)
                    DELETE FROM chunk WHERE file IN (SELECT id FROM gone)
                    """, arrivals)
                for table in ["raw", "reading", "handling"] {
                    _ = try session.query("DELETE FROM \(table) WHERE arrival = ANY($1)", arrivals)
                }
                _ = try session.query("DELETE FROM arrival WHERE seq = ANY($1)", arrivals)
                return rows.count
            }
        }
    }
}
