package import Attributes
package import Connecting
internal import Synchronization

extension PostgresSpool {
    package func claim(
        _ request: ClaimRequest, for owner: Owner
    ) async throws(SpoolProblem) -> [ClaimedLetter] {
        guard request.limit > 0, !owner.isLost else { return [] }
        let claiming = PostgresClaiming(owner: owner.id, scratch: scratch)
        return try await claim(for: owner) { session throws(SpoolProblem) in try claiming.claim(request, in: session) }
    }

    package func claim(_ ids: [UUIDv7], for owner: Owner) async throws(SpoolProblem) -> [ClaimedLetter] {
        guard !ids.isEmpty, !owner.isLost else { return [] }
        let claiming = PostgresClaiming(owner: owner.id, scratch: scratch)
        return try await claim(for: owner) { session throws(SpoolProblem) in try claiming.claim(ids, in: session) }
    }

    /// Claims and reads what was claimed; what of that nobody hears of is given back.
    private func claim(
        for owner: Owner, _ work: @escaping @Sendable (PostgresSession) throws(SpoolProblem) -> PostgresClaiming.Claimed
    ) async throws(SpoolProblem) -> [ClaimedLetter] {
        let claiming = PostgresClaiming(owner: owner.id, scratch: scratch)
        let number = Int64.random(in: 1...Int64.max)
        do throws(SpoolProblem) {
            let claimed = try await pool.perform(isRepeatable: false) { session throws(SpoolProblem) in
                try session.transaction { session throws(SpoolProblem) in
                    let claimed = try work(session)
                    try claiming.mark(claimed.letters, number, in: session)
                    return claimed
                }
            }
            guard !claimed.letters.isEmpty else { return [] }
            return try await pool.perform { session throws(SpoolProblem) in
                try claiming.read(claimed.letters, in: session)
            }
        } catch {
            // Nobody sends what was claimed without our knowing; it must not stay ours.
            let pool = pool
            Task.detached {
                _ = try? await pool.perform { session throws(SpoolProblem) in
                    try session.transaction { session throws(SpoolProblem) in try claiming.undo(number, in: session) }
                }
            }
            throw error
        }
    }

    package func release(_ ids: [UUIDv7], of owner: Owner) async throws(SpoolProblem) {
        guard !ids.isEmpty else { return }
        try await pool.perform { session throws(SpoolProblem) in
            try session.transaction { session throws(SpoolProblem) in
                let onTheirWay = try session.onTheirWay(of: owner.id)
                let letters = try session.lock(ids).values.filter { $0.owner == owner.id && !$0.isOnItsWay(onTheirWay) }
                _ = try session.query("UPDATE message SET owner = 0 WHERE seq = ANY($1)", .numbers(letters.map(\.seq)))
                try session.ring()
            }
        }
    }

    package func begin(_ ids: [UUIDv7], of owner: Owner) async throws(SpoolProblem) -> Batch {
        for id in ids { owner.marks.clear(id) }
        guard !owner.isLost else { throw lost(owner) }
        // Its number is made here, so that the same batch can be begun again when the answer was lost.
        let number = Int64.random(in: 1...Int64.max)
        let batch = try await pool.perform { session throws(SpoolProblem) in
            try session.transaction { session throws(SpoolProblem) in
                let locked = try session.lock(ids)
                let letters = ids.compactMap { locked[$0] }.filter { $0.owner == owner.id && $0.progress.due != nil }
                let attempts = Dictionary(letters.map { ($0.id, $0.progress.attempts) }) { first, _ in first }
                let batch = Batch(
                    id: number, owner: owner.id, letters: letters.map(\.id), attempts: attempts,
                    refused: ids.filter { attempts[$0] == nil })
                guard !letters.isEmpty else { return batch }
                let entries = letters.map { BatchCoding.Entry(letter: $0.seq, attempts: $0.progress.attempts) }
                _ = try session.query(
                    """
                    INSERT INTO batch (id, owner, began, remaining, letters) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING
                    """, .number(number), .number(owner.id), .number(Instant.now.milliseconds),
                    PostgresValue(entries.count), .bytes(BatchCoding.encode(entries)))
                return batch
            }
        }
        // The server may have been away for longer than the owner lives.
        guard !owner.isLost else { throw lost(owner) }
        return batch
    }

    private func lost(_ owner: Owner) -> SpoolProblem {
        SpoolProblem(
            .ownerLost, at: place,
            "has had no sign of life from '\(owner.name)' for so long that others may take its letters",
            remedy: "see why the server could not be reached; the process has to register anew")
    }

    package func end(_ batch: Batch, of owner: Owner) async throws(SpoolProblem) {
        try await pool.perform { session throws(SpoolProblem) in
            _ = try session.query(
                "DELETE FROM batch WHERE id = $1 AND owner = $2", .number(batch.id), .number(owner.id))
        }
    }

    @discardableResult
    package func record(
        _ outcomes: [LetterOutcome], of batch: Batch?, _ owner: Owner
    ) async throws(SpoolProblem) -> [MessageState?] {
        try await clock.note(pool)
        let recorded = try await records.add(PostgresRecording(outcomes: outcomes, batch: batch, owner: owner.id))
        for outcome in outcomes { owner.marks.clear(outcome.id) }
        return recorded.states
    }

    package func nextDue(bus: Int, connections: [String]?) async throws(SpoolProblem) -> Instant? {
        try await pool.perform { session throws(SpoolProblem) in
            try PostgresClaiming.nextDue(bus: bus, connections, in: session)
        }
    }
}
