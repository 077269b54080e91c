internal import Attributes
internal import Connecting
internal import Glibc
internal import MIME

/// Reads messages as they are shown and sent.
struct PostgresReading {
    let session: PostgresSession
    let scratch: String

    /// What `summary` reads, from the tables in `tables`.
    static let columns = """
        m.seq, m.id, s.id, m.route, m.connection, m.bus, m.priority, m.flags, s.application, m.state, s.created, m.due, m.attempts,
        m.messageid, m.sender, m.recipients, m.size, m.details, a.code, a.words, a.help, m.owner, s.trace, s.key
        """
    static let tables = """
        message m JOIN submission s ON s.seq = m.submission
        LEFT JOIN attempt a ON a.message = m.seq AND a.number = m.attempts
        """

    /// A message from a row of `columns`.
    func summary(
        _ rows: borrowing PostgresRows, _ row: Int, _ onTheirWay: [Int64: Int]
    ) throws(SpoolProblem) -> MessageSummary {
        let attempts = rows.integer(row, 12)
        let isBeingSent = rows.number(row, 21) != 0 && onTheirWay[rows.number(row, 0)] == attempts
        guard let state = MessageState(number: rows.number(row, 9)) else {
            throw PostgresProblem.corrupt(session.place, "a state has the number \(rows.number(row, 9))")
        }
        return MessageSummary(
            id: try rows.id(row, 1), submission: try rows.id(row, 2), route: rows.text(row, 3),
            connection: rows.text(row, 4), bus: rows.integer(row, 5), priority: rows.integer(row, 6),
            unknown: LetterFlags(rawValue: rows.number(row, 7)).unknown, application: rows.optionalText(row, 8),
            state: isBeingSent ? .sending : state, created: rows.instant(row, 10),
            due: rows.optionalNumber(row, 11).map { Instant(milliseconds: $0) }, attempts: attempts,
            messageID: rows.text(row, 13), sender: rows.text(row, 14), recipients: try rows.recipients(row, 15),
            size: rows.integer(row, 16), details: rows.text(row, 17), failure: rows.failure(row, 18))
    }

    func summaries(_ rows: borrowing PostgresRows) throws(SpoolProblem) -> [MessageSummary] {
        guard rows.count > 0 else { return [] }
        let onTheirWay = try session.onTheirWay()
        var messages: [MessageSummary] = []
        for row in 0..<rows.count { messages.append(try summary(rows, row, onTheirWay)) }
        return messages
    }

    /// Letters' bytes, with their large files laid out.
    func contents(_ letters: [Int64]) throws(SpoolProblem) -> [Int64: Content] {
        let rows = try session.query(
            "SELECT message, kind, size, bytes, file FROM part WHERE message = ANY($1) ORDER BY message, number",
            .numbers(letters))
        var contents: [Int64: Content] = [:]
        for letter in letters { contents[letter] = Content(pieces: []) }
        var row = 0
        while row < rows.count {
            let letter = rows.number(row, 0)
            let start = row
            while row < rows.count, rows.number(row, 0) == letter { row += 1 }
            contents[letter] = try content(rows, start..<row)
        }
        return contents
    }

    private func content(
        _ rows: borrowing PostgresRows, _ range: Range<Int>
    ) throws(SpoolProblem) -> Content {
        var pieces: [Content.Piece] = []
        var descriptors: [Int32] = []
        do throws(SpoolProblem) {
            for row in range {
                let size = rows.integer(row, 2)
                if let file = rows.optionalNumber(row, 4) {
                    let descriptor = try PostgresFiles.layOut(file, size: size, in: scratch, session)
                    descriptors.append(descriptor)
                    pieces.append(.base64(path: LaidOutFiles.path(of: descriptor), size: size))
                    continue
                }
                let bytes = rows.bytes(row, 3)
                guard bytes.count == size else {
                    throw PostgresProblem.corrupt(session.place, "a letter has \(bytes.count) of \(size) bytes")
                }
                pieces.append(.bytes(rows.number(row, 1) == 0 ? bytes : bytes.base64Lines))
            }
        } catch {
            for descriptor in descriptors { close(descriptor) }
            throw error
        }
        return Content(pieces: pieces, keeper: descriptors.isEmpty ? nil : LaidOutFiles(descriptors))
    }

    func attempts(of seq: Int64) throws(SpoolProblem) -> [AttemptRecord] {
        let rows = try session.query(
            """
            SELECT number, began, ended, connection, session, code, words, help, recipients FROM attempt
            WHERE message = $1 ORDER BY number
            """, .number(seq))
        var attempts: [AttemptRecord] = []
        for row in 0..<rows.count {
            attempts.append(
                AttemptRecord(
                    number: rows.integer(row, 0), began: rows.instant(row, 1), ended: rows.instant(row, 2),
                    connection: rows.text(row, 3), session: rows.text(row, 4), failure: rows.failure(row, 5),
                    recipients: try rows.recipients(row, 8)))
        }
        return attempts
    }
}
