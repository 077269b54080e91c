package import Attributes

extension PostgresSpool {
    package func claimArrivals(
        routes: [String]?, limit: Int, for owner: Owner
    ) async throws(SpoolProblem) -> [ClaimedArrival] {
        guard limit > 0, !owner.isLost else { return [] }
        let scratch = scratch
        let claiming = PostgresArrivalClaiming(owner)
        do throws(SpoolProblem) {
            let claimed = try await claim { session throws(SpoolProblem) in
                try claiming.arrivals(of: routes, limit: limit, in: session)
            }
            guard !claimed.isEmpty else { return [] }
            return try await pool.perform { session throws(SpoolProblem) in
                try PostgresArrivalReading(session: session, scratch: scratch).claimed(claimed)
            }
        } catch {
            undo(claiming)
            throw error
        }
    }

    package func claimHandlings(
        target: String, limit: Int, now: Instant, for owner: Owner
    ) async throws(SpoolProblem) -> [ClaimedHandling] {
        guard limit > 0, !owner.isLost else { return [] }
        let claiming = PostgresArrivalClaiming(owner)
        do throws(SpoolProblem) {
            return try await claim { session throws(SpoolProblem) in
                try claiming.handlings(for: target, limit: limit, now: now, in: session)
            }
        } catch {
            undo(claiming)
            throw error
        }
    }

    private func claim<Value: Sendable>(
        _ work: @escaping @Sendable (PostgresSession) throws(SpoolProblem) -> Value
    ) async throws(SpoolProblem) -> Value {
        try await pool.perform(isRepeatable: false) { session throws(SpoolProblem) in
            try session.transaction { session throws(SpoolProblem) in try work(session) }
        }
    }

    /// Nobody works on what was claimed without our knowing; it must not stay ours.
    private func undo(_ claiming: PostgresArrivalClaiming) {
        let pool = pool
        Task.detached {
            _ = try? await pool.perform { session throws(SpoolProblem) in
                try session.transaction { session throws(SpoolProblem) in try claiming.undo(in: session) }
            }
        }
    }

    package func releaseArrivals(_ ids: [UUIDv7], of owner: Owner) async throws(SpoolProblem) {
        guard !ids.isEmpty else { return }
        try await pool.perform { session throws(SpoolProblem) in
            _ = try session.query(
                "UPDATE arrival SET owner = 0 WHERE id = ANY($1) AND owner = $2 AND state = 0", .ids(ids),
                .number(owner.id))
            try session.ringInbox()
        }
    }

    package func releaseHandlings(_ handlings: [HandlingID], of owner: Owner) async throws(SpoolProblem) {
        guard !handlings.isEmpty else { return }
        try await pool.perform { session throws(SpoolProblem) in
            _ = try session.query(
                """
                UPDATE handling h SET owner = 0 FROM unnest($1::uuid[], $2::bigint[]) AS u (id, number)
                JOIN arrival a ON a.id = u.id WHERE h.arrival = a.seq AND h.number = u.number AND h.owner = $3
                """, .ids(handlings.map(\.arrival)), .numbers(handlings.map { Int64($0.number) }), .number(owner.id))
            try session.ringInbox()
        }
    }

    @discardableResult
    package func prepare(
        _ arrivals: [PreparedArrival], of owner: Owner
    ) async throws(SpoolProblem) -> [ArrivalState?] {
        try PreparedArrival.check(arrivals, at: place)
        guard !arrivals.isEmpty else { return [] }
        let preparing = PostgresPreparing(arrivals: arrivals, owner: owner.id, now: .now)
        return try await pool.perform { session throws(SpoolProblem) in
            try session.transaction { session throws(SpoolProblem) in try preparing.prepare(in: session) }
        }
    }

    @discardableResult
    package func record(
        _ outcomes: [HandlingOutcome], of owner: Owner
    ) async throws(SpoolProblem) -> [ArrivalState?] {
        try HandlingOutcome.check(outcomes, at: place)
        guard !outcomes.isEmpty else { return [] }
        try await clock.note(pool)
        return try await handlings.add(PostgresHandlingRecording(outcomes: outcomes, owner: owner.id))
    }

    package func handlingsDue() async throws(SpoolProblem) -> [String: Instant] {
        try await pool.perform { session throws(SpoolProblem) in try PostgresArrivalClaiming.due(in: session) }
    }
}
