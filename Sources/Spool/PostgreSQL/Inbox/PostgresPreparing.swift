internal import Attributes

/// What arrivals are, on its way into the tables; all of it may be done twice, since what is there is recognised by its number.
struct PostgresPreparing: Sendable {
    var arrivals: [PreparedArrival]
    var owner: Int64
    var now: Instant
    let number = Int64.random(in: 1...Int64.max)

    func prepare(in session: PostgresSession) throws(SpoolProblem) -> [ArrivalState?] {
        let rows = try session.lock(arrivals: arrivals.map(\.id))
        var seen: Set<UUIDv7> = []
        let ours = arrivals.filter { arrival in
            guard let row = rows[arrival.id], row.owner == owner, row.state == .received else { return false }
            return seen.insert(arrival.id).inserted
        }
        var states: [UUIDv7: ArrivalState] = [:]
        for row in rows.values where row.owner == 0 && row.claim == number { states[row.id] = row.state }
        try insertReadings(ours, rows, in: session)
        try insertHandlings(ours, rows, in: session)
        let progress = try session.progress(of: ours.compactMap { rows[$0.id]?.seq })
        var ended: [Int64?] = []
        for arrival in ours {
            let progress = rows[arrival.id].flatMap { progress[$0.seq] } ?? ArrivalProgress()
            states[arrival.id] = progress.state(isQuarantined: arrival.quarantine != nil)
            ended.append(progress.isFinished ? now.milliseconds : nil)
        }
        if !ours.isEmpty {
            _ = try session.query(
                """
                UPDATE arrival a SET state = u.state, owner = 0, claim = $1, needs = u.needs, ended = u.ended
                FROM unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[]) AS u (id, state, needs, ended)
                WHERE a.id = u.id
                """, .number(number), .ids(ours.map(\.id)), .numbers(ours.map { states[$0.id]?.number }),
                .numbers(ours.map { $0.needsProcessing.map { $0 ? 1 : 0 } }), .numbers(ended))
        }
        if ours.contains(where: { !$0.handlings.isEmpty }) { try session.ringInbox() }
        return arrivals.map { states[$0.id] }
    }

    private func insertReadings(
        _ arrivals: [PreparedArrival], _ rows: [UUIDv7: PostgresArrival], in session: PostgresSession
    ) throws(SpoolProblem) {
        guard !arrivals.isEmpty else { return }
        let kept = arrivals.map(\.kept)
        _ = try session.query(
            """
            INSERT INTO reading (arrival, sender, subject, snippet, thread, contact, links, code, words, help)
            SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[],
            $8::text[], $9::text[], $10::text[]) ON CONFLICT (arrival) DO UPDATE SET sender = excluded.sender,
            subject = excluded.subject, snippet = excluded.snippet, thread = excluded.thread, contact = excluded.contact,
            links = excluded.links, code = excluded.code, words = excluded.words, help = excluded.help
            """, .numbers(arrivals.map { rows[$0.id]?.seq }), .texts(kept.map(\.sender)), .texts(kept.map(\.subject)),
            .texts(kept.map(\.snippet)), .texts(kept.map(\.thread)), .texts(kept.map(\.contact)),
            .blobs(kept.map { LinksCoding.encode($0.links) }), .texts(kept.map { $0.quarantine?.code }),
            .texts(kept.map { $0.quarantine?.message }), .texts(kept.map { $0.quarantine?.help }))
    }

    /// Who has an arrival already does not get it again.
    private func insertHandlings(
        _ arrivals: [PreparedArrival], _ rows: [UUIDv7: PostgresArrival], in session: PostgresSession
    ) throws(SpoolProblem) {
        var keys: [Int64?] = []
        var numbers: [Int64] = []
        var targets: [String] = []
        var kinds: [Int64] = []
        for arrival in arrivals {
            for handling in arrival.handlings {
                keys.append(rows[arrival.id]?.seq)
                numbers.append(Int64(handling.number))
                targets.append(handling.target)
                kinds.append(arrival.quarantine == nil ? 0 : 1)
            }
        }
        guard !keys.isEmpty else { return }
        _ = try session.query(
            """
            INSERT INTO handling AS h (arrival, number, target, kind, state, owner, attempts)
            SELECT u.arrival, u.number, u.target, u.kind, 0, 0, 0
            FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[]) AS u (arrival, number, target, kind)
            ON CONFLICT (arrival, number) DO UPDATE SET target = excluded.target, kind = excluded.kind, state = 0, owner = 0,
            claim = NULL, due = NULL, attempts = 0, began = NULL, last = NULL, said = NULL, response = NULL, code = NULL,
            words = NULL, help = NULL WHERE h.state <> 1 OR h.kind <> excluded.kind
            """, .numbers(keys), .numbers(numbers), .texts(targets), .numbers(kinds))
    }
}
