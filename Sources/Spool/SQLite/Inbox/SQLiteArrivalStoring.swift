internal import Attributes

/// Writes letters that came in into the tables; what is there already is found by constraints, not by looking first.
struct SQLiteArrivalStoring {
    let session: SQLiteSession
    let names: SQLiteNames
    let owner: Owner
    let staged: StagedFiles?
    /// Small files' bytes.
    let small: [UUIDv7: [UInt8]]

    func store(
        _ arrivals: [NewArrival], from folder: FolderName, cursor: String?
    ) throws(SpoolProblem) -> [StoredArrival] {
        let number = try SQLiteFolders(session: session, names: names).number(of: folder, takenBy: owner)
        let connection = try names.number(of: folder.connection, in: session)
        var stored: [StoredArrival] = []
        stored.reserveCapacity(arrivals.count)
        for arrival in arrivals {
            let route = try names.number(of: arrival.route, in: session)
            if let former = try remember(arrival, route, number) {
                stored.append(StoredArrival(id: former, isNew: false))
                continue
            }
            try insert(arrival, route, connection, number)
            stored.append(StoredArrival(id: arrival.id, isNew: true))
        }
        if let cursor {
            try session.run(
                "UPDATE folder SET cursor = CASE isreset WHEN 0 THEN ? END WHERE id = ?", .text(cursor), .number(number)
            )
        }
        return stored
    }

    /// Remembers that a letter was loaded.
    ///
    /// - Returns: The arrival that it repeats.
    private func remember(
        _ arrival: NewArrival, _ route: Int64, _ folder: Int64
    ) throws(SpoolProblem) -> UUIDv7? {
        let print = arrival.print
        var load = try session.query(
            """
            INSERT INTO loaded (folder, identity, arrival, route, hash, digest, told) VALUES (?, ?, ?, ?, ?, ?, 0)
            ON CONFLICT DO NOTHING
            """)
        load.bind(folder)
        load.bind(arrival.identity)
        load.bind(arrival.id)
        load.bind(route)
        load.bind(print?.hash)
        load.bind(print?.digest)
        try load.run()
        guard session.changes == 1 else { return try loadedAgain(arrival, folder) }
        guard let print else { return nil }
        let row = session.lastRow
        var insert = try session.query(
            """
            INSERT INTO print (hash, route, digest, arrival, forgotten) VALUES (?, ?, ?, ?, 0)
            ON CONFLICT DO UPDATE SET arrival = excluded.arrival, forgotten = 0 WHERE forgotten = 1
            """)
        insert.bind(print.hash)
        insert.bind(route)
        insert.bind(print.digest)
        insert.bind(arrival.id)
        try insert.run()
        guard session.changes == 0 else { return nil }
        return try repeated(print, route, loaded: row)
    }

    /// Its identity is known: the mailbox has to be told again.
    private func loadedAgain(_ arrival: NewArrival, _ folder: Int64) throws(SpoolProblem) -> UUIDv7 {
        var update = try session.query("UPDATE loaded SET told = 0 WHERE folder = ? AND identity = ? RETURNING arrival")
        update.bind(folder)
        update.bind(arrival.identity)
        guard try update.step() else { return arrival.id }
        let former = try update.id(0)
        try update.run()
        return former
    }

    /// The same letter came by this route before, under another identity.
    private func repeated(_ print: LetterPrint, _ route: Int64, loaded row: Int64) throws(SpoolProblem) -> UUIDv7? {
        var select = try session.query("SELECT arrival FROM print WHERE hash = ? AND route = ? AND digest = ?")
        select.bind(print.hash)
        select.bind(route)
        select.bind(print.digest)
        guard try select.step() else { return nil }
        let former = try select.id(0)
        try session.run("UPDATE loaded SET arrival = ? WHERE seq = ?", .id(former), .number(row))
        return former
    }

    private func insert(
        _ arrival: NewArrival, _ route: Int64, _ connection: Int64, _ folder: Int64
    ) throws(SpoolProblem) {
        var insert = try session.query(
            """
            INSERT INTO arrival (id, route, connection, folder, identity, messageid, received, size, keep, bus, flags, state,
            owner) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
            """)
        insert.bind(arrival.id)
        insert.bind(route)
        insert.bind(connection)
        insert.bind(folder)
        insert.bind(arrival.identity)
        insert.bind(arrival.messageID?.compared)
        insert.bind(arrival.received.milliseconds)
        insert.bind(arrival.raw.size)
        insert.bind(arrival.keep.milliseconds)
        insert.bind(arrival.bus)
        insert.bind(ArrivalFlags(arrival).rawValue)
        insert.bind(owner.id)
        try insert.run()
        let seq = session.lastRow
        if let name = staged?.name(for: arrival.id) {
            try session.run(
                "INSERT INTO file (name, size, uses) VALUES (?, ?, 1)", .text(name), SQLiteValue(arrival.raw.size))
            try session.run("INSERT INTO raw (arrival, file) VALUES (?, ?)", .number(seq), .number(session.lastRow))
            return
        }
        var raw = try session.query("INSERT INTO raw (arrival, bytes) VALUES (?, ?)")
        raw.bind(seq)
        switch arrival.raw {
        case .bytes(let bytes), .headerOnly(let bytes, _): try raw.run(lastly: bytes)
        case .file: try raw.run(lastly: small[arrival.id] ?? [])
        }
    }
}
