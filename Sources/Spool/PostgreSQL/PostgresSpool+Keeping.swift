package import Attributes

extension PostgresSpool {
    package func sequence(uid: String, atLeast: Int) async throws(SpoolProblem) -> Int {
        // Asked twice, it leaves out a number, which does no harm.
        try await pool.perform { session throws(SpoolProblem) in
            try session.query(
                """
                INSERT INTO meeting AS m (uid, sequence, changed) VALUES ($1, $2, $3) ON CONFLICT (uid) DO UPDATE
                SET sequence = greatest(m.sequence + 1, excluded.sequence), changed = excluded.changed RETURNING sequence
                """, .text(uid), PostgresValue(atLeast), .number(Instant.now.milliseconds)
            ).integer(0, 0)
        }
    }

    package func note(_ key: String) async throws(SpoolProblem) -> Note? {
        try await pool.perform { session throws(SpoolProblem) in
            let rows = try session.query("SELECT text, time FROM note WHERE key = $1", .text(key))
            return rows.count == 1 ? Note(rows.text(0, 0), time: rows.instant(0, 1)) : nil
        }
    }

    package func write(_ note: Note, key: String) async throws(SpoolProblem) {
        _ = try await write(note, key: key, unlessAfter: nil)
    }

    package func write(_ note: Note, key: String, unlessAfter time: Instant) async throws(SpoolProblem) -> Bool {
        try await write(note, key: key, unlessAfter: Optional(time))
    }

    private func write(_ note: Note, key: String, unlessAfter time: Instant?) async throws(SpoolProblem) -> Bool {
        // A note from later than now was made before the clock was put back.
        @Sendable func write(_ session: PostgresSession) throws(SpoolProblem) -> Bool {
            try session.query(
                """
                INSERT INTO note AS n (key, text, time) VALUES ($1, $2, $3) ON CONFLICT (key) DO UPDATE
                SET text = excluded.text, time = excluded.time
                WHERE $4::bigint IS NULL OR n.time <= $4 OR n.time > excluded.time
                """, .text(key), .text(note.text), .number(note.time.milliseconds), PostgresValue(time?.milliseconds)
            ).changes == 1
        }
        do throws(SpoolProblem) {
            return try await pool.perform(isRepeatable: false) { session throws(SpoolProblem) in try write(session) }
        } catch  where error.code == .connectionLost {
            // Whose note is there with this text and time has written it.
            return try await pool.perform { session throws(SpoolProblem) in
                let rows = try session.query(
                    "SELECT 1 FROM note WHERE key = $1 AND text = $2 AND time = $3", .text(key), .text(note.text),
                    .number(note.time.milliseconds))
                return try rows.count == 1 ? true : write(session)
            }
        }
    }

    package func removeNote(_ key: String) async throws(SpoolProblem) {
        try await pool.perform { session throws(SpoolProblem) in
            _ = try session.query("DELETE FROM note WHERE key = $1", .text(key))
        }
    }

    package func purge(now: Instant, limit: Int) async throws(SpoolProblem) -> Int {
        try await pool.perform { session throws(SpoolProblem) in
            try session.transaction { session throws(SpoolProblem) in
                try Self.purge(now: now, limit: limit, in: session)
            }
        }
    }

    private static func purge(now: Instant, limit: Int, in session: PostgresSession) throws(SpoolProblem) -> Int {
        let rows = try session.query(
            """
            SELECT seq, submission FROM message WHERE ended IS NOT NULL AND ended + keep <= $1
            ORDER BY ended + keep LIMIT $2 FOR UPDATE SKIP LOCKED
            """, .number(now.milliseconds), PostgresValue(limit))
        guard rows.count > 0 else { return 0 }
        let letters = PostgresValue.numbers((0..<rows.count).map { rows.number($0, 0) })
        let submissions = PostgresValue.numbers((0..<rows.count).map { rows.number($0, 1) })
        _ = try session.query(
            """
            UPDATE file f SET uses = uses - u.count FROM (SELECT file, count(*) AS count FROM part
            WHERE message = ANY($1) AND file IS NOT NULL GROUP BY file) u WHERE f.id = u.file
            """, letters)
        _ = try session.query(
            """
            WITH gone AS (DELETE FROM file WHERE uses <= 0 AND id IN (
            SELECT file FROM part WHERE message = ANY($1) AND file IS NOT NULL) RETURNING id)
            DELETE FROM chunk WHERE file IN (SELECT id FROM gone)
            """, letters)
        for table in ["part", "attempt"] {
            _ = try session.query("DELETE FROM \(table) WHERE message = ANY($1)", letters)
        }
        _ = try session.query("DELETE FROM message WHERE seq = ANY($1)", letters)
        _ = try session.query(
            """
            DELETE FROM submission s WHERE s.seq = ANY($1)
            AND NOT EXISTS (SELECT 1 FROM message m WHERE m.submission = s.seq)
            """, submissions)
        return rows.count
    }
}
