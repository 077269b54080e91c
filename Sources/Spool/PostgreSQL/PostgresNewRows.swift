internal import Attributes
internal import Connecting
internal import MIME

/// The rows of new submissions, column by column, as one statement takes them.
struct PostgresNewRows {
    private var submissions: [UUIDv7] = []
    private var created: [Int64] = []
    private var applications: [String?] = []
    private var traces: [String?] = []
    private var scopes: [String?] = []
    private var keys: [String?] = []
    private var fingerprints: [[UInt8]?] = []

    private var letterSubmissions: [UUIDv7] = []
    private var letters: [UUIDv7] = []
    private var routes: [String] = []
    private var connections: [String] = []
    private var buses: [Int64] = []
    private var priorities: [Int64] = []
    private var flags: [Int64] = []
    private var owners: [Int64] = []
    private var dues: [Int64] = []
    private var keeps: [Int64] = []
    private var sizes: [Int64] = []
    private var messageIDs: [String] = []
    private var senders: [String] = []
    private var recipients: [[UInt8]] = []
    private var details: [String] = []

    private var partLetters: [UUIDv7] = []
    private var partNumbers: [Int64] = []
    private var partKinds: [Int64] = []
    private var partSizes: [Int64] = []
    private var partBytes: [[UInt8]?] = []
    private var partFiles: [Int64?] = []

    mutating func add(_ put: PostgresPut, _ files: [StagedFiles.Source: Int64]) {
        let submission = put.submission
        submissions.append(submission.id)
        created.append(submission.created.milliseconds)
        applications.append(submission.application)
        traces.append(submission.trace)
        scopes.append(submission.key?.scope)
        keys.append(submission.key?.key)
        fingerprints.append(submission.key?.fingerprint)
        for (position, new) in submission.letters.enumerated() {
            add(new, put.ids[position], of: put)
            for (number, piece) in new.letter.content.pieces.enumerated() {
                partLetters.append(put.ids[position])
                partNumbers.append(Int64(number))
                switch piece {
                case .bytes(let bytes): add(kind: 0, size: bytes.count, bytes, nil)
                case .base64(let path, let size):
                    let source = StagedFiles.Source(path: path, size: size)
                    add(kind: 1, size: size, put.small[source], files[source])
                }
            }
        }
    }

    private mutating func add(_ new: NewLetter, _ id: UUIDv7, of put: PostgresPut) {
        let letter = new.letter
        letterSubmissions.append(put.submission.id)
        letters.append(id)
        routes.append(new.route)
        connections.append(new.connection)
        buses.append(Int64(new.bus))
        priorities.append(Int64(new.priority))
        flags.append(LetterFlags(new).rawValue)
        owners.append(put.owner)
        dues.append((new.due ?? put.submission.created).milliseconds)
        keeps.append(new.keep.milliseconds)
        sizes.append(Int64(letter.content.size))
        messageIDs.append(letter.messageID)
        senders.append(letter.sender)
        recipients.append(RecipientsCoding.encode(letter.recipients.map { RecipientStatus(address: $0) }))
        details.append(new.details)
    }

    private mutating func add(kind: Int64, size: Int, _ bytes: [UInt8]?, _ file: Int64?) {
        partKinds.append(kind)
        partSizes.append(Int64(size))
        partBytes.append(bytes)
        partFiles.append(file)
    }

    /// - Returns: The submissions that are new.
    func insert(into session: PostgresSession) throws(SpoolProblem) -> Set<UUIDv7> {
        let rows = try session.query(
            """
            WITH s AS (
                INSERT INTO submission (id, created, application, trace, scope, key, fingerprint)
                SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[])
                ON CONFLICT DO NOTHING RETURNING seq, id
            ), m AS (
                INSERT INTO message (submission, id, route, connection, bus, priority, flags, state, owner, due, keep, attempts, size,
                messageid, sender, recipients, details)
                SELECT s.seq, l.id, l.route, l.connection, l.bus, l.priority, l.flags, 0, l.owner, l.due, l.keep, 0, l.size, l.messageid,
                l.sender, l.recipients, l.details
                FROM unnest($8::uuid[], $9::uuid[], $10::text[], $11::text[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[],
                $16::bigint[], $17::bigint[], $18::bigint[], $19::text[], $20::text[], $21::bytea[], $22::text[])
                WITH ORDINALITY AS l (submission, id, route, connection, bus, priority, flags, owner, due, keep, size, messageid, sender,
                recipients, details, position) JOIN s ON s.id = l.submission ORDER BY l.position
                RETURNING seq, id
            ), p AS (
                INSERT INTO part (message, number, kind, size, bytes, file)
                SELECT m.seq, q.number, q.kind, q.size, q.bytes, q.file
                FROM unnest($23::uuid[], $24::bigint[], $25::bigint[], $26::bigint[], $27::bytea[], $28::bigint[])
                AS q (message, number, kind, size, bytes, file) JOIN m ON m.id = q.message
            )
            SELECT id FROM s
            """,
            .ids(submissions), .numbers(created), .texts(applications), .texts(traces), .texts(scopes), .texts(keys),
            .blobs(fingerprints), .ids(letterSubmissions), .ids(letters), .texts(routes), .texts(connections),
            .numbers(buses), .numbers(priorities), .numbers(flags), .numbers(owners), .numbers(dues), .numbers(keeps),
            .numbers(sizes), .texts(messageIDs), .texts(senders), .blobs(recipients), .texts(details),
            .ids(partLetters),
            .numbers(partNumbers), .numbers(partKinds), .numbers(partSizes), .blobs(partBytes), .numbers(partFiles))
        var ids: Set<UUIDv7> = []
        for row in 0..<rows.count { ids.insert(try rows.id(row, 0)) }
        return ids
    }
}
