internal import Attributes

/// What people decide about arrivals, as a part of a transaction.
struct PostgresArrivalDeciding {
    let session: PostgresSession

    func retry(_ id: UUIDv7, now: Instant) throws(SpoolProblem) -> ArrivalDecision {
        guard let arrival = try session.lock(arrivals: [id])[id] else { return .noSuchArrival }
        switch arrival.state {
        case .quarantined: return try lookAgain(arrival)
        case .failed, .delivering: return try handOverAgain(arrival, now: now)
        case .received, .delivered: return .notNow(arrival.state)
        }
    }

    /// Its error response, as far as it is not out, is of no more use.
    private func lookAgain(_ arrival: PostgresArrival) throws(SpoolProblem) -> ArrivalDecision {
        let handlings = try session.query(
            "SELECT owner FROM handling WHERE arrival = $1 FOR UPDATE", .number(arrival.seq))
        if (0..<handlings.count).contains(where: { handlings.number($0, 0) != 0 }) { return .notNow(arrival.state) }
        _ = try session.query("DELETE FROM handling WHERE arrival = $1 AND state <> 1", .number(arrival.seq))
        _ = try session.query("UPDATE reading SET code = NULL WHERE arrival = $1", .number(arrival.seq))
        _ = try session.query(
            "UPDATE arrival SET state = 0, owner = 0, needs = NULL, ended = NULL WHERE seq = $1", .number(arrival.seq))
        return .done(.received)
    }

    private func handOverAgain(_ arrival: PostgresArrival, now: Instant) throws(SpoolProblem) -> ArrivalDecision {
        // What its error response says may not be so any more.
        _ = try session.query(
            "DELETE FROM handling WHERE arrival = $1 AND kind = 1 AND state <> 1 AND owner = 0", .number(arrival.seq))
        let count = try session.query(
            """
            UPDATE handling SET state = 0, due = NULL WHERE arrival = $1 AND kind = 0 AND owner = 0
            AND (state = 2 OR (state = 0 AND due IS NOT NULL))
            """, .number(arrival.seq)
        ).changes
        guard count > 0 else { return .notNow(arrival.state) }
        let progress = try session.progress(of: [arrival.seq])[arrival.seq] ?? ArrivalProgress()
        let state = progress.state(isQuarantined: false)
        try session.update([
            PostgresArrivalChange(seq: arrival.seq, state: state, isFinished: progress.isFinished, now: now)
        ])
        return .done(state)
    }

    func mark(_ id: UUIDv7, needsProcessing: Bool) throws(SpoolProblem) -> ArrivalDecision {
        guard let arrival = try session.lock(arrivals: [id])[id] else { return .noSuchArrival }
        let count = try session.query(
            "UPDATE arrival SET needs = $1 WHERE seq = $2 AND needs IS NOT NULL AND state <> 0",
            PostgresValue(needsProcessing ? 1 : 0), .number(arrival.seq)
        ).changes
        return count == 1 ? .done(arrival.state) : .notNow(arrival.state)
    }

    func markThread(_ thread: String, needsProcessing: Bool) throws(SpoolProblem) -> Int {
        try session.query(
            """
            UPDATE arrival SET needs = $1 WHERE needs = 1 - $1 AND state <> 0
            AND seq IN (SELECT arrival FROM reading WHERE thread = $2)
            """, PostgresValue(needsProcessing ? 1 : 0), .text(thread.compared)
        ).changes
    }

    func link(_ id: UUIDv7, _ link: ArrivalLink) throws(SpoolProblem) -> ArrivalDecision {
        guard let arrival = try session.lock(arrivals: [id])[id] else { return .noSuchArrival }
        guard arrival.state != .received else { return .notNow(arrival.state) }
        let rows = try session.query("SELECT links, contact FROM reading WHERE arrival = $1", .number(arrival.seq))
        guard rows.count == 1 else { return .notNow(arrival.state) }
        var links = try rows.links(0, 0, at: session.place)
        if !links.contains(link.kept) {
            links.append(link.kept)
            _ = try session.query(
                "UPDATE reading SET links = $1 WHERE arrival = $2", .bytes(LinksCoding.encode(links)),
                .number(arrival.seq))
        }
        if !rows.isNull(0, 1) {
            _ = try session.query("UPDATE arrival SET needs = 0 WHERE seq = $1 AND needs = 1", .number(arrival.seq))
        }
        return .done(arrival.state)
    }
}
