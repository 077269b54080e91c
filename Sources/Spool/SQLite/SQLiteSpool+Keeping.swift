package import Attributes
internal import Glibc

extension SQLiteSpool {
    package func sequence(uid: String, atLeast: Int) async throws(SpoolProblem) -> Int {
        try await writer.perform { session throws(SpoolProblem) in
            var upsert = try session.query(
                """
                INSERT INTO meeting (uid, sequence, changed) VALUES (?, ?, ?)
                ON CONFLICT (uid) DO UPDATE SET sequence = max(sequence + 1, excluded.sequence), changed = excluded.changed
                RETURNING sequence
                """)
            upsert.bind(uid)
            upsert.bind(atLeast)
            upsert.bind(Instant.now.milliseconds)
            guard try upsert.step() else { return atLeast }
            let sequence = upsert.integer(0)
            while try upsert.step() {}
            return sequence
        }
    }

    package func note(_ key: String) async throws(SpoolProblem) -> Note? {
        try await read { session throws(SpoolProblem) in
            var select = try session.query("SELECT text, time FROM note WHERE key = ?")
            select.bind(key)
            return try select.step() ? Note(select.text(0), time: Instant(milliseconds: select.number(1))) : nil
        }
    }

    package func write(_ note: Note, key: String) async throws(SpoolProblem) {
        _ = try await write(note, key: key, unlessAfter: nil)
    }

    package func write(_ note: Note, key: String, unlessAfter time: Instant) async throws(SpoolProblem) -> Bool {
        try await write(note, key: key, unlessAfter: Optional(time))
    }

    private func write(_ note: Note, key: String, unlessAfter time: Instant?) async throws(SpoolProblem) -> Bool {
        try await writer.perform { session throws(SpoolProblem) in
            var upsert = try session.query(
                """
                INSERT INTO note (key, text, time) VALUES (?, ?, ?)
                ON CONFLICT (key) DO UPDATE SET text = excluded.text, time = excluded.time
                WHERE ? IS NULL OR time <= ? OR time > excluded.time
                """)
            upsert.bind(key)
            upsert.bind(note.text)
            upsert.bind(note.time.milliseconds)
            // A note from later than now was made before the clock was put back.
            upsert.bind(time?.milliseconds)
            upsert.bind(time?.milliseconds)
            try upsert.run()
            return session.changes == 1
        }
    }

    package func removeNote(_ key: String) async throws(SpoolProblem) {
        try await writer.perform { session throws(SpoolProblem) in
            var delete = try session.query("DELETE FROM note WHERE key = ?")
            delete.bind(key)
            try delete.run()
        }
    }

    package func purge(now: Instant, limit: Int) async throws(SpoolProblem) -> Int {
        let (count, files) = try await writer.perform(weight: limit * 5_000) { session throws(SpoolProblem) in
            try SQLitePurging(session: session).purge(now: now, limit: limit)
        }
        let parts = parts
        if !files.isEmpty {
            try await BlockingWork.perform { () throws(SpoolProblem) in
                for file in files { unlink(parts.path(of: file)) }
            }
        }
        return count
    }
}
