internal import Attributes
internal import Connecting
internal import MIME

/// Writes a submission into the tables.
struct SQLiteStoring {
    /// A letter's pieces have keys from its number times this.
    static let piecesPerLetter: Int64 = 4096

    let session: SQLiteSession
    let names: SQLiteNames
    let owner: Int64

    func store(
        _ submission: NewSubmission, ids: [UUIDv7], small: [StagedFiles.Source: [UInt8]], staged: StagedFiles?
    ) throws(SpoolProblem) -> Acceptance {
        if let key = submission.key, let former = try former(key) { return former }
        let first = (try session.number("SELECT max(seq) FROM message") ?? 0) + 1
        guard try insert(submission, first: first) else { return try repeated(submission.id) }
        var files: [String: Int64] = [:]
        for (position, new) in submission.letters.enumerated() {
            let seq = first + Int64(position)
            try insert(new, ids[position], seq: seq, submission: first, created: submission.created)
            for (number, piece) in new.letter.content.pieces.enumerated() {
                let key = seq * Self.piecesPerLetter + Int64(number)
                switch piece {
                case .bytes(let bytes): try insert(key, kind: 0, size: bytes.count, bytes: bytes)
                case .base64(let path, let size):
                    let source = StagedFiles.Source(path: path, size: size)
                    if let bytes = small[source] {
                        try insert(key, kind: 1, size: size, bytes: bytes)
                    } else if let name = staged?.name(for: source) {
                        try insert(key, size: size, file: try file(name, size: size, &files))
                    }
                }
            }
        }
        return .accepted
    }

    /// What an earlier submission with the same key leads to.
    private func former(_ key: SubmissionKey) throws(SpoolProblem) -> Acceptance? {
        var select = try session.query("SELECT id, fingerprint FROM submission WHERE scope = ? AND key = ?")
        select.bind(key.scope)
        select.bind(key.key)
        guard try select.step() else { return nil }
        let id = try select.id(0)
        return select.bytes(1) == key.fingerprint ? try repeated(id) : .conflict(submission: id)
    }

    private func repeated(_ submission: UUIDv7) throws(SpoolProblem) -> Acceptance {
        var select = try session.query(
            """
            SELECT m.id FROM submission s JOIN message m ON m.seq BETWEEN s.seq AND s.seq + s.count - 1
            WHERE s.id = ? AND m.submission = s.seq ORDER BY m.seq
            """)
        select.bind(submission)
        var messages: [UUIDv7] = []
        while try select.step() { messages.append(try select.id(0)) }
        return .repeated(submission: submission, messages: messages)
    }

    /// - Returns: Whether it is new.
    private func insert(_ submission: NewSubmission, first: Int64) throws(SpoolProblem) -> Bool {
        var insert = try session.query(
            """
            INSERT INTO submission (seq, id, created, count, application, trace, scope, key, fingerprint)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
            """)
        insert.bind(first)
        insert.bind(submission.id)
        insert.bind(submission.created.milliseconds)
        insert.bind(submission.letters.count)
        insert.bind(submission.application)
        insert.bind(submission.trace)
        insert.bind(submission.key?.scope)
        insert.bind(submission.key?.key)
        insert.bind(submission.key?.fingerprint)
        try insert.run()
        return session.changes == 1
    }

    private func insert(
        _ new: NewLetter, _ id: UUIDv7, seq: Int64, submission: Int64, created: Instant
    ) throws(SpoolProblem) {
        let letter = new.letter
        var insert = try session.query(
            """
            INSERT INTO message (seq, id, submission, route, connection, bus, priority, flags, state, owner, due, keep,
            attempts, size, messageid, sender, recipients, details)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, 0, ?, ?, ?, ?, ?)
            """)
        insert.bind(seq)
        insert.bind(id)
        insert.bind(submission)
        insert.bind(try names.number(of: new.route, in: session))
        insert.bind(try names.number(of: new.connection, in: session))
        insert.bind(new.bus)
        insert.bind(new.priority)
        insert.bind(LetterFlags(new).rawValue)
        insert.bind(owner)
        insert.bind((new.due ?? created).milliseconds)
        insert.bind(new.keep.milliseconds)
        insert.bind(letter.content.size)
        insert.bind(letter.messageID)
        insert.bind(letter.sender)
        insert.bind(RecipientsCoding.encode(letter.recipients.map { RecipientStatus(address: $0) }))
        insert.bind(new.details)
        try insert.run()
    }

    private func insert(_ key: Int64, kind: Int, size: Int, bytes: [UInt8]) throws(SpoolProblem) {
        var insert = try session.query("INSERT INTO part (key, kind, size, bytes) VALUES (?, ?, ?, ?)")
        insert.bind(key)
        insert.bind(kind)
        insert.bind(size)
        try insert.run(lastly: bytes)
    }

    private func insert(_ key: Int64, size: Int, file: Int64) throws(SpoolProblem) {
        var insert = try session.query("INSERT INTO part (key, kind, size, file) VALUES (?, 1, ?, ?)")
        insert.bind(key)
        insert.bind(size)
        insert.bind(file)
        try insert.run()
    }

    /// The number of a copied file, which one more piece uses.
    private func file(_ name: String, size: Int, _ files: inout [String: Int64]) throws(SpoolProblem) -> Int64 {
        if let number = files[name] {
            var update = try session.query("UPDATE file SET uses = uses + 1 WHERE id = ?")
            update.bind(number)
            try update.run()
            return number
        }
        var insert = try session.query("INSERT INTO file (name, size, uses) VALUES (?, ?, 1)")
        insert.bind(name)
        insert.bind(size)
        try insert.run()
        let number = session.lastRow
        files[name] = number
        return number
    }
}
