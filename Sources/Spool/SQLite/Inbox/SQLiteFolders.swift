internal import Attributes

/// Folders of mailboxes: who reads them, how far, and how the last look went.
struct SQLiteFolders {
    let session: SQLiteSession
    let names: SQLiteNames

    /// A folder's number; `nil` when nobody ever took it.
    func number(of folder: FolderName) throws(SpoolProblem) -> Int64? {
        guard let connection = try names.known(folder.connection, in: session) else { return nil }
        var select = try session.query("SELECT id FROM folder WHERE connection = ? AND name = ?")
        select.bind(connection)
        select.bind(folder.folder)
        return try select.step() ? select.number(0) : nil
    }

    /// The number of a folder that an owner has taken.
    func number(of folder: FolderName, takenBy owner: Owner) throws(SpoolProblem) -> Int64 {
        if let connection = try names.known(folder.connection, in: session) {
            var select = try session.query("SELECT id FROM folder WHERE connection = ? AND name = ? AND owner = ?")
            select.bind(connection)
            select.bind(folder.folder)
            select.bind(owner.id)
            if try select.step() { return select.number(0) }
        }
        throw .lost(folder, owner, at: session.place)
    }

    /// Makes a folder the owner's.
    ///
    /// - Parameters:
    ///   - folder: Made known when it is not.
    ///   - owner: Who is to have it.
    ///   - isFree: Whether the owner with this token has died.
    /// - Returns: Whether it is.
    /// - Throws: Also that the owner itself is known no more.
    func take(
        _ folder: FolderName, for owner: Owner, _ isFree: (String) -> Bool
    ) throws(SpoolProblem) -> Bool {
        var known = try session.query("SELECT 1 FROM owner WHERE id = ?")
        known.bind(owner.id)
        guard try known.step() else {
            throw SpoolProblem(
                .ownerLost, at: session.place, "knows no reader '\(owner.name)' any more",
                remedy: "the process has to register anew")
        }
        guard let number = try number(of: folder) else {
            try session.run(
                "INSERT INTO folder (connection, name, owner, isreset) VALUES (?, ?, ?, 0)",
                .number(names.number(of: folder.connection, in: session)), .text(folder.folder), .number(owner.id))
            return true
        }
        var holder = try session.query(
            "SELECT o.token FROM folder f JOIN owner o ON o.id = f.owner WHERE f.id = ? AND f.owner <> ?")
        holder.bind(number)
        holder.bind(owner.id)
        if try holder.step(), !isFree(holder.text(0)) { return false }
        try session.run(
            "UPDATE folder SET owner = ?, isreset = 0 WHERE id = ?", .number(owner.id), .number(number))
        return true
    }

    func note(_ sighting: FolderSighting, of folder: Int64) throws(SpoolProblem) {
        let failure = sighting.failure?.kept
        try session.run(
            """
            UPDATE folder SET looked = ?, succeeded = ifnull(?, succeeded), reply = ?, backlog = ?, code = ?, words = ?,
            help = ? WHERE id = ?
            """, .number(sighting.time.milliseconds), SQLiteValue(failure == nil ? sighting.time.milliseconds : nil),
            .text(sighting.reply.kept), SQLiteValue(sighting.backlog), SQLiteValue(failure?.code),
            SQLiteValue(failure?.message), SQLiteValue(failure?.help), .number(folder))
    }

    /// All folders, or one, asking whether the owner with a token has died.
    func states(of folder: FolderName? = nil, _ isFree: (String) -> Bool) throws(SpoolProblem) -> [FolderState] {
        var rows = try session.query(
            """
            SELECT c.text, f.name, f.cursor, o.token, o.name, f.succeeded, f.looked, f.reply, f.backlog, f.code, f.words,
            f.help FROM folder f JOIN name c ON c.id = f.connection LEFT JOIN owner o ON o.id = f.owner
            WHERE ?1 IS NULL OR (c.text = ?1 AND f.name = ?2) ORDER BY c.text, f.name
            """)
        rows.bind(folder?.connection)
        rows.bind(folder?.folder)
        var states: [FolderState] = []
        while try rows.step() {
            let failure = rows.failure(9)
            states.append(
                FolderState(
                    name: FolderName(connection: rows.text(0), folder: rows.text(1)), cursor: rows.optionalText(2),
                    owner: rows.optionalText(3).map(isFree) == false ? rows.text(4) : nil,
                    lastSuccess: rows.optionalInstant(5),
                    last: rows.optionalInstant(6).map {
                        FolderSighting(
                            time: $0, failure: failure, reply: rows.text(7),
                            backlog: rows.optionalNumber(8).map { Int($0) })
                    }))
        }
        return states
    }

    /// - Returns: How many letters were forgotten.
    func forget(_ folder: Int64, identities: [String]?) throws(SpoolProblem) -> Int {
        var count = 0
        if let identities {
            for identity in identities {
                try forgetPrints("folder = ? AND identity = ?", .number(folder), .text(identity))
                count += try session.run(
                    "DELETE FROM loaded WHERE folder = ? AND identity = ?", .number(folder), .text(identity))
            }
        } else {
            try forgetPrints("folder = ?", .number(folder))
            count = try session.run("DELETE FROM loaded WHERE folder = ?", .number(folder))
        }
        if count > 0 || identities == nil {
            try session.run("UPDATE folder SET cursor = NULL, isreset = 1 WHERE id = ?", .number(folder))
        }
        return count
    }

    /// Letters that are loaded again are new, though the arrivals stay and are found by their Message-IDs.
    private func forgetPrints(_ condition: String, _ values: SQLiteValue...) throws(SpoolProblem) {
        var update = try session.query(
            """
            UPDATE print SET forgotten = 1 WHERE (hash, route, digest) IN (
            SELECT hash, route, digest FROM loaded WHERE \(condition) AND hash IS NOT NULL)
            """)
        update.bind(values)
        try update.run()
    }
}
