package import Attributes
internal import Glibc

extension SQLiteSpool {
    // MARK: Looking

    package func arrivals(_ filter: ArrivalFilter, _ page: Page) async throws(SpoolProblem) -> [ArrivalSummary] {
        let (names, parts) = (names, parts)
        return try await read { session throws(SpoolProblem) in
            try SQLiteArrivalListing(filter: filter, page: page, names: names).run(
                SQLiteArrivalReading(session: session, parts: parts))
        }
    }

    package func arrival(_ id: UUIDv7) async throws(SpoolProblem) -> ArrivalStory? {
        let parts = parts
        return try await read { session throws(SpoolProblem) in
            let reading = SQLiteArrivalReading(session: session, parts: parts)
            var row = try session.query(
                """
                SELECT \(SQLiteArrivalReading.columns), l.told FROM arrival a LEFT JOIN reading w ON w.arrival = a.seq
                LEFT JOIN loaded l ON l.folder = a.folder AND l.identity = a.identity AND l.arrival = a.id
                \(SQLiteArrivalReading.tables) WHERE a.id = ?
                """)
            row.bind(id)
            guard try row.step() else { return nil }
            return ArrivalStory(
                arrival: try reading.summary(row), isAcknowledged: row.optionalNumber(21) != 0,
                handlings: try reading.handlings(of: row.number(0)))
        }
    }

    package func raw(of id: UUIDv7) async throws(SpoolProblem) -> RawLetter? {
        let parts = parts
        return try await read { session throws(SpoolProblem) in
            var row = try session.query(
                """
                SELECT a.flags, a.size, b.bytes, p.name FROM arrival a LEFT JOIN raw b ON b.arrival = a.seq
                LEFT JOIN file p ON p.id = b.file WHERE a.id = ?
                """)
            row.bind(id)
            guard try row.step() else { return nil }
            return try SQLiteArrivalReading(session: session, parts: parts).raw(row, 0)
        }
    }

    package func arrivalTally() async throws(SpoolProblem) -> [ArrivalTally] {
        try await read { session throws(SpoolProblem) in
            var row = try session.query(
                """
                SELECT r.text, a.state, a.count, a.oldest, a.needs FROM (
                SELECT route, state, count(*) AS count, min(received) AS oldest, total(needs) AS needs FROM arrival
                GROUP BY route, state) a JOIN name r ON r.id = a.route ORDER BY r.text, a.state
                """)
            var tallies: [ArrivalTally] = []
            while try row.step() {
                guard let state = ArrivalState(number: row.number(1)) else { continue }
                tallies.append(
                    ArrivalTally(
                        route: row.text(0), state: state, count: row.integer(2), oldest: row.instant(3),
                        unprocessed: row.integer(4)))
            }
            return tallies
        }
    }

    package func threads(of messageIDs: [String]) async throws(SpoolProblem) -> [String: String] {
        try await read { session throws(SpoolProblem) in
            var threads: [String: String] = [:]
            for messageID in Set(messageIDs) {
                threads[messageID] = try session.threadOfSent(messageID)
                if threads[messageID] == nil { threads[messageID] = try session.threadOfArrival(messageID) }
            }
            return threads
        }
    }

    // MARK: Deciding

    package func retryArrivals(_ ids: [UUIDv7], now: Instant) async throws(SpoolProblem) -> [ArrivalDecision] {
        let decisions = try await decide(ids) { deciding, id throws(SpoolProblem) in
            try deciding.retry(id, now: now)
        }
        arrivalBoard.ring()
        return decisions
    }

    package func mark(_ ids: [UUIDv7], needsProcessing: Bool) async throws(SpoolProblem) -> [ArrivalDecision] {
        try await decide(ids) { deciding, id throws(SpoolProblem) in
            try deciding.mark(id, needsProcessing: needsProcessing)
        }
    }

    package func markThread(_ thread: String, needsProcessing: Bool) async throws(SpoolProblem) -> Int {
        let names = names
        return try await writer.perform { session throws(SpoolProblem) in
            try SQLiteArrivalDeciding(session: session, names: names).markThread(
                thread, needsProcessing: needsProcessing)
        }
    }

    package func link(_ id: UUIDv7, _ link: ArrivalLink) async throws(SpoolProblem) -> ArrivalDecision {
        try await decide([id]) { deciding, id throws(SpoolProblem) in try deciding.link(id, link) }[0]
    }

    private func decide(
        _ ids: [UUIDv7],
        _ decision: @escaping @Sendable (SQLiteArrivalDeciding, UUIDv7) throws(SpoolProblem) -> ArrivalDecision
    ) async throws(SpoolProblem) -> [ArrivalDecision] {
        let names = names
        return try await writer.perform { session throws(SpoolProblem) in
            let deciding = SQLiteArrivalDeciding(session: session, names: names)
            var decisions: [ArrivalDecision] = []
            for id in ids { decisions.append(try decision(deciding, id)) }
            return decisions
        }
    }

    // MARK: Housekeeping

    package func purgeArrivals(now: Instant, limit: Int) async throws(SpoolProblem) -> Int {
        let (count, files) = try await writer.perform(weight: limit * 5_000) { session throws(SpoolProblem) in
            try SQLiteArrivalPurging(session: session).purge(now: now, limit: limit)
        }
        let parts = parts
        if !files.isEmpty {
            try await BlockingWork.perform { () throws(SpoolProblem) in
                for file in files { unlink(parts.path(of: file)) }
            }
        }
        return count
    }
}

extension SQLiteSession {
    /// The thread of a letter that was sent, whose Message-ID holds its id.
    fileprivate func threadOfSent(_ messageID: String) throws(SpoolProblem) -> String? {
        guard let id = UUIDv7(ofMessageID: messageID) else { return nil }
        var row = try query("SELECT messageid, details FROM message WHERE id = ?")
        row.bind(id)
        guard try row.step(), row.text(0) == messageID else { return nil }
        return SentThread.thread(of: messageID, details: row.text(1))
    }

    fileprivate func threadOfArrival(_ messageID: String) throws(SpoolProblem) -> String? {
        // The first that came with it has it by right; that many come with one is hostile.
        var row = try query(
            """
            SELECT w.thread FROM (SELECT arrival FROM print WHERE hash = ? LIMIT 100) p
            CROSS JOIN arrival a ON a.id = p.arrival CROSS JOIN reading w ON w.arrival = a.seq
            WHERE a.messageid = ? AND w.thread <> '' ORDER BY a.id LIMIT 1
            """)
        row.bind(LetterPrint.hash(messageID))
        row.bind(messageID.compared)
        return try row.step() ? row.text(0) : nil
    }
}
