internal import Attributes

/// Takes arrivals and handlings, past what others are just taking; the cost does not depend on how many wait.
struct PostgresArrivalClaiming: Sendable {
    let owner: Owner
    /// A number that this claim alone has.
    let number: Int64

    init(_ owner: Owner) {
        self.owner = owner
        number = Int64.random(in: 1...Int64.max)
    }

    /// The routes that arrivals wait for, each found by one step along the index.
    private static let routes = """
        WITH RECURSIVE lane AS (
            (SELECT route FROM arrival WHERE state = 0 AND owner = 0 ORDER BY route LIMIT 1)
            UNION ALL
            SELECT next.route FROM lane CROSS JOIN LATERAL (
                SELECT route FROM arrival a WHERE a.state = 0 AND a.owner = 0 AND a.route > lane.route ORDER BY a.route LIMIT 1
            ) next
        )
        """

    /// Held until the transaction ends, also when its connection is lost: `undo` waits for it.
    private func begin(_ session: PostgresSession) throws(SpoolProblem) {
        try session.keep(owner)
        _ = try session.query("SELECT pg_advisory_xact_lock($1)", .number(number))
    }

    /// - Returns: The arrivals' numbers, in the order they were stored.
    func arrivals(
        of routes: [String]?, limit: Int, in session: PostgresSession
    ) throws(SpoolProblem) -> [Int64] {
        try begin(session)
        let lanes = routes == nil ? Self.routes : "WITH lane AS (SELECT DISTINCT unnest($1::text[]) AS route)"
        let rows = try session.query(
            """
            \(lanes), candidate AS (
                SELECT c.seq FROM lane CROSS JOIN LATERAL (
                    SELECT a.seq FROM arrival a WHERE a.state = 0 AND a.owner = 0 AND a.route = lane.route
                    ORDER BY a.seq LIMIT $2 FOR UPDATE SKIP LOCKED
                ) c WHERE $1::text[] IS NULL OR lane.route = ANY($1)
            )
            SELECT seq FROM candidate ORDER BY seq LIMIT $2
            """, routes.map { .texts($0) } ?? .null, PostgresValue(limit))
        let arrivals = (0..<rows.count).map { rows.number($0, 0) }
        guard !arrivals.isEmpty else { return [] }
        _ = try session.query(
            "UPDATE arrival SET owner = $1, claim = $2 WHERE seq = ANY($3)", .number(owner.id), .number(number),
            .numbers(arrivals))
        return arrivals
    }

    /// What waited for its time joins, when that has come, those that are due since they came.
    func handlings(
        for target: String, limit: Int, now: Instant, in session: PostgresSession
    ) throws(SpoolProblem) -> [ClaimedHandling] {
        try begin(session)
        _ = try session.query(
            """
            UPDATE handling h SET due = NULL FROM (
                SELECT arrival, number FROM handling WHERE target = $1 AND state = 0 AND owner = 0 AND due IS NOT NULL
                AND due <= $2 ORDER BY due LIMIT $3 FOR UPDATE SKIP LOCKED
            ) d WHERE h.arrival = d.arrival AND h.number = d.number
            """, .text(target), .number(now.milliseconds), PostgresValue(max(limit, 100)))
        let rows = try session.query(
            """
            WITH taken AS (
                UPDATE handling h SET owner = $2, claim = $3 FROM (
                    SELECT arrival, number FROM handling WHERE target = $1 AND state = 0 AND owner = 0 AND due IS NULL
                    ORDER BY arrival, number LIMIT $4 FOR UPDATE SKIP LOCKED
                ) r WHERE h.arrival = r.arrival AND h.number = r.number
                RETURNING h.arrival, h.number, h.target, h.attempts, h.began
            )
            SELECT a.id, t.number, a.route, t.target, t.attempts, t.began FROM taken t JOIN arrival a ON a.seq = t.arrival
            ORDER BY t.arrival, t.number
            """, .text(target), .number(owner.id), .number(number), PostgresValue(limit))
        var claimed: [ClaimedHandling] = []
        for row in 0..<rows.count {
            claimed.append(
                ClaimedHandling(
                    id: HandlingID(arrival: try rows.id(row, 0), number: rows.integer(row, 1)),
                    route: rows.text(row, 2), target: rows.text(row, 3), attempts: rows.integer(row, 4),
                    firstAttempt: rows.optionalInstant(row, 5)))
        }
        return claimed
    }

    /// Takes a claim back that nobody heard the answer to.
    func undo(in session: PostgresSession) throws(SpoolProblem) {
        _ = try session.query("SELECT pg_advisory_xact_lock($1)", .number(number))
        _ = try session.query(
            "UPDATE arrival SET owner = 0 WHERE owner = $1 AND owner <> 0 AND state = 0 AND claim = $2",
            .number(owner.id), .number(number))
        _ = try session.query(
            "UPDATE handling SET owner = 0 WHERE owner = $1 AND owner <> 0 AND claim = $2", .number(owner.id),
            .number(number))
        try session.ringInbox()
    }

    /// When handlings of each target are due that nobody has.
    static func due(in session: PostgresSession) throws(SpoolProblem) -> [String: Instant] {
        func lanes(_ condition: String) -> String {
            """
            (SELECT target FROM handling WHERE state = 0 AND owner = 0 AND \(condition) ORDER BY target LIMIT 1)
            UNION ALL
            SELECT next.target FROM lane CROSS JOIN LATERAL (
                SELECT target FROM handling h WHERE h.state = 0 AND h.owner = 0 AND \(condition) AND h.target > lane.target
                ORDER BY h.target LIMIT 1
            ) next
            """
        }
        var due: [String: Instant] = [:]
        let later = try session.query(
            """
            WITH RECURSIVE lane AS (\(lanes("due IS NOT NULL")))
            SELECT lane.target, c.due FROM lane CROSS JOIN LATERAL (
                SELECT due FROM handling h WHERE h.state = 0 AND h.owner = 0 AND h.due IS NOT NULL AND h.target = lane.target
                ORDER BY h.due LIMIT 1
            ) c
            """)
        for row in 0..<later.count { due[later.text(row, 0)] = later.instant(row, 1) }
        let ready = try session.query("WITH RECURSIVE lane AS (\(lanes("due IS NULL"))) SELECT target FROM lane")
        for row in 0..<ready.count { due[ready.text(row, 0)] = Instant(seconds: 0) }
        return due
    }
}
