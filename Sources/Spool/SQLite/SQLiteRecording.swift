internal import Attributes
internal import Connecting

/// Writes down what became of letters.
struct SQLiteRecording: Sendable {
    let batch: Batch?
    let owner: Int64

    /// - Returns: The states, and whether some are due again.
    func record(
        _ outcomes: [LetterOutcome], in session: SQLiteSession
    ) throws(SpoolProblem) -> (states: [MessageState?], haveDue: Bool) {
        var states: [MessageState?] = []
        var haveDue = false
        var ended = 0
        for outcome in outcomes {
            guard var letter = try session.letter(outcome.id) else {
                states.append(nil)
                continue
            }
            // A call whose answer was lost is made again.
            let mayBeRecorded = letter.owner != owner
            let isRecorded = mayBeRecorded ? try isThere(outcome, of: letter, in: session) : false
            if !isRecorded {
                if letter.owner == owner, batch?.attempts[outcome.id] == letter.progress.attempts { ended += 1 }
                try apply(outcome, to: &letter, in: session)
            }
            states.append(letter.progress.state)
            haveDue = haveDue || letter.progress.due != nil
        }
        if let batch, ended > 0 { try shorten(batch, by: ended, in: session) }
        return (states, haveDue)
    }

    private func apply(
        _ outcome: LetterOutcome, to letter: inout SQLiteLetter, in session: SQLiteSession
    ) throws(SpoolProblem) {
        let results = letter.progress.apply(outcome)
        if letter.owner == owner { letter.owner = 0 }
        try session.insert(AttemptRecord(letter.progress.attempts, outcome, results), of: letter)
        try session.update(letter, now: outcome.ended)
    }

    private func isThere(
        _ outcome: LetterOutcome, of letter: SQLiteLetter, in session: SQLiteSession
    ) throws(SpoolProblem) -> Bool {
        var select = try session.query(
            "SELECT 1 FROM attempt WHERE message = ? AND began = ? AND ended = ? AND code IS NOT ?")
        select.bind(letter.seq)
        select.bind(outcome.began.milliseconds)
        select.bind(outcome.ended.milliseconds)
        // Not what was found out about an attempt that nobody saw the end of.
        select.bind(outcome.receipt.failure?.code == .outcomeUnknown ? nil : Failure.Code.outcomeUnknown.rawValue)
        return try select.step()
    }

    /// The batch goes with its last outcome.
    private func shorten(_ batch: Batch, by count: Int, in session: SQLiteSession) throws(SpoolProblem) {
        var update = try session.query("UPDATE batch SET remaining = remaining - ? WHERE id = ? RETURNING remaining")
        update.bind(count)
        update.bind(batch.id)
        guard try update.step() else { return }
        let remaining = update.number(0)
        while try update.step() {}
        guard remaining <= 0 else { return }
        var delete = try session.query("DELETE FROM batch WHERE id = ?")
        delete.bind(batch.id)
        try delete.run()
    }
}
