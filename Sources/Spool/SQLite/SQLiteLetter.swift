internal import Attributes
internal import Connecting

/// What of a letter's row changes, and what decides about it.
struct SQLiteLetter: DecidableLetter {
    var seq: Int64
    var id: UUIDv7
    var owner: Int64
    var flags: LetterFlags
    var connection: Int64
    var progress: LetterProgress

    static let columns = "seq, id, owner, flags, connection, attempts, due, recipients"

    init(_ row: borrowing SQLiteQuery) throws(SpoolProblem) {
        seq = row.number(0)
        id = try row.id(1)
        owner = row.number(2)
        flags = LetterFlags(rawValue: row.number(3))
        connection = row.number(4)
        progress = LetterProgress(
            recipients: try row.recipients(7), attempts: row.integer(5),
            due: row.optionalNumber(6).map { Instant(milliseconds: $0) })
    }
}

extension SQLiteSession {
    func letter(_ id: UUIDv7) throws(SpoolProblem) -> SQLiteLetter? {
        var query = try query("SELECT \(SQLiteLetter.columns) FROM message WHERE id = ?")
        query.bind(id)
        return try query.step() ? try SQLiteLetter(query) : nil
    }

    func letter(seq: Int64) throws(SpoolProblem) -> SQLiteLetter? {
        var query = try query("SELECT \(SQLiteLetter.columns) FROM message WHERE seq = ?")
        query.bind(seq)
        return try query.step() ? try SQLiteLetter(query) : nil
    }

    /// Writes back what has changed.
    func update(_ letter: SQLiteLetter, now: Instant) throws(SpoolProblem) {
        var update = try query(
            """
            UPDATE message SET owner = ?, due = ?, state = ?, attempts = ?, ended = CASE WHEN ? THEN ifnull(ended, ?) END,
            recipients = ? WHERE seq = ?
            """)
        let progress = letter.progress
        update.bind(letter.owner)
        update.bind(progress.due?.milliseconds)
        update.bind(progress.state.number)
        update.bind(progress.attempts)
        update.bind(progress.isFinished ? 1 : 0)
        update.bind(now.milliseconds)
        update.bind(RecipientsCoding.encode(progress.recipients))
        update.bind(letter.seq)
        try update.run()
    }

    /// Writes an attempt down, with the letter's number of attempts as it is now.
    func insert(_ attempt: AttemptRecord, of letter: SQLiteLetter) throws(SpoolProblem) {
        var insert = try query(
            """
            INSERT INTO attempt (message, number, began, ended, connection, session, code, words, help, recipients)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        insert.bind(letter.seq)
        insert.bind(attempt.number)
        insert.bind(attempt.began.milliseconds)
        insert.bind(attempt.ended.milliseconds)
        insert.bind(letter.connection)
        insert.bind(String(attempt.session.prefix(SpoolLimits.words)))
        insert.bind(attempt.failure?.code)
        insert.bind(attempt.failure.map { String($0.message.prefix(SpoolLimits.words)) })
        insert.bind(attempt.failure.map { String($0.help.prefix(SpoolLimits.words)) })
        insert.bind(RecipientsCoding.encode(attempt.recipients))
        try insert.run()
    }

    /// The letters that are on their way, with the attempts that each had before; of one owner only if one is named.
    func onTheirWay(of owner: Int64? = nil) throws(SpoolProblem) -> [Int64: Int] {
        var letters: [Int64: Int] = [:]
        var batches = try query("SELECT letters FROM batch WHERE ? IS NULL OR owner = ?")
        batches.bind(owner)
        batches.bind(owner)
        while try batches.step() {
            for entry in BatchCoding.decode(batches.bytes(0)) { letters[entry.letter] = entry.attempts }
        }
        return letters
    }
}
