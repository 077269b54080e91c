internal import Attributes

/// Folders of mailboxes: who reads them, how far, and how the last look went.
struct PostgresFolders {
    let session: PostgresSession
    let owners: OwnerFiles
    /// How long an owner lives without a sign of life.
    let term: Duration

    /// The number of a folder that an owner has taken; nobody else takes it until the transaction ends.
    static func lock(
        _ folder: FolderName, takenBy owner: Owner, in session: PostgresSession
    ) throws(SpoolProblem) -> Int64 {
        let rows = try session.query(
            "SELECT id FROM folder WHERE connection = $1 AND name = $2 AND owner = $3 FOR UPDATE",
            .text(folder.connection), .text(folder.folder), .number(owner.id))
        guard rows.count == 1 else { throw .lost(folder, owner, at: session.place) }
        return rows.number(0, 0)
    }

    /// Makes a folder the owner's, as a part of a transaction.
    ///
    /// - Returns: What is known of it; `nil` when another one that lives has it.
    func take(_ folder: FolderName, for owner: Owner) throws(SpoolProblem) -> FolderState? {
        try session.keep(owner)
        _ = try session.query(
            "INSERT INTO folder (connection, name, owner, isreset) VALUES ($1, $2, 0, 0) ON CONFLICT DO NOTHING",
            .text(folder.connection), .text(folder.folder))
        let rows = try session.query(
            "SELECT id, owner FROM folder WHERE connection = $1 AND name = $2 FOR UPDATE", .text(folder.connection),
            .text(folder.folder))
        guard rows.count == 1 else { throw .lost(folder, owner, at: session.place) }
        // Locked, it shows who has it now.
        if rows.number(0, 1) != owner.id, try states(of: folder).first?.owner != nil { return nil }
        _ = try session.query(
            "UPDATE folder SET owner = $1, isreset = 0 WHERE id = $2", .number(owner.id), .number(rows.number(0, 0)))
        return try states(of: folder).first
    }

    /// All folders, or one.
    func states(of folder: FolderName? = nil) throws(SpoolProblem) -> [FolderState] {
        let here = owners.tokens()
        let rows = try session.query(
            """
            SELECT f.connection, f.name, f.cursor, owner.token, owner.name, \(PostgresLease.isOver), f.succeeded, f.looked,
            f.reply, f.backlog, f.code, f.words, f.help FROM folder f LEFT JOIN owner ON owner.id = f.owner
            WHERE $1::text IS NULL OR (f.connection = $1 AND f.name = $4) ORDER BY f.connection COLLATE "C", f.name COLLATE "C"
            """, [PostgresValue(folder?.connection)] + PostgresLease.values(term) + [.text(folder?.folder ?? "")])
        return (0..<rows.count).map { row in
            let isOver = rows.number(row, 5) == 1
            let holder = rows.optionalText(row, 3).flatMap { token in
                isOver || (here.contains(token) && owners.isFree(token)) ? nil : rows.text(row, 4)
            }
            let failure = rows.failure(row, 10)
            return FolderState(
                name: FolderName(connection: rows.text(row, 0), folder: rows.text(row, 1)),
                cursor: rows.optionalText(row, 2), owner: holder, lastSuccess: rows.optionalInstant(row, 6),
                last: rows.optionalInstant(row, 7).map {
                    FolderSighting(
                        time: $0, failure: failure, reply: rows.text(row, 8),
                        backlog: rows.optionalNumber(row, 9).map { Int($0) })
                })
        }
    }
}

extension PostgresSession {
    /// Keeps an owner from being taken for dead until the transaction ends.
    func keep(_ owner: Owner) throws(SpoolProblem) {
        guard try query("SELECT 1 FROM owner WHERE id = $1 FOR KEY SHARE", .number(owner.id)).count == 1 else {
            throw SpoolProblem(
                .ownerLost, at: place, "knows no reader '\(owner.name)' any more",
                remedy: "the process has to register anew")
        }
    }

    /// A folder's number; `nil` when nobody ever took it.
    func number(of folder: FolderName) throws(SpoolProblem) -> Int64? {
        let rows = try query(
            "SELECT id FROM folder WHERE connection = $1 AND name = $2", .text(folder.connection), .text(folder.folder))
        return rows.count == 1 ? rows.number(0, 0) : nil
    }
}
