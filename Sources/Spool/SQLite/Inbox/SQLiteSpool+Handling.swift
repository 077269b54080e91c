package import Attributes

extension SQLiteSpool {
    package func claimArrivals(
        routes: [String]?, limit: Int, for owner: Owner
    ) async throws(SpoolProblem) -> [ClaimedArrival] {
        guard !owner.isLost else { return [] }
        let (names, parts) = (names, parts)
        let claimed = try await writer.perform { session throws(SpoolProblem) in
            try SQLiteArrivals(session: session).claim(routes, limit: limit, for: owner.id, names)
        }
        guard !claimed.isEmpty else { return [] }
        do throws(SpoolProblem) {
            return try await read { session throws(SpoolProblem) in
                let reading = SQLiteArrivalReading(session: session, parts: parts)
                var arrivals: [ClaimedArrival] = []
                arrivals.reserveCapacity(claimed.count)
                for seq in claimed { arrivals.append(try reading.claimed(seq)) }
                return arrivals
            }
        } catch {
            try? await writer.perform { session throws(SpoolProblem) in
                try SQLiteArrivals(session: session).release(claimed, of: owner.id)
            }
            throw error
        }
    }

    package func releaseArrivals(_ ids: [UUIDv7], of owner: Owner) async throws(SpoolProblem) {
        guard !ids.isEmpty else { return }
        try await writer.perform { session throws(SpoolProblem) in
            let arrivals = SQLiteArrivals(session: session)
            for id in ids {
                if let place = try arrivals.place(of: id) { try arrivals.release([place.seq], of: owner.id) }
            }
        }
        arrivalBoard.ring()
    }

    @discardableResult
    package func prepare(
        _ arrivals: [PreparedArrival], of owner: Owner
    ) async throws(SpoolProblem) -> [ArrivalState?] {
        try PreparedArrival.check(arrivals, at: place)
        let names = names
        let now = Instant.now
        let states = try await writer.perform(weight: arrivals.count * 1_500) { session throws(SpoolProblem) in
            let rows = SQLiteArrivals(session: session)
            let handlings = SQLiteHandlings(session: session, names: names)
            var states: [ArrivalState?] = []
            states.reserveCapacity(arrivals.count)
            for arrival in arrivals {
                states.append(try rows.prepare(arrival, of: owner.id, now: now, handlings))
            }
            return states
        }
        if arrivals.contains(where: { !$0.handlings.isEmpty }) { arrivalBoard.ring() }
        return states
    }

    package func claimHandlings(
        target: String, limit: Int, now: Instant, for owner: Owner
    ) async throws(SpoolProblem) -> [ClaimedHandling] {
        guard !owner.isLost else { return [] }
        let names = names
        return try await writer.perform { session throws(SpoolProblem) in
            try SQLiteHandlings(session: session, names: names).claim(target, limit: limit, now: now, for: owner.id)
        }
    }

    package func releaseHandlings(_ handlings: [HandlingID], of owner: Owner) async throws(SpoolProblem) {
        guard !handlings.isEmpty else { return }
        let names = names
        try await writer.perform { session throws(SpoolProblem) in
            try SQLiteHandlings(session: session, names: names).release(handlings, of: owner.id)
        }
        arrivalBoard.ring()
    }

    @discardableResult
    package func record(
        _ outcomes: [HandlingOutcome], of owner: Owner
    ) async throws(SpoolProblem) -> [ArrivalState?] {
        try HandlingOutcome.check(outcomes, at: place)
        let names = names
        let (states, haveDue) = try await writer.perform(weight: outcomes.count * 500) { session throws(SpoolProblem) in
            let rows = SQLiteArrivals(session: session)
            let handlings = SQLiteHandlings(session: session, names: names)
            var states: [ArrivalState?] = []
            var haveDue = false
            for outcome in outcomes {
                guard let place = try rows.place(of: outcome.id.arrival),
                    try handlings.record(outcome, of: place.seq, owner.id)
                else {
                    states.append(nil)
                    continue
                }
                if case .again = outcome.end { haveDue = true }
                if outcome.follower != nil { haveDue = true }
                let progress = try handlings.progress(of: place.seq)
                states.append(try rows.update(place, progress, now: outcome.ended))
            }
            return (states, haveDue)
        }
        if haveDue { arrivalBoard.ring() }
        return states
    }

    package func handlingsDue() async throws(SpoolProblem) -> [String: Instant] {
        let names = names
        return try await read { session throws(SpoolProblem) in
            try SQLiteHandlings(session: session, names: names).due()
        }
    }
}
