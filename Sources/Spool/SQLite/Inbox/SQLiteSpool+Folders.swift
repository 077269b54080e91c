internal import Attributes

extension SQLiteSpool {
    package func take(_ folder: FolderName, for owner: Owner) async throws(SpoolProblem) -> FolderState? {
        try NewArrival.check([], from: folder, cursor: nil, at: place)
        let (names, owners) = (names, owners)
        return try await writer.perform { session throws(SpoolProblem) in
            let folders = SQLiteFolders(session: session, names: names)
            guard try folders.take(folder, for: owner, { owners.isFree($0) }) else { return nil }
            return try folders.states(of: folder) { owners.isFree($0) }.first
        }
    }

    package func giveBack(_ folder: FolderName, of owner: Owner) async throws(SpoolProblem) {
        let names = names
        try await writer.perform { session throws(SpoolProblem) in
            guard let number = try SQLiteFolders(session: session, names: names).number(of: folder) else { return }
            try session.run(
                "UPDATE folder SET owner = 0 WHERE id = ? AND owner = ?", .number(number), .number(owner.id))
        }
    }

    package func note(
        _ sighting: FolderSighting, of folder: FolderName, by owner: Owner
    ) async throws(SpoolProblem) {
        let names = names
        try await writer.perform { session throws(SpoolProblem) in
            let folders = SQLiteFolders(session: session, names: names)
            try folders.note(sighting, of: try folders.number(of: folder, takenBy: owner))
        }
    }

    package func folders() async throws(SpoolProblem) -> [FolderState] {
        let (names, owners) = (names, owners)
        return try await read { session throws(SpoolProblem) in
            try SQLiteFolders(session: session, names: names).states { owners.isFree($0) }
        }
    }

    package func forget(_ folder: FolderName, identities: [String]?) async throws(SpoolProblem) -> Int {
        let names = names
        return try await writer.perform { session throws(SpoolProblem) in
            let folders = SQLiteFolders(session: session, names: names)
            guard let number = try folders.number(of: folder) else { return 0 }
            return try folders.forget(number, identities: identities)
        }
    }
}
