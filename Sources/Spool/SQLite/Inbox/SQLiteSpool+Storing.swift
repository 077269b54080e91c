internal import Attributes

extension SQLiteSpool {
    package func known(_ identities: [String], in folder: FolderName) async throws(SpoolProblem) -> Set<String> {
        let names = names
        return try await read { session throws(SpoolProblem) in
            guard let number = try SQLiteFolders(session: session, names: names).number(of: folder) else { return [] }
            var known: Set<String> = []
            var select = try session.query("SELECT 1 FROM loaded WHERE folder = ? AND identity = ?")
            for identity in identities {
                select.rewind()
                select.bind(number)
                select.bind(identity)
                if try select.step() { known.insert(identity) }
            }
            return known
        }
    }

    package func store(
        _ arrivals: [NewArrival], from folder: FolderName, cursor: String?, for owner: Owner
    ) async throws(SpoolProblem) -> [StoredArrival] {
        try NewArrival.check(arrivals, from: folder, cursor: cursor, at: place)
        let (small, staged) = try await takeFiles(of: arrivals)
        let names = names
        let weight = arrivals.reduce(500) { $0 + 1_000 + $1.raw.bytesInMemory }
        do throws(SpoolProblem) {
            let stored = try await writer.perform(weight: weight) { session throws(SpoolProblem) in
                let storing = SQLiteArrivalStoring(
                    session: session, names: names, owner: owner, staged: staged, small: small)
                return try storing.store(arrivals, from: folder, cursor: cursor)
            }
            staged?.keep(Set(stored.lazy.filter(\.isNew).map(\.id)))
            return stored
        } catch {
            // Whether the transaction is there may not be known: the files are looked after at the next start.
            if error.code == .disk { staged?.keep() }
            throw error
        }
    }

    /// - Returns: The bytes of small files, and large letters as files of ours.
    private func takeFiles(
        of arrivals: [NewArrival]
    ) async throws(SpoolProblem) -> (small: [UUIDv7: [UInt8]], StagedFiles?) {
        var small: [UUIDv7: RawLetter] = [:]
        var large: [UUIDv7: RawLetter] = [:]
        for arrival in arrivals {
            switch arrival.raw {
            case .bytes(let bytes) where bytes.count > SpoolLimits.inlineFile: large[arrival.id] = arrival.raw
            case .file(_, let size, _) where size > SpoolLimits.inlineFile: large[arrival.id] = arrival.raw
            case .file: small[arrival.id] = arrival.raw
            case .bytes, .headerOnly: break
            }
        }
        guard !small.isEmpty || !large.isEmpty else { return ([:], nil) }
        let parts = parts
        return try await BlockingWork.perform { [small, large] () throws(SpoolProblem) in
            var bytes: [UUIDv7: [UInt8]] = [:]
            for case (let id, .file(let path, let size, _)) in small {
                bytes[id] = try SourceFile(path, size: size).bytes()
            }
            return (bytes, large.isEmpty ? nil : try parts.stage(large))
        }
    }

    package func acknowledged(_ identities: [String], in folder: FolderName) async throws(SpoolProblem) {
        guard !identities.isEmpty else { return }
        let names = names
        try await writer.perform(weight: identities.count * 100) { session throws(SpoolProblem) in
            guard let number = try SQLiteFolders(session: session, names: names).number(of: folder) else { return }
            var update = try session.query("UPDATE loaded SET told = 1 WHERE folder = ? AND identity = ? AND told = 0")
            for identity in identities {
                update.rewind()
                update.bind(number)
                update.bind(identity)
                try update.run()
            }
        }
    }

    package func unacknowledged(
        in folder: FolderName, limit: Int
    ) async throws(SpoolProblem) -> [UnacknowledgedArrival] {
        let names = names
        return try await read { session throws(SpoolProblem) in
            guard let number = try SQLiteFolders(session: session, names: names).number(of: folder) else { return [] }
            var select = try session.query(
                """
                SELECT arrival, identity FROM loaded INDEXED BY loaded_untold WHERE folder = ? AND told = 0
                ORDER BY seq LIMIT ?
                """)
            select.bind(number)
            select.bind(max(0, limit))
            var arrivals: [UnacknowledgedArrival] = []
            while try select.step() {
                arrivals.append(UnacknowledgedArrival(id: try select.id(0), identity: select.text(1)))
            }
            return arrivals
        }
    }
}
