internal import Attributes
internal import Connecting

/// Settles what an owner has left behind.
struct SQLiteEndOfOwner: Sendable {
    let id: Int64
    let finding: WireMarks.Finding
    let now: Instant

    /// - Returns: `nil` when somebody else has done it.
    func settle(in session: SQLiteSession) throws(SpoolProblem) -> Recovery? {
        var delete = try session.query("DELETE FROM owner WHERE id = ?")
        delete.bind(id)
        try delete.run()
        guard session.changes == 1 else { return nil }
        let began = try beginnings(in: session)
        var recovery = Recovery()
        for seq in try letters(in: session) {
            guard var letter = try session.letter(seq: seq) else { continue }
            letter.owner = 0
            if let (attempts, time) = began[seq], attempts == letter.progress.attempts, finding.mayHaveGone(letter.id) {
                try lose(&letter, began: time, in: session)
                if letter.flags.unknown == .hold {
                    recovery.held.append(letter.id)
                } else {
                    recovery.again.append(letter.id)
                }
            } else {
                recovery.freed += 1
            }
            try session.update(letter, now: now)
        }
        var batches = try session.query("DELETE FROM batch WHERE owner = ?")
        batches.bind(id)
        try batches.run()
        try freeInbox(&recovery, in: session)
        return recovery
    }

    /// Its folders, what it was looking into, and what it had for handlers.
    private func freeInbox(_ recovery: inout Recovery, in session: SQLiteSession) throws(SpoolProblem) {
        _ = try session.run("UPDATE folder SET owner = 0 WHERE owner = ? AND owner <> 0", .number(id))
        recovery.arrivals = try session.run("UPDATE arrival SET owner = 0 WHERE state = 0 AND owner = ?", .number(id))
        recovery.handlings = try session.run(
            "UPDATE handling SET owner = 0 WHERE owner = ? AND owner <> 0", .number(id))
    }

    private func letters(in session: SQLiteSession) throws(SpoolProblem) -> [Int64] {
        var select = try session.query(
            "SELECT seq FROM message INDEXED BY message_open WHERE due IS NOT NULL AND owner = ? ORDER BY seq")
        select.bind(id)
        var letters: [Int64] = []
        while try select.step() { letters.append(select.number(0)) }
        return letters
    }

    /// Letters that were on their way: how many attempts each had before, and when it was begun.
    private func beginnings(in session: SQLiteSession) throws(SpoolProblem) -> [Int64: (attempts: Int, Instant)] {
        var select = try session.query("SELECT letters, began FROM batch WHERE owner = ?")
        select.bind(id)
        var letters: [Int64: (attempts: Int, Instant)] = [:]
        while try select.step() {
            let began = Instant(milliseconds: select.number(1))
            for entry in BatchCoding.decode(select.bytes(0)) { letters[entry.letter] = (entry.attempts, began) }
        }
        return letters
    }

    private func lose(_ letter: inout SQLiteLetter, began: Instant, in session: SQLiteSession) throws(SpoolProblem) {
        let results = letter.progress.lose(letter.flags.unknown, now: now)
        try session.insert(
            AttemptRecord(
                number: letter.progress.attempts, began: began, ended: max(began, now), connection: "",
                failure: .lost(finding.reason, letter.flags.unknown), recipients: results),
            of: letter)
    }
}

extension AttemptFailure {
    /// Nobody saw the end of the attempt.
    static func lost(_ reason: String, _ policy: UnknownPolicy) -> Self {
        Self(
            code: Failure.Code.outcomeUnknown.rawValue,
            message: "whether the letter was taken is not known: \(reason)",
            help: policy == .hold
                ? "look into a recipient's mailbox or the server's log before it is sent again"
                : "it is sent again, as its route says; it may arrive twice")
    }
}
