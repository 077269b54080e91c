package import Attributes
internal import Synchronization

extension PostgresSpool {
    package func register(_ name: String) async throws(SpoolProblem) -> Owner {
        let token = UUIDv7().description
        let owners = owners
        let (lock, marks) = try await BlockingWork.perform { () throws(SpoolProblem) in
            let lock = try owners.take(token)
            do throws(SpoolProblem) {
                return (lock, try WireMarks(at: owners.marks(of: token), token: token))
            } catch {
                owners.remove(token)
                throw error
            }
        }
        let begin = ContinuousClock.now
        let term = term
        do throws(SpoolProblem) {
            let id = try await pool.perform { session throws(SpoolProblem) in
                try session.query(
                    """
                    INSERT INTO owner (token, name, began, lease)
                    VALUES ($1, $2, $3, clock_timestamp() + $4::bigint * interval '1 millisecond')
                    ON CONFLICT (token) DO UPDATE SET lease = excluded.lease RETURNING id
                    """, .text(token), .text(String(name.prefix(SpoolLimits.text))), .number(Instant.now.milliseconds),
                    .number(term.milliseconds)
                ).number(0, 0)
            }
            let lease = PostgresLease(pool.address, id: id, lock: lock)
            let owner = Owner(id: id, name: name, token: token, marks: marks, pulse: lease)
            lease.keep(owner, term: term, from: begin)
            leases.withLock { $0[id] = lease }
            return owner
        } catch {
            owners.remove(token)
            throw error
        }
    }

    package func owners() async throws(SpoolProblem) -> [String] {
        try await owned().filter { !$0.isOver }.map(\.name)
    }

    package func resign(_ owner: Owner) async throws(SpoolProblem) {
        let end = PostgresEndOfOwner(id: owner.id, finding: .marked(owner.marks.noted), now: Instant.now)
        _ = try await pool.perform { session throws(SpoolProblem) in try end.settle(in: session) }
        owner.lose()
        owners.remove(owner.token)
        await leases.withLock { $0.removeValue(forKey: owner.id) }?.end()
        board.ring()
        arrivalBoard.ring()
    }

    package func recover(now: Instant) async throws(SpoolProblem) -> Recovery {
        var recovery = Recovery()
        let known = try await owned()
        for owner in known {
            guard let (finding, lock) = dead(owner) else { continue }
            let end = PostgresEndOfOwner(id: owner.id, finding: finding, now: now)
            let part = try await pool.perform { session throws(SpoolProblem) in try end.settle(in: session) }
            if let lock {
                owners.remove(owner.token)
                lock.letGo()
            }
            guard let part else { continue }
            recovery.owners.append(owner.name)
            recovery.freed += part.freed
            recovery.held += part.held
            recovery.again += part.again
            recovery.arrivals += part.arrivals
            recovery.handlings += part.handlings
        }
        try await removeLeftovers(except: known.map(\.token))
        try await shiftAfterSetBack(now: now)
        if !recovery.isEmpty {
            board.ring()
            arrivalBoard.ring()
        }
        return recovery
    }

    private struct Known: Sendable {
        let id: Int64
        let token: String
        let name: String
        /// Whether its life is over: by the server's clock, or because its lock on this machine is free.
        let isOver: Bool
        /// Whether it has been so for so long that nobody on its own machine will see to it.
        let isAbandoned: Bool
    }

    private func owned() async throws(SpoolProblem) -> [Known] {
        let term = term
        let owners = owners
        return try await pool.perform { session throws(SpoolProblem) in
            let here = owners.tokens()
            let rows = try session.query(
                """
                SELECT id, token, name, \(PostgresLease.isOver),
                lease < clock_timestamp() - $1::bigint * interval '1 millisecond' FROM owner ORDER BY id
                """, [.number(term.milliseconds)] + PostgresLease.values(term))
            return (0..<rows.count).map { row in
                let token = rows.text(row, 1)
                let hasDied = here.contains(token) && owners.isFree(token)
                return Known(
                    id: rows.number(row, 0), token: token, name: rows.text(row, 2),
                    isOver: hasDied || rows.number(row, 3) == 1, isAbandoned: rows.number(row, 4) == 1)
            }
        }
    }

    /// What is known of the letters of an owner that is dead.
    ///
    /// On its own machine its lock tells at once that it has died, and its marks which letters were on the wire. Elsewhere its term has to
    /// run out, and its own machine is given the time to do better.
    ///
    /// - Returns: `nil` when it is alive, or others see to it.
    private func dead(_ owner: Known) -> (WireMarks.Finding, OwnerLock?)? {
        if owners.tokens().contains(owner.token) {
            if let lock = owners.takeOver(owner.token) {
                return (WireMarks.read(owners.marks(of: owner.token), token: owner.token), lock)
            }
            // It runs and has lost the server for longer than it may.
            return owner.isOver ? (WireMarks.read(owners.marks(of: owner.token), token: owner.token), nil) : nil
        }
        return owner.isAbandoned
            ? (.unknown("its process ended on another machine, which has not told what it had on the wire"), nil) : nil
    }

    /// Of owners of this machine that somebody else has seen to, or that died before the database knew them.
    private func removeLeftovers(except known: [String]) async throws(SpoolProblem) {
        for token in owners.tokens().subtracting(known) {
            guard let lock = owners.takeOver(token) else { continue }
            if try await !owned().contains(where: { $0.token == token }) { owners.remove(token) }
            lock.letGo()
        }
    }

    /// Where the clock was put back, what waits for a time waits as long as it was meant to.
    private func shiftAfterSetBack(now: Instant) async throws(SpoolProblem) {
        let clock = clock
        try await pool.perform { session throws(SpoolProblem) in
            try session.transaction { session throws(SpoolProblem) in
                guard let jump = try clock.setBack(now: now, in: session) else { return }
                _ = try session.query(
                    """
                    UPDATE message SET due = due - $1 WHERE due IS NOT NULL AND due > $2 AND (state = 2 OR flags & $3 = 0)
                    """, .number(jump), .number(now.milliseconds), .number(LetterFlags.isScheduled.rawValue))
                _ = try session.query(
                    "UPDATE handling SET due = due - $1 WHERE state = 0 AND due > $2", .number(jump),
                    .number(now.milliseconds))
                try session.ring()
                try session.ringInbox()
            }
        }
    }
}
