package import Attributes
internal import Connecting

extension SQLiteSpool {
    package func list(_ filter: MessageFilter, _ page: Page) async throws(SpoolProblem) -> [MessageSummary] {
        let parts = parts
        let names = names
        return try await read { session throws(SpoolProblem) in
            try SQLiteListing(filter: filter, page: page, names: names).run(
                SQLiteReading(session: session, parts: parts))
        }
    }

    package func story(of id: UUIDv7) async throws(SpoolProblem) -> MessageStory? {
        let parts = parts
        return try await read { session throws(SpoolProblem) in
            let reading = SQLiteReading(session: session, parts: parts)
            var row = try session.query("SELECT \(SQLiteReading.columns) FROM \(SQLiteReading.tables) WHERE m.id = ?")
            row.bind(id)
            guard try row.step() else { return nil }
            return MessageStory(
                message: try reading.summary(row, session.onTheirWay()), key: row.optionalText(23),
                trace: row.optionalText(22), attempts: try reading.attempts(of: row.number(0)))
        }
    }

    package func messages(of submission: UUIDv7) async throws(SpoolProblem) -> [MessageSummary] {
        let parts = parts
        return try await read { session throws(SpoolProblem) in
            let reading = SQLiteReading(session: session, parts: parts)
            let onTheirWay = try session.onTheirWay()
            var row = try session.query(
                """
                SELECT \(SQLiteReading.columns) FROM \(SQLiteReading.tables)
                WHERE s.id = ? AND m.seq BETWEEN s.seq AND s.seq + s.count - 1 ORDER BY m.seq
                """)
            row.bind(submission)
            var messages: [MessageSummary] = []
            while try row.step() { messages.append(try reading.summary(row, onTheirWay)) }
            return messages
        }
    }

    package func content(of id: UUIDv7) async throws(SpoolProblem) -> StoredContent? {
        let parts = parts
        return try await read { session throws(SpoolProblem) in
            var row = try session.query("SELECT seq, flags, messageid, sender, recipients FROM message WHERE id = ?")
            row.bind(id)
            guard try row.step() else { return nil }
            let reading = SQLiteReading(session: session, parts: parts)
            return StoredContent(
                messageID: row.text(2), sender: row.text(3), recipients: try row.recipients(4).map(\.address),
                content: try reading.content(row.number(0), LetterFlags(rawValue: row.number(1))))
        }
    }

    package func tally(includingFinished: Bool) async throws(SpoolProblem) -> [Tally] {
        try await read { session throws(SpoolProblem) in
            var counts: [Tally] = []
            func add(_ condition: String) throws(SpoolProblem) {
                var select = try session.query(
                    """
                    SELECT m.bus, c.text, r.text, m.state, count(*), min(s.created) FROM message m
                    JOIN submission s ON s.seq = m.submission JOIN name r ON r.id = m.route JOIN name c ON c.id = m.connection
                    WHERE \(condition) GROUP BY m.bus, m.connection, m.route, m.state
                    """)
                while try select.step() {
                    guard let state = MessageState(number: select.number(3)) else { continue }
                    counts.append(
                        Tally(
                            bus: select.integer(0), connection: select.text(1), route: select.text(2), state: state,
                            count: select.integer(4), oldest: Instant(milliseconds: select.number(5))))
                }
            }
            if includingFinished {
                try add("true")
            } else {
                try add("m.due IS NOT NULL")
                try add("m.due IS NULL AND m.state IN (2, 3, 4, 6) AND m.state = 4")
            }
            return counts
        }
    }
}

extension SQLiteReading {
    func attempts(of seq: Int64) throws(SpoolProblem) -> [AttemptRecord] {
        var row = try session.query(
            """
            SELECT a.number, a.began, a.ended, c.text, a.session, a.code, a.words, a.help, a.recipients
            FROM attempt a JOIN name c ON c.id = a.connection WHERE a.message = ? ORDER BY a.number
            """)
        row.bind(seq)
        var attempts: [AttemptRecord] = []
        while try row.step() {
            attempts.append(
                AttemptRecord(
                    number: row.integer(0), began: Instant(milliseconds: row.number(1)),
                    ended: Instant(milliseconds: row.number(2)), connection: row.text(3), session: row.text(4),
                    failure: row.optionalText(5).map {
                        AttemptFailure(code: $0, message: row.text(6), help: row.text(7))
                    }, recipients: try row.recipients(8)))
        }
        return attempts
    }
}
