internal import Attributes

/// What people decide about arrivals.
struct SQLiteArrivalDeciding {
    let session: SQLiteSession
    let names: SQLiteNames

    private var arrivals: SQLiteArrivals { SQLiteArrivals(session: session) }

    func retry(_ id: UUIDv7, now: Instant) throws(SpoolProblem) -> ArrivalDecision {
        guard let place = try arrivals.place(of: id) else { return .noSuchArrival }
        switch place.state {
        case .quarantined: return try lookAgain(place)
        case .failed, .delivering: return try handOverAgain(place, now: now)
        case .received, .delivered: return .notNow(place.state)
        }
    }

    /// Its error response, as far as it is not out, is of no more use.
    private func lookAgain(_ place: SQLiteArrivals.Place) throws(SpoolProblem) -> ArrivalDecision {
        var busy = try session.query("SELECT 1 FROM handling WHERE key BETWEEN ? AND ? AND owner <> 0")
        busy.bind(SQLiteHandlings.keys(of: place.seq))
        if try busy.step() { return .notNow(place.state) }
        let keys = SQLiteHandlings.keys(of: place.seq)
        try session.run("DELETE FROM handling WHERE key BETWEEN ? AND ? AND state <> 1", keys[0], keys[1])
        try session.run("UPDATE reading SET code = NULL WHERE arrival = ?", .number(place.seq))
        try session.run(
            "UPDATE arrival SET state = 0, owner = 0, needs = NULL, ended = NULL WHERE seq = ?", .number(place.seq))
        return .done(.received)
    }

    private func handOverAgain(_ place: SQLiteArrivals.Place, now: Instant) throws(SpoolProblem) -> ArrivalDecision {
        let keys = SQLiteHandlings.keys(of: place.seq)
        // What its error response says may not be so any more.
        try session.run(
            "DELETE FROM handling WHERE key BETWEEN ? AND ? AND kind = 1 AND state <> 1 AND owner = 0", keys[0], keys[1]
        )
        let count = try session.run(
            """
            UPDATE handling SET state = 0, due = NULL WHERE key BETWEEN ? AND ? AND kind = 0 AND owner = 0
            AND (state = 2 OR (state = 0 AND due IS NOT NULL))
            """, keys[0], keys[1])
        guard count > 0 else { return .notNow(place.state) }
        let progress = try SQLiteHandlings(session: session, names: names).progress(of: place.seq)
        return .done(try arrivals.update(place, progress, now: now))
    }

    func mark(_ id: UUIDv7, needsProcessing: Bool) throws(SpoolProblem) -> ArrivalDecision {
        guard let place = try arrivals.place(of: id) else { return .noSuchArrival }
        let count = try session.run(
            "UPDATE arrival SET needs = ? WHERE seq = ? AND needs IS NOT NULL AND state <> 0",
            .number(needsProcessing ? 1 : 0), .number(place.seq))
        return count == 1 ? .done(place.state) : .notNow(place.state)
    }

    func markThread(_ thread: String, needsProcessing: Bool) throws(SpoolProblem) -> Int {
        try session.run(
            """
            UPDATE arrival SET needs = ?1 WHERE needs = 1 - ?1 AND state <> 0
            AND seq IN (SELECT arrival FROM reading WHERE threadhash = ?2 AND thread = ?3)
            """, .number(needsProcessing ? 1 : 0), .number(LetterPrint.hash(thread.compared)), .text(thread.compared))
    }

    func link(_ id: UUIDv7, _ link: ArrivalLink) throws(SpoolProblem) -> ArrivalDecision {
        guard let place = try arrivals.place(of: id) else { return .noSuchArrival }
        guard place.state != .received else { return .notNow(place.state) }
        var select = try session.query("SELECT links, contact FROM reading WHERE arrival = ?")
        select.bind(place.seq)
        guard try select.step() else { return .notNow(place.state) }
        let hasContact = !select.isNull(1)
        var links: [ArrivalLink]
        do throws(ByteReader.Problem) {
            links = try LinksCoding.decode(select.bytes(0))
        } catch {
            throw SQLiteProblem.corrupt(session.place, "a list of links can't be read")
        }
        select.rewind()
        if !links.contains(link.kept) {
            links.append(link.kept)
            try session.run(
                "UPDATE reading SET links = ? WHERE arrival = ?", .bytes(LinksCoding.encode(links)), .number(place.seq))
        }
        if hasContact {
            try session.run("UPDATE arrival SET needs = 0 WHERE seq = ? AND needs = 1", .number(place.seq))
        }
        return .done(place.state)
    }
}
