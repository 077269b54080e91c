internal import Attributes

/// Removes arrivals whose time to keep is over, with all that belongs to them; what was loaded once stays known.
struct SQLiteArrivalPurging {
    let session: SQLiteSession

    /// - Returns: How many were removed, and the files that nobody uses any more.
    func purge(now: Instant, limit: Int) throws(SpoolProblem) -> (count: Int, files: [String]) {
        var arrivals: [Int64] = []
        var select = try session.query(
            """
            SELECT seq FROM arrival INDEXED BY arrival_over
            WHERE ended IS NOT NULL AND ended + keep <= ? ORDER BY ended + keep LIMIT ?
            """)
        select.bind(now.milliseconds)
        select.bind(limit)
        while try select.step() { arrivals.append(select.number(0)) }
        select.rewind()
        var files: [String] = []
        for arrival in arrivals {
            var file = try session.query(
                "DELETE FROM file WHERE id IN (SELECT file FROM raw WHERE arrival = ? AND file IS NOT NULL) RETURNING name"
            )
            file.bind(arrival)
            while try file.step() { files.append(file.text(0)) }
            let keys = SQLiteHandlings.keys(of: arrival)
            try session.run("DELETE FROM answer WHERE handling BETWEEN ? AND ?", keys[0], keys[1])
            try session.run("DELETE FROM handling WHERE key BETWEEN ? AND ?", keys[0], keys[1])
            for table in ["raw", "reading"] {
                try session.run("DELETE FROM \(table) WHERE arrival = ?", .number(arrival))
            }
            try session.run("DELETE FROM arrival WHERE seq = ?", .number(arrival))
        }
        return (arrivals.count, files)
    }
}
