internal import Attributes

/// An arrival's row, locked until the transaction ends.
struct PostgresArrival: Sendable {
    var seq: Int64
    var id: UUIDv7
    var state: ArrivalState
    var owner: Int64
    /// The number of the call that changed it last.
    var claim: Int64?
}

/// How far an arrival has come, on its way into the tables.
struct PostgresArrivalChange {
    var seq: Int64
    var state: ArrivalState
    var isFinished: Bool
    var now: Instant
}

extension PostgresSession {
    /// The arrivals with these ids.
    func lock(arrivals ids: [UUIDv7]) throws(SpoolProblem) -> [UUIDv7: PostgresArrival] {
        let rows = try query(
            "SELECT seq, id, state, owner, claim FROM arrival WHERE id = ANY($1) ORDER BY seq FOR UPDATE", .ids(ids))
        var arrivals: [UUIDv7: PostgresArrival] = [:]
        for row in 0..<rows.count {
            guard let state = ArrivalState(number: rows.number(row, 2)) else {
                throw PostgresProblem.corrupt(place, "a state has the number \(rows.number(row, 2))")
            }
            let id = try rows.id(row, 1)
            arrivals[id] = PostgresArrival(
                seq: rows.number(row, 0), id: id, state: state, owner: rows.number(row, 3),
                claim: rows.optionalNumber(row, 4))
        }
        return arrivals
    }

    /// How many handlings of arrivals wait, and how many have failed.
    func progress(of arrivals: [Int64]) throws(SpoolProblem) -> [Int64: ArrivalProgress] {
        let rows = try query(
            """
            SELECT arrival, count(*) FILTER (WHERE state = 0 AND kind = 0), count(*) FILTER (WHERE state = 2 AND kind = 0),
            count(*) FILTER (WHERE state = 0 AND kind = 1) FROM handling WHERE arrival = ANY($1) GROUP BY arrival
            """, .numbers(arrivals))
        var progress: [Int64: ArrivalProgress] = [:]
        for row in 0..<rows.count {
            progress[rows.number(row, 0)] = ArrivalProgress(
                waiting: rows.integer(row, 1), failed: rows.integer(row, 2), isTelling: rows.integer(row, 3) > 0)
        }
        return progress
    }

    /// Writes back how far arrivals have come; when one ended counts once.
    func update(_ changes: [PostgresArrivalChange]) throws(SpoolProblem) {
        guard !changes.isEmpty else { return }
        _ = try query(
            """
            UPDATE arrival a SET state = u.state, ended = CASE WHEN u.finished = 1 THEN coalesce(a.ended, u.now) END
            FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) AS u (seq, state, finished, now)
            WHERE a.seq = u.seq
            """, .numbers(changes.map(\.seq)), .numbers(changes.map(\.state.number)),
            .numbers(changes.map { $0.isFinished ? 1 : 0 }), .numbers(changes.map(\.now.milliseconds)))
    }
}
