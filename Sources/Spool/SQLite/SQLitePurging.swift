internal import Attributes

/// Removes messages whose time to keep is over, with all that belongs to them.
struct SQLitePurging {
    let session: SQLiteSession

    /// - Returns: How many messages were removed, and the files that nobody uses any more.
    func purge(now: Instant, limit: Int) throws(SpoolProblem) -> (count: Int, files: [String]) {
        var messages: [(seq: Int64, submission: Int64)] = []
        var select = try session.query(
            """
            SELECT seq, submission FROM message INDEXED BY message_over
            WHERE ended IS NOT NULL AND ended + keep <= ? ORDER BY ended + keep LIMIT ?
            """)
        select.bind(now.milliseconds)
        select.bind(limit)
        while try select.step() { messages.append((select.number(0), select.number(1))) }
        select.rewind()
        var files: [String] = []
        for message in messages {
            let pieces = message.seq * SQLiteStoring.piecesPerLetter
            try letGoFiles(pieces, &files)
            try run("DELETE FROM part WHERE key BETWEEN ? AND ?", pieces, pieces + SQLiteStoring.piecesPerLetter - 1)
            try run("DELETE FROM attempt WHERE message = ?", message.seq)
            try run("DELETE FROM message WHERE seq = ?", message.seq)
            try run(
                """
                DELETE FROM submission WHERE seq = ? AND NOT EXISTS (SELECT 1 FROM message m
                WHERE m.seq BETWEEN submission.seq AND submission.seq + submission.count - 1 AND m.submission = submission.seq)
                """, message.submission)
        }
        return (messages.count, files)
    }

    private func letGoFiles(_ pieces: Int64, _ unused: inout [String]) throws(SpoolProblem) {
        var files: [Int64] = []
        var select = try session.query("SELECT file FROM part WHERE key BETWEEN ? AND ? AND file IS NOT NULL")
        select.bind(pieces)
        select.bind(pieces + SQLiteStoring.piecesPerLetter - 1)
        while try select.step() { files.append(select.number(0)) }
        for file in files {
            try run("UPDATE file SET uses = uses - 1 WHERE id = ?", file)
            var delete = try session.query("DELETE FROM file WHERE id = ? AND uses <= 0 RETURNING name")
            delete.bind(file)
            while try delete.step() { unused.append(delete.text(0)) }
        }
    }

    private func run(_ sql: String, _ values: Int64...) throws(SpoolProblem) {
        var query = try session.query(sql)
        for value in values { query.bind(value) }
        try query.run()
    }
}
