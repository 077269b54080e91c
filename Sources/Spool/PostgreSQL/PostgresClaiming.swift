internal import Attributes
internal import Connecting
internal import MIME

/// Finds what is due, by skipping along one index, past what others are just taking.
struct PostgresClaiming: Sendable {
    let owner: Int64
    let scratch: String

    /// The numbers of letters, in the order they should go.
    struct Claimed: Sendable {
        var letters: [Int64]
    }

    /// The connections and priorities that letters of a bus wait with, each found by one step along the index.
    private static let lanes = """
        WITH RECURSIVE lane AS (
            (SELECT connection, priority FROM message WHERE bus = $1 AND due IS NOT NULL AND owner = 0
            ORDER BY connection, priority LIMIT 1)
            UNION ALL
            SELECT next.connection, next.priority FROM lane CROSS JOIN LATERAL (
                SELECT connection, priority FROM message m WHERE bus = $1 AND due IS NOT NULL AND owner = 0
                AND (m.connection, m.priority) > (lane.connection, lane.priority) ORDER BY connection, priority LIMIT 1
            ) next
        )
        """

    func claim(_ request: ClaimRequest, in session: PostgresSession) throws(SpoolProblem) -> Claimed {
        let rows = try session.query(
            """
            \(Self.lanes), candidate AS (
                SELECT c.seq, lane.priority, c.due, c.size FROM lane CROSS JOIN LATERAL (
                    SELECT m.seq, m.due, m.size FROM message m WHERE m.bus = $1 AND m.due IS NOT NULL AND m.owner = 0
                    AND m.connection = lane.connection AND m.priority = lane.priority AND m.due <= $2
                    ORDER BY m.due, m.seq LIMIT $3 FOR UPDATE SKIP LOCKED
                ) c WHERE $4::text[] IS NULL OR lane.connection = ANY($4)
            )
            SELECT seq, size FROM candidate ORDER BY priority DESC, due, seq LIMIT $3
            """, PostgresValue(request.bus), .number(request.now.milliseconds), PostgresValue(request.limit),
            request.connections.map { .texts($0) } ?? .null)
        let count = request.count(fitting: (0..<rows.count).map { rows.number($0, 1) })
        return Claimed(letters: (0..<count).map { rows.number($0, 0) })
    }

    func claim(_ ids: [UUIDv7], in session: PostgresSession) throws(SpoolProblem) -> Claimed {
        let rows = try session.query(
            """
            SELECT m.seq FROM message m JOIN unnest($1::uuid[]) WITH ORDINALITY AS u (id, position) ON u.id = m.id
            WHERE m.owner = 0 AND m.due IS NOT NULL ORDER BY u.position FOR UPDATE OF m SKIP LOCKED
            """, .ids(ids))
        return Claimed(letters: (0..<rows.count).map { rows.number($0, 0) })
    }

    /// Makes locked letters the owner's, under a number that this claim alone has.
    func mark(_ letters: [Int64], _ number: Int64, in session: PostgresSession) throws(SpoolProblem) {
        // Held until the transaction ends, also when its connection is lost: `undo` waits for it.
        _ = try session.query("SELECT pg_advisory_xact_lock($1)", .number(number))
        guard !letters.isEmpty else { return }
        _ = try session.query(
            "UPDATE message SET owner = $1, claim = $2 WHERE seq = ANY($3)", .number(owner), .number(number),
            .numbers(letters))
    }

    /// Takes a claim back that nobody heard the answer to.
    func undo(_ number: Int64, in session: PostgresSession) throws(SpoolProblem) {
        _ = try session.query("SELECT pg_advisory_xact_lock($1)", .number(number))
        _ = try session.query(
            "UPDATE message SET owner = 0 WHERE owner = $1 AND claim = $2 AND owner <> 0 AND due IS NOT NULL",
            .number(owner), .number(number))
        try session.ring()
    }

    /// Reads claimed letters, with their large files laid out.
    func read(_ letters: [Int64], in session: PostgresSession) throws(SpoolProblem) -> [ClaimedLetter] {
        let reading = PostgresReading(session: session, scratch: scratch)
        let rows = try session.query(
            "SELECT \(PostgresReading.columns) FROM \(PostgresReading.tables) WHERE m.seq = ANY($1)", .numbers(letters))
        var bySeq: [Int64: ClaimedLetter] = [:]
        let contents = try reading.contents(letters)
        for row in 0..<rows.count {
            let seq = rows.number(row, 0)
            guard var content = contents[seq] else { continue }
            let message = try reading.summary(rows, row, [:])
            content.needsSMTPUTF8 = LetterFlags(rawValue: rows.number(row, 7)).contains(.needsSMTPUTF8)
            bySeq[seq] = ClaimedLetter(
                id: message.id, submission: message.submission, route: message.route, connection: message.connection,
                bus: message.bus, priority: message.priority, unknown: message.unknown,
                application: message.application,
                trace: rows.optionalText(row, 22), created: message.created, due: message.due ?? message.created,
                attempts: message.attempts, recipients: message.recipients, details: message.details,
                letter: Letter(
                    id: message.id.description, messageID: message.messageID, sender: message.sender,
                    recipients: message.recipients.filter(\.state.isOwed).map(\.address),
                    content: content))
        }
        return letters.compactMap { bySeq[$0] }
    }

    static func nextDue(
        bus: Int, _ connections: [String]?, in session: PostgresSession
    ) throws(SpoolProblem) -> Instant? {
        let rows = try session.query(
            """
            \(lanes)
            SELECT min(c.due) FROM lane CROSS JOIN LATERAL (
                SELECT m.due FROM message m WHERE m.bus = $1 AND m.due IS NOT NULL AND m.owner = 0
                AND m.connection = lane.connection AND m.priority = lane.priority ORDER BY m.due LIMIT 1
            ) c WHERE $2::text[] IS NULL OR lane.connection = ANY($2)
            """, PostgresValue(bus), connections.map { .texts($0) } ?? .null)
        return rows.optionalNumber(0, 0).map { Instant(milliseconds: $0) }
    }
}
