internal import Attributes

/// Settles what an owner has left behind.
struct PostgresEndOfOwner: Sendable {
    let id: Int64
    let finding: WireMarks.Finding
    let now: Instant

    /// - Returns: `nil` when somebody else has done it.
    func settle(in session: PostgresSession) throws(SpoolProblem) -> Recovery? {
        try session.transaction { session throws(SpoolProblem) in
            guard try session.query("DELETE FROM owner WHERE id = $1", .number(id)).changes == 1 else { return nil }
            let began = try beginnings(in: session)
            var recovery = Recovery()
            var letters = try session.lock(ownedBy: id)
            var attempts: [(letter: PostgresLetter, AttemptRecord)] = []
            for position in letters.indices {
                letters[position].owner = 0
                let letter = letters[position]
                guard let (count, time) = began[letter.seq], count == letter.progress.attempts,
                    finding.mayHaveGone(letter.id)
                else {
                    recovery.freed += 1
                    continue
                }
                let policy = letter.flags.unknown
                let results = letters[position].progress.lose(policy, now: now)
                attempts.append(
                    (
                        letter,
                        AttemptRecord(
                            number: letters[position].progress.attempts, began: time, ended: max(time, now),
                            connection: "",
                            failure: .lost(finding.reason, policy), recipients: results)
                    ))
                if policy == .hold { recovery.held.append(letter.id) } else { recovery.again.append(letter.id) }
            }
            try session.insert(attempts)
            try session.update(letters, now: now)
            _ = try session.query("DELETE FROM batch WHERE owner = $1", .number(id))
            try freeInbox(&recovery, in: session)
            try session.ring()
            try session.ringInbox()
            return recovery
        }
    }

    /// Its folders, what it was looking into, and what it had for handlers.
    private func freeInbox(_ recovery: inout Recovery, in session: PostgresSession) throws(SpoolProblem) {
        // First the folders: who is just storing letters has locked one, and these letters are seen afterwards.
        _ = try session.query("UPDATE folder SET owner = 0 WHERE owner = $1 AND owner <> 0", .number(id))
        recovery.arrivals = try session.query(
            "UPDATE arrival SET owner = 0 WHERE owner = $1 AND owner <> 0 AND state = 0", .number(id)
        ).changes
        recovery.handlings = try session.query(
            "UPDATE handling SET owner = 0 WHERE owner = $1 AND owner <> 0", .number(id)
        ).changes
    }

    /// Letters that were on their way: how many attempts each had before, and when it was begun.
    private func beginnings(in session: PostgresSession) throws(SpoolProblem) -> [Int64: (attempts: Int, Instant)] {
        let rows = try session.query("SELECT letters, began FROM batch WHERE owner = $1", .number(id))
        var letters: [Int64: (attempts: Int, Instant)] = [:]
        for row in 0..<rows.count {
            let began = rows.instant(row, 1)
            for entry in BatchCoding.decode(rows.bytes(row, 0)) { letters[entry.letter] = (entry.attempts, began) }
        }
        return letters
    }
}
