internal import Attributes
internal import Connecting

/// What became of letters, on its way into the tables.
struct PostgresRecording: Sendable {
    var outcomes: [LetterOutcome]
    var batch: Batch?
    var owner: Int64

    struct Recorded: Sendable {
        var states: [MessageState?]
        var haveDue: Bool
    }

    /// Records a group in one transaction; all of it may be done twice, since what is there is recognised.
    static func record(
        _ recordings: [PostgresRecording], _ pool: PostgresPool
    ) async -> [Result<Recorded, SpoolProblem>] {
        do throws(SpoolProblem) {
            return try await pool.perform { session throws(SpoolProblem) in
                try session.transaction { session throws(SpoolProblem) in try record(recordings, in: session) }
            }.map { .success($0) }
        } catch {
            return recordings.map { _ in .failure(error) }
        }
    }

    private static func record(
        _ recordings: [PostgresRecording], in session: PostgresSession
    ) throws(SpoolProblem) -> [Recorded] {
        var letters = try session.lock(recordings.flatMap { $0.outcomes.map(\.id) })
        var there = try attempts(of: letters, recordings, in: session)
        var changed: Set<UUIDv7> = []
        var attempts: [(letter: PostgresLetter, AttemptRecord)] = []
        var ended: [Int64: Int64] = [:]
        var results: [Recorded] = []
        var last = Instant(seconds: 0)
        for recording in recordings {
            var states: [MessageState?] = []
            var haveDue = false
            for outcome in recording.outcomes {
                guard var letter = letters[outcome.id] else {
                    states.append(nil)
                    continue
                }
                // A call whose answer was lost is made again.
                if letter.owner == recording.owner || !there.contains(Trace(letter.seq, outcome)) {
                    if letter.owner == recording.owner, let batch = recording.batch,
                        batch.attempts[outcome.id] == letter.progress.attempts
                    {
                        ended[batch.id, default: 0] += 1
                    }
                    let results = letter.progress.apply(outcome)
                    if letter.owner == recording.owner { letter.owner = 0 }
                    attempts.append((letter, AttemptRecord(letter.progress.attempts, outcome, results)))
                    letters[outcome.id] = letter
                    there.insert(Trace(letter.seq, outcome))
                    changed.insert(outcome.id)
                    last = max(last, outcome.ended)
                }
                states.append(letter.progress.state)
                haveDue = haveDue || letter.progress.due != nil
            }
            results.append(Recorded(states: states, haveDue: haveDue))
        }
        try session.insert(attempts)
        try session.update(changed.compactMap { letters[$0] }, now: last)
        try shorten(ended, in: session)
        if results.contains(where: \.haveDue) { try session.ring() }
        return results
    }

    /// What tells one attempt of a letter from another.
    private struct Trace: Hashable {
        var letter: Int64
        var began: Int64
        var ended: Int64
        /// What was found out about an attempt that nobody saw the end of is none of ours.
        var isUnknown: Bool

        init(_ letter: Int64, _ outcome: LetterOutcome) {
            self.letter = letter
            began = outcome.began.milliseconds
            ended = outcome.ended.milliseconds
            isUnknown = outcome.receipt.failure?.code == .outcomeUnknown
        }

        init(_ row: Int, of rows: borrowing PostgresRows) {
            letter = rows.number(row, 0)
            began = rows.number(row, 1)
            ended = rows.number(row, 2)
            isUnknown = rows.optionalText(row, 3) == Failure.Code.outcomeUnknown.rawValue
        }
    }

    /// The attempts that are there of letters that their recorder does not own any more.
    private static func attempts(
        of letters: [UUIDv7: PostgresLetter], _ recordings: [PostgresRecording], in session: PostgresSession
    ) throws(SpoolProblem) -> Set<Trace> {
        var doubtful: [Int64] = []
        for recording in recordings {
            for outcome in recording.outcomes {
                if let letter = letters[outcome.id], letter.owner != recording.owner { doubtful.append(letter.seq) }
            }
        }
        guard !doubtful.isEmpty else { return [] }
        let rows = try session.query(
            "SELECT message, began, ended, code FROM attempt WHERE message = ANY($1)", .numbers(doubtful))
        return Set((0..<rows.count).map { Trace($0, of: rows) })
    }

    /// Batches go with their last outcomes.
    private static func shorten(_ ended: [Int64: Int64], in session: PostgresSession) throws(SpoolProblem) {
        guard !ended.isEmpty else { return }
        let batches = ended.keys.sorted()
        _ = try session.query(
            """
            UPDATE batch b SET remaining = remaining - u.count FROM unnest($1::bigint[], $2::bigint[]) AS u (id, count) WHERE b.id = u.id
            """, .numbers(batches), .numbers(batches.map { ended[$0] }))
        _ = try session.query("DELETE FROM batch WHERE id = ANY($1) AND remaining <= 0", .numbers(batches))
    }
}
