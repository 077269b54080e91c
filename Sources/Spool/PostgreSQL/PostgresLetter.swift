internal import Attributes
internal import Connecting

/// What of a letter's row changes, and what decides about it.
struct PostgresLetter: DecidableLetter, Sendable {
    var seq: Int64
    var id: UUIDv7
    var owner: Int64
    var flags: LetterFlags
    var connection: String
    var progress: LetterProgress
}

extension PostgresSession {
    private static let columns = "seq, id, owner, flags, connection, attempts, due, recipients"

    /// The letters with these ids, locked until the transaction ends.
    func lock(_ ids: [UUIDv7]) throws(SpoolProblem) -> [UUIDv7: PostgresLetter] {
        let rows = try query(
            "SELECT \(Self.columns) FROM message WHERE id = ANY($1) ORDER BY seq FOR UPDATE", .ids(ids))
        var letters: [UUIDv7: PostgresLetter] = [:]
        for letter in try Self.letters(rows) { letters[letter.id] = letter }
        return letters
    }

    /// What an owner has claimed, locked until the transaction ends.
    func lock(ownedBy owner: Int64) throws(SpoolProblem) -> [PostgresLetter] {
        try Self.letters(
            query(
                "SELECT \(Self.columns) FROM message WHERE owner = $1 AND owner <> 0 AND due IS NOT NULL ORDER BY seq FOR UPDATE",
                .number(owner)))
    }

    private static func letters(_ rows: borrowing PostgresRows) throws(SpoolProblem) -> [PostgresLetter] {
        var letters: [PostgresLetter] = []
        letters.reserveCapacity(rows.count)
        for row in 0..<rows.count {
            letters.append(
                PostgresLetter(
                    seq: rows.number(row, 0), id: try rows.id(row, 1), owner: rows.number(row, 2),
                    flags: LetterFlags(rawValue: rows.number(row, 3)), connection: rows.text(row, 4),
                    progress: LetterProgress(
                        recipients: try rows.recipients(row, 7), attempts: rows.integer(row, 5),
                        due: rows.optionalNumber(row, 6).map { Instant(milliseconds: $0) })))
        }
        return letters
    }

    /// Writes back what has changed.
    func update(_ letters: [PostgresLetter], now: Instant) throws(SpoolProblem) {
        guard !letters.isEmpty else { return }
        _ = try query(
            """
            UPDATE message m SET owner = u.owner, due = u.due, state = u.state, attempts = u.attempts,
            ended = CASE WHEN u.finished = 1 THEN coalesce(m.ended, $7) END, recipients = u.recipients
            FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $8::bytea[])
            AS u (seq, owner, due, state, attempts, finished, recipients) WHERE m.seq = u.seq
            """,
            .numbers(letters.map(\.seq)), .numbers(letters.map(\.owner)),
            .numbers(letters.map { $0.progress.due?.milliseconds }),
            .numbers(letters.map { $0.progress.state.number }), .numbers(letters.map { Int64($0.progress.attempts) }),
            .numbers(letters.map { $0.progress.isFinished ? 1 : 0 }), .number(now.milliseconds),
            .blobs(letters.map { RecipientsCoding.encode($0.progress.recipients) }))
    }

    /// Writes attempts down, each of a letter by its number in the database.
    func insert(_ attempts: [(letter: PostgresLetter, AttemptRecord)]) throws(SpoolProblem) {
        guard !attempts.isEmpty else { return }
        func cut(_ text: String) -> String { String(text.prefix(SpoolLimits.words)) }
        _ = try query(
            """
            INSERT INTO attempt (message, number, began, ended, connection, session, code, words, help, recipients)
            SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[],
            $8::text[], $9::text[], $10::bytea[])
            """,
            .numbers(attempts.map(\.letter.seq)), .numbers(attempts.map { Int64($0.1.number) }),
            .numbers(attempts.map { $0.1.began.milliseconds }), .numbers(attempts.map { $0.1.ended.milliseconds }),
            .texts(attempts.map(\.letter.connection)), .texts(attempts.map { cut($0.1.session) }),
            .texts(attempts.map { $0.1.failure?.code }), .texts(attempts.map { $0.1.failure.map { cut($0.message) } }),
            .texts(attempts.map { $0.1.failure.map { cut($0.help) } }),
            .blobs(attempts.map { RecipientsCoding.encode($0.1.recipients) }))
    }

    /// The letters that are on their way, with the attempts that each had before; of one owner only if one is named.
    func onTheirWay(of owner: Int64? = nil) throws(SpoolProblem) -> [Int64: Int] {
        let rows = try query("SELECT letters FROM batch WHERE $1::bigint IS NULL OR owner = $1", PostgresValue(owner))
        var letters: [Int64: Int] = [:]
        for row in 0..<rows.count {
            for entry in BatchCoding.decode(rows.bytes(row, 0)) { letters[entry.letter] = entry.attempts }
        }
        return letters
    }

    /// Tells all processes that there may be something to claim.
    func ring() throws(SpoolProblem) { try run("NOTIFY \(PostgresListener.Channel.letters.rawValue)") }

    /// Tells all processes that there may be arrivals or handlings to claim.
    func ringInbox() throws(SpoolProblem) { try run("NOTIFY \(PostgresListener.Channel.arrivals.rawValue)") }
}
