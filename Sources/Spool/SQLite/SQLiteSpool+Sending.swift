package import Attributes
package import Connecting

extension SQLiteSpool {
    package func claim(
        _ request: ClaimRequest, for owner: Owner
    ) async throws(SpoolProblem) -> [ClaimedLetter] {
        let claiming = SQLiteClaiming(names: names, owner: owner.id)
        let letters = try await writer.perform { session throws(SpoolProblem) in
            try claiming.claim(request, in: session)
        }
        return try await read(letters, owner)
    }

    package func claim(_ ids: [UUIDv7], for owner: Owner) async throws(SpoolProblem) -> [ClaimedLetter] {
        let claiming = SQLiteClaiming(names: names, owner: owner.id)
        let letters = try await writer.perform { session throws(SpoolProblem) in
            try claiming.claim(ids, in: session)
        }
        return try await read(letters, owner)
    }

    /// Reads what was claimed, beside the writer.
    private func read(_ letters: [Int64], _ owner: Owner) async throws(SpoolProblem) -> [ClaimedLetter] {
        guard !letters.isEmpty else { return [] }
        let parts = parts
        do throws(SpoolProblem) {
            return try await read { session throws(SpoolProblem) in
                let reading = SQLiteReading(session: session, parts: parts)
                var claimed: [ClaimedLetter] = []
                claimed.reserveCapacity(letters.count)
                for seq in letters { claimed.append(try reading.claimedLetter(seq)) }
                return claimed
            }
        } catch {
            _ = try? await writer.perform { session throws(SpoolProblem) in
                try SQLiteClaiming.release(letters, of: owner.id, in: session)
            }
            throw error
        }
    }

    package func release(_ ids: [UUIDv7], of owner: Owner) async throws(SpoolProblem) {
        guard !ids.isEmpty else { return }
        try await writer.perform { session throws(SpoolProblem) in
            let letters = try session.onTheirWay(of: owner.id)
            for id in ids {
                guard let letter = try session.letter(id), letter.owner == owner.id, !letter.isOnItsWay(letters) else {
                    continue
                }
                try SQLiteClaiming.release([letter.seq], of: owner.id, in: session)
            }
        }
        board.ring()
    }

    package func begin(_ ids: [UUIDv7], of owner: Owner) async throws(SpoolProblem) -> Batch {
        for id in ids { owner.marks.clear(id) }
        return try await writer.perform { session throws(SpoolProblem) in
            var entries: [BatchCoding.Entry] = []
            var attempts: [UUIDv7: Int] = [:]
            var letters: [UUIDv7] = []
            for id in ids {
                guard let letter = try session.letter(id), letter.owner == owner.id, letter.progress.due != nil else {
                    continue
                }
                entries.append(.init(letter: letter.seq, attempts: letter.progress.attempts))
                attempts[id] = letter.progress.attempts
                letters.append(id)
            }
            let refused = letters.count == ids.count ? [] : ids.filter { attempts[$0] == nil }
            guard !entries.isEmpty else {
                return Batch(id: 0, owner: owner.id, letters: [], attempts: [:], refused: refused)
            }
            var insert = try session.query("INSERT INTO batch (owner, began, remaining, letters) VALUES (?, ?, ?, ?)")
            insert.bind(owner.id)
            insert.bind(Instant.now.milliseconds)
            insert.bind(entries.count)
            insert.bind(BatchCoding.encode(entries))
            try insert.run()
            return Batch(
                id: session.lastRow, owner: owner.id, letters: letters, attempts: attempts, refused: refused)
        }
    }

    package func end(_ batch: Batch, of owner: Owner) async throws(SpoolProblem) {
        try await writer.perform { session throws(SpoolProblem) in
            var delete = try session.query("DELETE FROM batch WHERE id = ? AND owner = ?")
            delete.bind(batch.id)
            delete.bind(owner.id)
            try delete.run()
        }
    }

    @discardableResult
    package func record(
        _ outcomes: [LetterOutcome], of batch: Batch?, _ owner: Owner
    ) async throws(SpoolProblem) -> [MessageState?] {
        let recording = SQLiteRecording(batch: batch, owner: owner.id)
        let (states, haveDue) = try await writer.perform(weight: outcomes.count * 800) { session throws(SpoolProblem) in
            try recording.record(outcomes, in: session)
        }
        for outcome in outcomes { owner.marks.clear(outcome.id) }
        if haveDue { board.ring() }
        return states
    }

    package func nextDue(bus: Int, connections: [String]?) async throws(SpoolProblem) -> Instant? {
        let claiming = SQLiteClaiming(names: names, owner: 0)
        return try await read { session throws(SpoolProblem) in
            try claiming.nextDue(bus: bus, connections, in: session).map { Instant(milliseconds: $0) }
        }
    }
}
