internal import Attributes
internal import Connecting
internal import MIME

/// Reads messages as they are shown and sent.
struct SQLiteReading {
    let session: SQLiteSession
    let parts: PartsFolder

    /// What `summary` reads, from the tables in `tables`.
    static let columns = """
        m.seq, m.id, s.id, r.text, c.text, m.bus, m.priority, m.flags, s.application, m.state, s.created, m.due, m.attempts,
        m.messageid, m.sender, m.recipients, m.size, m.details, a.code, a.words, a.help, m.owner, s.trace, s.key
        """
    static let tables = """
        message m JOIN submission s ON s.seq = m.submission
        JOIN name r ON r.id = m.route JOIN name c ON c.id = m.connection
        LEFT JOIN attempt a ON a.message = m.seq AND a.number = m.attempts
        """

    /// A message from a row of `columns`.
    func summary(_ row: borrowing SQLiteQuery, _ onTheirWay: [Int64: Int]) throws(SpoolProblem) -> MessageSummary {
        let attempts = row.integer(12)
        let isBeingSent = row.number(21) != 0 && onTheirWay[row.number(0)] == attempts
        guard let state = MessageState(number: row.number(9)) else {
            throw SQLiteProblem.corrupt(session.place, "a state has the number \(row.number(9))")
        }
        return MessageSummary(
            id: try row.id(1), submission: try row.id(2), route: row.text(3), connection: row.text(4),
            bus: row.integer(5), priority: row.integer(6), unknown: LetterFlags(rawValue: row.number(7)).unknown,
            application: row.optionalText(8), state: isBeingSent ? .sending : state,
            created: Instant(milliseconds: row.number(10)),
            due: row.optionalNumber(11).map { Instant(milliseconds: $0) }, attempts: attempts,
            messageID: row.text(13), sender: row.text(14), recipients: try row.recipients(15), size: row.integer(16),
            details: row.text(17),
            failure: row.optionalText(18).map {
                AttemptFailure(code: $0, message: row.text(19), help: row.text(20))
            })
    }

    func claimedLetter(_ seq: Int64) throws(SpoolProblem) -> ClaimedLetter {
        var row = try session.query("SELECT \(Self.columns) FROM \(Self.tables) WHERE m.seq = ?")
        row.bind(seq)
        guard try row.step() else {
            throw SQLiteProblem.corrupt(session.place, "a claimed letter is gone")
        }
        let message = try summary(row, [:])
        let content = try content(seq, LetterFlags(rawValue: row.number(7)))
        return ClaimedLetter(
            id: message.id, submission: message.submission, route: message.route, connection: message.connection,
            bus: message.bus, priority: message.priority, unknown: message.unknown, application: message.application,
            trace: row.optionalText(22), created: message.created, due: message.due ?? message.created,
            attempts: message.attempts, recipients: message.recipients, details: message.details,
            letter: Letter(
                id: message.id.description, messageID: message.messageID, sender: message.sender,
                recipients: message.recipients.filter(\.state.isOwed).map(\.address), content: content))
    }

    /// A letter's bytes and files.
    func content(_ seq: Int64, _ flags: LetterFlags) throws(SpoolProblem) -> Content {
        var select = try session.query(
            """
            SELECT p.kind, p.size, p.bytes, f.name FROM part p LEFT JOIN file f ON f.id = p.file
            WHERE p.key BETWEEN ? AND ? ORDER BY p.key
            """)
        select.bind(seq * SQLiteStoring.piecesPerLetter)
        select.bind((seq + 1) * SQLiteStoring.piecesPerLetter - 1)
        var pieces: [Content.Piece] = []
        while try select.step() {
            if let name = select.optionalText(3) {
                pieces.append(.base64(path: parts.path(of: name), size: select.integer(1)))
                continue
            }
            let bytes = select.bytes(2)
            guard bytes.count == select.integer(1) else {
                throw SQLiteProblem.corrupt(session.place, "a letter has \(bytes.count) of \(select.integer(1)) bytes")
            }
            pieces.append(.bytes(select.number(0) == 0 ? bytes : bytes.base64Lines))
        }
        return Content(pieces: pieces, needsSMTPUTF8: flags.contains(.needsSMTPUTF8))
    }
}

extension [UInt8] {
    /// As they stand in a letter.
    var base64Lines: [UInt8] {
        var lines: [UInt8] = []
        Base64.appendLines(span, to: &lines)
        return lines
    }
}
