package import Attributes
package import Connecting

extension PostgresSpool {
    package func retry(_ ids: [UUIDv7], now: Instant) async throws(SpoolProblem) -> [Decision] {
        try await decide(ids, now: now) { $0.retry(now: now) }
    }

    package func cancel(_ ids: [UUIDv7], now: Instant) async throws(SpoolProblem) -> [Decision] {
        try await decide(ids, now: now) { $0.cancel() }
    }

    package func bounced(
        _ id: UUIDv7, recipient: String, _ reply: Reply, now: Instant
    ) async throws(SpoolProblem) -> Decision {
        try await decide([id], now: now, evenWhileSending: true) { $0.bounce(recipient, reply) ? 1 : 0 }[0]
    }

    /// Makes one change to several messages; the change tells how many recipients it was done for.
    private func decide(
        _ ids: [UUIDv7], now: Instant, evenWhileSending: Bool = false,
        _ change: @escaping @Sendable (inout LetterProgress) -> Int
    ) async throws(SpoolProblem) -> [Decision] {
        // Done twice, it would tell what the first time has left to do.
        try await pool.perform(isRepeatable: false) { session throws(SpoolProblem) in
            try session.transaction { session throws(SpoolProblem) in
                var letters = try session.lock(ids)
                let onTheirWay = try session.onTheirWay()
                var decisions: [Decision] = []
                var changed: Set<UUIDv7> = []
                for id in ids {
                    guard var letter = letters[id] else {
                        decisions.append(.unknown)
                        continue
                    }
                    guard evenWhileSending || !letter.isOnItsWay(onTheirWay) else {
                        decisions.append(.beingSent)
                        continue
                    }
                    let count = change(&letter.progress)
                    guard count > 0 else {
                        decisions.append(.nothingToDo(letter.progress.state))
                        continue
                    }
                    // Who has claimed a letter that nobody is owed any more finds that out when it begins.
                    if letter.progress.due == nil { letter.owner = 0 }
                    letters[id] = letter
                    changed.insert(id)
                    decisions.append(.done(recipients: count, state: letter.progress.state))
                }
                try session.update(changed.compactMap { letters[$0] }, now: now)
                if !changed.isEmpty { try session.ring() }
                return decisions
            }
        }
    }
}
