package import Attributes
internal import Synchronization

extension SQLiteSpool {
    package func register(_ name: String) async throws(SpoolProblem) -> Owner {
        let token = UUIDv7().description
        let owners = owners
        let (lock, marks) = try await BlockingWork.perform { () throws(SpoolProblem) in
            let lock = try owners.take(token)
            do throws(SpoolProblem) {
                let marks = try WireMarks(at: owners.marks(of: token), token: token)
                return (lock, marks)
            } catch {
                owners.remove(token)
                throw error
            }
        }
        do throws(SpoolProblem) {
            let id = try await writer.perform { session throws(SpoolProblem) in
                var insert = try session.query("INSERT INTO owner (token, name, began) VALUES (?, ?, ?)")
                insert.bind(token)
                insert.bind(String(name.prefix(SpoolLimits.text)))
                insert.bind(Instant.now.milliseconds)
                try insert.run()
                return session.lastRow
            }
            locks.withLock { $0[id] = lock }
            return Owner(id: id, name: name, token: token, marks: marks, pulse: lock)
        } catch {
            owners.remove(token)
            throw error
        }
    }

    package func owners() async throws(SpoolProblem) -> [String] {
        try await owned().filter { owner in
            guard let lock = owners.takeOver(owner.token) else { return true }
            lock.letGo()
            return false
        }.map(\.name)
    }

    package func resign(_ owner: Owner) async throws(SpoolProblem) {
        let end = SQLiteEndOfOwner(id: owner.id, finding: .marked(owner.marks.noted), now: Instant.now)
        _ = try await writer.perform { session throws(SpoolProblem) in try end.settle(in: session) }
        owner.lose()
        owners.remove(owner.token)
        locks.withLock { $0.removeValue(forKey: owner.id) }?.letGo()
        board.ring()
        arrivalBoard.ring()
    }

    package func recover(now: Instant) async throws(SpoolProblem) -> Recovery {
        var recovery = Recovery()
        let known = try await owned()
        for owner in known {
            guard let lock = owners.takeOver(owner.token) else { continue }
            let finding = WireMarks.read(owners.marks(of: owner.token), token: owner.token)
            let end = SQLiteEndOfOwner(id: owner.id, finding: finding, now: now)
            let part = try await writer.perform { session throws(SpoolProblem) in try end.settle(in: session) }
            owners.remove(owner.token)
            lock.letGo()
            guard let part else { continue }
            recovery.owners.append(owner.name)
            recovery.freed += part.freed
            recovery.held += part.held
            recovery.again += part.again
            recovery.arrivals += part.arrivals
            recovery.handlings += part.handlings
        }
        // Of owners that died before the database knew them.
        for token in owners.tokens().subtracting(known.map(\.token)) {
            guard let lock = owners.takeOver(token) else { continue }
            if try await !owned().contains(where: { $0.token == token }) { owners.remove(token) }
            lock.letGo()
        }
        let hasShifted = try await shiftAfterSetBack(now: now)
        if !recovery.isEmpty || hasShifted {
            board.ring()
            arrivalBoard.ring()
        }
        return recovery
    }

    private struct Known: Sendable {
        let id: Int64
        let token: String
        let name: String
    }

    private func owned() async throws(SpoolProblem) -> [Known] {
        try await read { session throws(SpoolProblem) in
            var select = try session.query("SELECT id, token, name FROM owner ORDER BY id")
            var owners: [Known] = []
            while try select.step() {
                owners.append(Known(id: select.number(0), token: select.text(1), name: select.text(2)))
            }
            return owners
        }
    }

    /// Where the clock was put back, what waits for a time waits as long as it was meant to.
    private func shiftAfterSetBack(now: Instant) async throws(SpoolProblem) -> Bool {
        let clock = clock
        return try await writer.perform { session throws(SpoolProblem) in
            guard let jump = try clock.setBack(now: now, in: session) else { return false }
            var update = try session.query(
                "UPDATE message SET due = due - ? WHERE due IS NOT NULL AND due > ? AND (state = 2 OR flags & ? = 0)")
            update.bind(jump)
            update.bind(now.milliseconds)
            update.bind(LetterFlags.isScheduled.rawValue)
            try update.run()
            try session.run(
                "UPDATE handling SET due = due - ? WHERE state = 0 AND due > ?", .number(jump),
                .number(now.milliseconds))
            return true
        }
    }
}
