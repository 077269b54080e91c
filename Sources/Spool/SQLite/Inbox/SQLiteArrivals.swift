internal import Attributes

/// Arrivals' rows, which change.
struct SQLiteArrivals {
    let session: SQLiteSession

    struct Place {
        var seq: Int64
        var state: ArrivalState
        var owner: Int64
    }

    func place(of id: UUIDv7) throws(SpoolProblem) -> Place? {
        var select = try session.query("SELECT seq, state, owner FROM arrival WHERE id = ?")
        select.bind(id)
        guard try select.step() else { return nil }
        guard let state = ArrivalState(number: select.number(1)) else {
            throw SQLiteProblem.corrupt(session.place, "a state has the number \(select.number(1))")
        }
        return Place(seq: select.number(0), state: state, owner: select.number(2))
    }

    /// Writes back how far an arrival has come; when it ended counts once.
    func update(_ place: Place, _ progress: ArrivalProgress, now: Instant) throws(SpoolProblem) -> ArrivalState {
        let state = progress.state(isQuarantined: place.state == .quarantined)
        var update = try session.query(
            "UPDATE arrival SET state = ?, ended = CASE WHEN ? THEN ifnull(ended, ?) END WHERE seq = ?")
        update.bind(state.number)
        update.bind(progress.isFinished ? 1 : 0)
        update.bind(now.milliseconds)
        update.bind(place.seq)
        try update.run()
        return state
    }

    // MARK: Claiming

    /// Takes what was not looked into, in the order it was stored.
    func claim(
        _ routes: [String]?, limit: Int, for owner: Int64, _ names: SQLiteNames
    ) throws(SpoolProblem) -> [Int64] {
        guard limit > 0 else { return [] }
        var candidates: [Int64] = []
        for route in try numbers(of: routes, names) {
            var select = try session.query(
                """
                SELECT seq FROM arrival INDEXED BY arrival_open WHERE owner = 0 AND route = ? AND state = 0
                ORDER BY seq LIMIT ?
                """)
            select.bind(route)
            select.bind(limit)
            while try select.step() { candidates.append(select.number(0)) }
        }
        let chosen = Array(candidates.sorted().prefix(limit))
        var update = try session.query("UPDATE arrival SET owner = ? WHERE seq = ?")
        for seq in chosen {
            update.rewind()
            update.bind(owner)
            update.bind(seq)
            try update.run()
        }
        return chosen
    }

    /// The numbers of routes whose arrivals may wait, found by one step each along an index.
    private func numbers(of routes: [String]?, _ names: SQLiteNames) throws(SpoolProblem) -> [Int64] {
        var numbers: [Int64] = []
        if let routes {
            for route in Set(routes) {
                if let number = try names.known(route, in: session) { numbers.append(number) }
            }
            return numbers
        }
        while true {
            var select = try session.query(
                """
                SELECT route FROM arrival INDEXED BY arrival_open WHERE owner = 0 AND route > ? AND state = 0
                ORDER BY route LIMIT 1
                """)
            select.bind(numbers.last ?? 0)
            guard try select.step() else { return numbers }
            numbers.append(select.number(0))
        }
    }

    func release(_ arrivals: [Int64], of owner: Int64) throws(SpoolProblem) {
        for seq in arrivals {
            try session.run(
                "UPDATE arrival SET owner = 0 WHERE seq = ? AND owner = ? AND state = 0", .number(seq), .number(owner))
        }
    }

    // MARK: Preparing

    /// - Returns: `nil` when it is gone or not the owner's.
    func prepare(
        _ arrival: PreparedArrival, of owner: Int64, now: Instant, _ handlings: SQLiteHandlings
    ) throws(SpoolProblem) -> ArrivalState? {
        guard let place = try place(of: arrival.id), place.owner == owner, place.state == .received else { return nil }
        let isQuarantined = arrival.quarantine != nil
        try insert(arrival.kept, place.seq)
        try handlings.insert(arrival.handlings, of: place.seq, isErrorResponse: isQuarantined)
        let progress = try handlings.progress(of: place.seq)
        let state = progress.state(isQuarantined: isQuarantined)
        var update = try session.query("UPDATE arrival SET state = ?, owner = 0, needs = ?, ended = ? WHERE seq = ?")
        update.bind(state.number)
        update.bind(arrival.needsProcessing.map { $0 ? 1 : 0 })
        update.bind(progress.isFinished ? now.milliseconds : nil)
        update.bind(place.seq)
        try update.run()
        return state
    }

    private func insert(_ arrival: PreparedArrival, _ seq: Int64) throws(SpoolProblem) {
        var insert = try session.query(
            """
            INSERT OR REPLACE INTO reading (arrival, sender, subject, snippet, threadhash, thread, contact, links, code, words,
            help) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        insert.bind(seq)
        insert.bind(arrival.sender)
        insert.bind(arrival.subject)
        insert.bind(arrival.snippet)
        insert.bind(LetterPrint.hash(arrival.thread))
        insert.bind(arrival.thread)
        insert.bind(arrival.contact)
        insert.bind(LinksCoding.encode(arrival.links))
        insert.bind(arrival.quarantine?.code)
        insert.bind(arrival.quarantine?.message)
        insert.bind(arrival.quarantine?.help)
        try insert.run()
    }
}
