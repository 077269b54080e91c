package import Attributes
internal import Connecting
internal import MIME

extension PostgresSpool {
    package func list(_ filter: MessageFilter, _ page: Page) async throws(SpoolProblem) -> [MessageSummary] {
        guard page.limit > 0 else { return [] }
        let scratch = scratch
        var messages: [MessageSummary] = []
        var page = page
        // States and recipients are sorted out here: more pages are fetched until there are enough.
        while true {
            let listing = PostgresListing(filter: filter, page: page)
            let some = try await pool.perform { session throws(SpoolProblem) in
                try listing.run(PostgresReading(session: session, scratch: scratch))
            }
            messages += some.filter { filter.includes($0) }
            guard messages.count < page.limit, some.count == listing.size, let last = some.last else {
                return Array(messages.prefix(page.limit))
            }
            page.behind = last.id
        }
    }

    package func story(of id: UUIDv7) async throws(SpoolProblem) -> MessageStory? {
        let scratch = scratch
        return try await pool.perform { session throws(SpoolProblem) in
            let reading = PostgresReading(session: session, scratch: scratch)
            let rows = try session.query(
                "SELECT \(PostgresReading.columns) FROM \(PostgresReading.tables) WHERE m.id = $1", .id(id))
            guard let message = try reading.summaries(rows).first else { return nil }
            return MessageStory(
                message: message, key: rows.optionalText(0, 23), trace: rows.optionalText(0, 22),
                attempts: try reading.attempts(of: rows.number(0, 0)))
        }
    }

    package func messages(of submission: UUIDv7) async throws(SpoolProblem) -> [MessageSummary] {
        let scratch = scratch
        return try await pool.perform { session throws(SpoolProblem) in
            try PostgresReading(session: session, scratch: scratch).summaries(
                session.query(
                    "SELECT \(PostgresReading.columns) FROM \(PostgresReading.tables) WHERE s.id = $1 ORDER BY m.seq",
                    .id(submission)))
        }
    }

    package func content(of id: UUIDv7) async throws(SpoolProblem) -> StoredContent? {
        let scratch = scratch
        return try await pool.perform { session throws(SpoolProblem) in
            let rows = try session.query(
                "SELECT seq, flags, messageid, sender, recipients FROM message WHERE id = $1", .id(id))
            guard rows.count == 1 else { return nil }
            let seq = rows.number(0, 0)
            var content = try PostgresReading(session: session, scratch: scratch).contents([seq])[seq]
            content?.needsSMTPUTF8 = LetterFlags(rawValue: rows.number(0, 1)).contains(.needsSMTPUTF8)
            return StoredContent(
                messageID: rows.text(0, 2), sender: rows.text(0, 3),
                recipients: try rows.recipients(0, 4).map(\.address),
                content: content ?? Content(pieces: []))
        }
    }

    package func tally(includingFinished: Bool) async throws(SpoolProblem) -> [Tally] {
        try await pool.perform { session throws(SpoolProblem) in
            let condition =
                includingFinished
                ? "true"
                : """
                m.seq IN (SELECT seq FROM message WHERE due IS NOT NULL AND owner = 0 UNION ALL
                SELECT seq FROM message WHERE due IS NOT NULL AND owner <> 0 UNION ALL
                SELECT seq FROM message WHERE state IN (2, 3, 4, 6) AND state = 4 AND due IS NULL)
                """
            let rows = try session.query(
                """
                SELECT m.bus, m.connection, m.route, m.state, count(*), min(s.created) FROM message m
                JOIN submission s ON s.seq = m.submission WHERE \(condition) GROUP BY 1, 2, 3, 4
                """)
            return (0..<rows.count).compactMap { row in
                MessageState(number: rows.number(row, 3)).map { state in
                    Tally(
                        bus: rows.integer(row, 0), connection: rows.text(row, 1), route: rows.text(row, 2),
                        state: state,
                        count: rows.integer(row, 4), oldest: rows.instant(row, 5))
                }
            }
        }
    }
}
