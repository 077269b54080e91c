package import Attributes
package import Connecting

extension PostgresSpool {
    package func retry(_ ids: [UUIDv7], now: Instant) async throws(SpoolProblem) -> [Decision] {
        try await make(.retry(now: now), to: ids, now: now)
    }

    package func cancel(_ ids: [UUIDv7], now: Instant) async throws(SpoolProblem) -> [Decision] {
        try await make(.cancel, to: ids, now: now)
    }

    package func bounced(
        _ id: UUIDv7, recipient: String, _ reply: Reply, now: Instant
    ) async throws(SpoolProblem) -> Decision {
        try await make(.bounce(recipient, reply), to: [id], now: now)[0]
    }

    private func make(_ change: Change, to ids: [UUIDv7], now: Instant) async throws(SpoolProblem) -> [Decision] {
        // Done twice, it would tell what the first time has left to do.
        try await pool.perform(isRepeatable: false) { session throws(SpoolProblem) in
            try session.transaction { session throws(SpoolProblem) in
                var letters = try session.lock(ids)
                let onTheirWay = try session.onTheirWay()
                var decisions: [Decision] = []
                var changed: Set<UUIDv7> = []
                for id in ids {
                    let decision = change.decide(about: &letters[id], onTheirWay)
                    if case .done = decision { changed.insert(id) }
                    decisions.append(decision)
                }
                try session.update(changed.compactMap { letters[$0] }, now: now)
                if !changed.isEmpty { try session.ring() }
                return decisions
            }
        }
    }
}
