internal import Attributes

/// Arrivals on their way to handlers.
struct SQLiteHandlings {
    let session: SQLiteSession
    let names: SQLiteNames

    /// A handling's key in its table.
    static func key(_ arrival: Int64, _ number: Int) -> Int64 { arrival << 16 | Int64(number) }

    /// The first and the last key that handlings of an arrival may have.
    static func keys(of arrival: Int64) -> [SQLiteValue] {
        [.number(key(arrival, 0)), .number(key(arrival, SpoolLimits.handlings - 1))]
    }

    static func number(_ key: Int64) -> Int { Int(key & 0xFFFF) }

    /// Takes what is due.
    ///
    /// What waited for its time joins, when that has come, those that are due since they came, and stands among them where its arrival
    /// does: claiming costs the same, however many wait.
    func claim(
        _ target: String, limit: Int, now: Instant, for owner: Int64
    ) throws(SpoolProblem) -> [ClaimedHandling] {
        guard limit > 0, let target = try names.known(target, in: session) else { return [] }
        try session.run(
            """
            UPDATE handling SET due = NULL WHERE key IN (SELECT key FROM handling INDEXED BY handling_later
            WHERE target = ? AND state = 0 AND owner = 0 AND due IS NOT NULL AND due <= ? ORDER BY due LIMIT ?)
            """, .number(target), .number(now.milliseconds), SQLiteValue(max(limit, 100)))
        var keys: [Int64] = []
        var claimed: [ClaimedHandling] = []
        var select = try session.query(
            """
            SELECT h.key, h.attempts, h.began, a.id, r.text, t.text FROM handling h INDEXED BY handling_ready
            CROSS JOIN arrival a ON a.seq = h.key >> 16 CROSS JOIN name r ON r.id = a.route
            CROSS JOIN name t ON t.id = h.target
            WHERE h.target = ? AND h.state = 0 AND h.owner = 0 AND h.due IS NULL ORDER BY h.key LIMIT ?
            """)
        select.bind(target)
        select.bind(limit)
        while try select.step() {
            keys.append(select.number(0))
            claimed.append(
                ClaimedHandling(
                    id: HandlingID(arrival: try select.id(3), number: Self.number(select.number(0))),
                    route: select.text(4), target: select.text(5), attempts: select.integer(1),
                    firstAttempt: select.optionalInstant(2)))
        }
        var update = try session.query("UPDATE handling SET owner = ? WHERE key = ?")
        for key in keys {
            update.rewind()
            update.bind(owner)
            update.bind(key)
            try update.run()
        }
        return claimed
    }

    func release(_ handlings: [HandlingID], of owner: Int64) throws(SpoolProblem) {
        for handling in handlings {
            guard let arrival = try SQLiteArrivals(session: session).place(of: handling.arrival) else { continue }
            try session.run(
                "UPDATE handling SET owner = 0 WHERE key = ? AND owner = ?",
                .number(Self.key(arrival.seq, handling.number)), .number(owner))
        }
    }

    /// When handlings of each target are due that nobody has.
    func due() throws(SpoolProblem) -> [String: Instant] {
        var due: [Int64: Int64] = [:]
        for target in try targets("due IS NULL", "handling_ready") { due[target] = 0 }
        for target in try targets("due IS NOT NULL", "handling_later") where due[target] == nil {
            var select = try session.query(
                """
                SELECT due FROM handling INDEXED BY handling_later
                WHERE target = ? AND state = 0 AND owner = 0 AND due IS NOT NULL ORDER BY due LIMIT 1
                """)
            select.bind(target)
            if try select.step() { due[target] = select.number(0) }
        }
        var named: [String: Instant] = [:]
        for (target, time) in due {
            var select = try session.query("SELECT text FROM name WHERE id = ?")
            select.bind(target)
            if try select.step() { named[select.text(0)] = Instant(milliseconds: time) }
        }
        return named
    }

    /// The numbers of targets, found by one step each along an index.
    private func targets(_ condition: String, _ index: String) throws(SpoolProblem) -> [Int64] {
        var targets: [Int64] = []
        while true {
            var select = try session.query(
                """
                SELECT target FROM handling INDEXED BY \(index)
                WHERE target > ? AND state = 0 AND owner = 0 AND \(condition) ORDER BY target LIMIT 1
                """)
            select.bind(targets.last ?? 0)
            guard try select.step() else { return targets }
            targets.append(select.number(0))
        }
    }

    /// Writes down what a handler said.
    ///
    /// - Returns: Whether it was the owner's, or nobody's and is done.
    func record(_ outcome: HandlingOutcome, of arrival: Int64, _ owner: Int64) throws(SpoolProblem) -> Bool {
        let result = HandlingResult(outcome.end)
        let key = Self.key(arrival, outcome.id.number)
        var update = try session.query(
            """
            UPDATE handling SET owner = 0, state = ?, due = ?, attempts = attempts + 1, began = ifnull(began, ?), last = ?,
            said = ?, code = ?, words = ?, help = ? WHERE key = ? AND state = 0 AND owner IN (?, ?)
            """)
        update.bind(result.state.number)
        update.bind(result.due)
        update.bind(outcome.began.milliseconds)
        update.bind(outcome.began.milliseconds)
        update.bind(result.words)
        update.bind(result.failure?.code)
        update.bind(result.failure?.message)
        update.bind(result.failure?.help)
        update.bind(key)
        update.bind(owner)
        update.bind(result.state == .done ? 0 : owner)
        try update.run()
        guard session.changes == 1 else { return false }
        if let response = result.response {
            try session.run(
                "INSERT OR REPLACE INTO answer (handling, response) VALUES (?, ?)", .number(key), .text(response))
        }
        if let follower = outcome.follower {
            try session.run(
                "INSERT OR IGNORE INTO handling (key, target, kind, state, owner, attempts) VALUES (?, ?, 1, 0, 0, 0)",
                .number(Self.key(arrival, follower.number)),
                .number(try names.number(of: follower.target, in: session)))
        }
        return true
    }

    /// Writes down who is to get an arrival; who has it already does not get it again.
    func insert(_ handlings: [NewHandling], of arrival: Int64, isErrorResponse: Bool) throws(SpoolProblem) {
        for handling in handlings {
            let key = Self.key(arrival, handling.number)
            var insert = try session.query(
                """
                INSERT INTO handling (key, target, kind, state, owner, attempts) VALUES (?, ?, ?, 0, 0, 0)
                ON CONFLICT DO UPDATE SET target = excluded.target, kind = excluded.kind, state = 0, owner = 0, due = NULL,
                attempts = 0, began = NULL, last = NULL, said = NULL, code = NULL, words = NULL, help = NULL
                WHERE state <> 1 OR kind <> excluded.kind
                """)
            insert.bind(key)
            insert.bind(try names.number(of: handling.target, in: session))
            insert.bind(isErrorResponse ? 1 : 0)
            try insert.run()
            if session.changes == 1 { try session.run("DELETE FROM answer WHERE handling = ?", .number(key)) }
        }
    }

    func progress(of arrival: Int64) throws(SpoolProblem) -> ArrivalProgress {
        var select = try session.query(
            """
            SELECT total(state = 0 AND kind = 0), total(state = 2 AND kind = 0), total(state = 0 AND kind = 1) FROM handling
            WHERE key BETWEEN ? AND ?
            """)
        select.bind(Self.keys(of: arrival))
        guard try select.step() else { return ArrivalProgress() }
        return ArrivalProgress(
            waiting: select.integer(0), failed: select.integer(1), isTelling: select.integer(2) > 0)
    }
}
