internal import Attributes

/// What handlers said, on its way into the tables.
struct PostgresHandlingRecording: Sendable {
    var outcomes: [HandlingOutcome]
    var owner: Int64
    /// A number that this call alone has: when its answer was lost, what it has done is recognised.
    let number = Int64.random(in: 1...Int64.max)

    /// Records a group in one transaction.
    static func record(
        _ recordings: [PostgresHandlingRecording], _ pool: PostgresPool
    ) async -> [Result<[ArrivalState?], SpoolProblem>] {
        do throws(SpoolProblem) {
            return try await pool.perform { session throws(SpoolProblem) in
                try session.transaction { session throws(SpoolProblem) in try record(recordings, in: session) }
            }.map { .success($0) }
        } catch {
            return recordings.map { _ in .failure(error) }
        }
    }

    private struct Key: Hashable {
        var arrival: Int64
        var number: Int64
    }

    private struct Row {
        var isWaiting: Bool
        var owner: Int64
        var claim: Int64?
    }

    private struct Change {
        var key: Key
        var claim: Int64
        var outcome: HandlingOutcome
        var result: HandlingResult
    }

    private static func record(
        _ recordings: [PostgresHandlingRecording], in session: PostgresSession
    ) throws(SpoolProblem) -> [[ArrivalState?]] {
        // The arrivals are locked first, so that of two handlers that are done at once the second sees the first.
        let arrivals = try session.lock(arrivals: recordings.flatMap { $0.outcomes.map(\.id.arrival) })
        var rows = try lock(recordings, arrivals, in: session)
        var changes: [Change] = []
        var touched: [[Int64?]] = []
        var last: [Int64: Instant] = [:]
        for recording in recordings {
            var here: [Int64?] = []
            for outcome in recording.outcomes {
                guard let arrival = arrivals[outcome.id.arrival] else {
                    here.append(nil)
                    continue
                }
                let key = Key(arrival: arrival.seq, number: Int64(outcome.id.number))
                let result = HandlingResult(outcome.end)
                guard let row = rows[key] else {
                    here.append(nil)
                    continue
                }
                let isOurs = row.isWaiting && (row.owner == recording.owner || row.owner == 0 && result.state == .done)
                if row.claim == recording.number {
                    here.append(arrival.seq)
                } else if isOurs {
                    changes.append(Change(key: key, claim: recording.number, outcome: outcome, result: result))
                    // The same one again is not ours any more.
                    rows[key] = Row(isWaiting: false, owner: 0, claim: nil)
                    last[arrival.seq] = outcome.ended
                    here.append(arrival.seq)
                } else {
                    here.append(nil)
                }
            }
            touched.append(here)
        }
        try update(changes, in: session)
        try insertFollowers(of: changes, in: session)
        let progress = try session.progress(of: arrivals.values.map(\.seq))
        var states: [Int64: ArrivalState] = [:]
        var updates: [PostgresArrivalChange] = []
        for arrival in arrivals.values {
            let progress = progress[arrival.seq] ?? ArrivalProgress()
            let state = progress.state(isQuarantined: arrival.state == .quarantined)
            states[arrival.seq] = state
            guard let ended = last[arrival.seq] else { continue }
            updates.append(
                PostgresArrivalChange(seq: arrival.seq, state: state, isFinished: progress.isFinished, now: ended))
        }
        try session.update(updates)
        if changes.contains(where: { $0.result.state == .waiting || $0.outcome.follower != nil }) {
            try session.ringInbox()
        }
        return touched.map { $0.map { $0.flatMap { states[$0] } } }
    }

    private static func lock(
        _ recordings: [PostgresHandlingRecording], _ arrivals: [UUIDv7: PostgresArrival],
        in session: PostgresSession
    ) throws(SpoolProblem) -> [Key: Row] {
        let ids = recordings.flatMap { $0.outcomes.map(\.id) }.filter { arrivals[$0.arrival] != nil }
        guard !ids.isEmpty else { return [:] }
        let rows = try session.query(
            """
            SELECT h.arrival, h.number, h.state, h.owner, h.claim FROM handling h
            JOIN unnest($1::bigint[], $2::bigint[]) AS u (arrival, number) ON h.arrival = u.arrival AND h.number = u.number
            ORDER BY h.arrival, h.number FOR UPDATE OF h
            """, .numbers(ids.map { arrivals[$0.arrival]?.seq }), .numbers(ids.map { Int64($0.number) }))
        var handlings: [Key: Row] = [:]
        for row in 0..<rows.count {
            handlings[Key(arrival: rows.number(row, 0), number: rows.number(row, 1))] = Row(
                isWaiting: rows.number(row, 2) == 0, owner: rows.number(row, 3), claim: rows.optionalNumber(row, 4))
        }
        return handlings
    }

    /// An arrival has one error response, whatever fails.
    private static func insertFollowers(of changes: [Change], in session: PostgresSession) throws(SpoolProblem) {
        let followers = changes.compactMap { change in change.outcome.follower.map { (change.key.arrival, $0) } }
        guard !followers.isEmpty else { return }
        _ = try session.query(
            """
            INSERT INTO handling (arrival, number, target, kind, state, owner, attempts)
            SELECT u.arrival, u.number, u.target, 1, 0, 0, 0
            FROM unnest($1::bigint[], $2::bigint[], $3::text[]) AS u (arrival, number, target) ON CONFLICT DO NOTHING
            """, .numbers(followers.map(\.0)), .numbers(followers.map { Int64($0.1.number) }),
            .texts(followers.map(\.1.target)))
    }

    private static func update(_ changes: [Change], in session: PostgresSession) throws(SpoolProblem) {
        guard !changes.isEmpty else { return }
        _ = try session.query(
            """
            UPDATE handling h SET owner = 0, claim = u.claim, state = u.state, due = u.due, attempts = h.attempts + 1,
            began = coalesce(h.began, u.began), last = u.began, said = u.said, response = u.response, code = u.code,
            words = u.words, help = u.help
            FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[],
            $8::text[], $9::text[], $10::text[], $11::text[])
            AS u (arrival, number, claim, state, due, began, said, response, code, words, help)
            WHERE h.arrival = u.arrival AND h.number = u.number
            """, .numbers(changes.map(\.key.arrival)), .numbers(changes.map(\.key.number)),
            .numbers(changes.map(\.claim)), .numbers(changes.map(\.result.state.number)),
            .numbers(changes.map(\.result.due)), .numbers(changes.map(\.outcome.began.milliseconds)),
            .texts(changes.map(\.result.words)), .texts(changes.map(\.result.response)),
            .texts(changes.map { $0.result.failure?.code }), .texts(changes.map { $0.result.failure?.message }),
            .texts(changes.map { $0.result.failure?.help }))
    }
}
