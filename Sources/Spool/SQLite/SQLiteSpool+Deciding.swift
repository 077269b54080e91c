package import Attributes
package import Connecting

extension SQLiteSpool {
    package func retry(_ ids: [UUIDv7], now: Instant) async throws(SpoolProblem) -> [Decision] {
        let decisions = try await make(.retry(now: now), to: ids, now: now)
        board.ring()
        return decisions
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
        try await writer.perform { session throws(SpoolProblem) in
            let onTheirWay = try session.onTheirWay()
            var decisions: [Decision] = []
            for id in ids {
                var letter = try session.letter(id)
                let decision = change.decide(about: &letter, onTheirWay)
                if case .done = decision, let letter { try session.update(letter, now: now) }
                decisions.append(decision)
            }
            return decisions
        }
    }
}
