internal import Attributes

extension PostgresSpool {
    package func take(_ folder: FolderName, for owner: Owner) async throws(SpoolProblem) -> FolderState? {
        try NewArrival.check([], from: folder, cursor: nil, at: place)
        let (owners, term) = (owners, term)
        let state = try await pool.perform { session throws(SpoolProblem) in
            try session.transaction { session throws(SpoolProblem) in
                try PostgresFolders(session: session, owners: owners, term: term).take(folder, for: owner)
            }
        }
        return owner.isLost ? nil : state
    }

    package func giveBack(_ folder: FolderName, of owner: Owner) async throws(SpoolProblem) {
        try await pool.perform { session throws(SpoolProblem) in
            _ = try session.query(
                "UPDATE folder SET owner = 0 WHERE connection = $1 AND name = $2 AND owner = $3",
                .text(folder.connection), .text(folder.folder), .number(owner.id))
        }
    }

    package func note(
        _ sighting: FolderSighting, of folder: FolderName, by owner: Owner
    ) async throws(SpoolProblem) {
        let failure = sighting.failure?.kept
        let time = sighting.time.milliseconds
        try await pool.perform { session throws(SpoolProblem) in
            let count = try session.query(
                """
                UPDATE folder SET looked = $4, succeeded = coalesce($5, succeeded), reply = $6, backlog = $7, code = $8,
                words = $9, help = $10 WHERE connection = $1 AND name = $2 AND owner = $3
                """, .text(folder.connection), .text(folder.folder), .number(owner.id), .number(time),
                .optional(failure == nil ? time : nil), .text(sighting.reply.kept),
                .optional(sighting.backlog.map { Int64($0) }), .optional(failure?.code), .optional(failure?.message),
                .optional(failure?.help)
            ).changes
            guard count == 1 else { throw .lost(folder, owner, at: session.place) }
        }
    }

    package func folders() async throws(SpoolProblem) -> [FolderState] {
        let (owners, term) = (owners, term)
        return try await pool.perform { session throws(SpoolProblem) in
            try PostgresFolders(session: session, owners: owners, term: term).states()
        }
    }

    package func forget(_ folder: FolderName, identities: [String]?) async throws(SpoolProblem) -> Int {
        // Done twice, it would tell of what the first time has left.
        try await pool.perform(isRepeatable: false) { session throws(SpoolProblem) in
            try session.transaction { session throws(SpoolProblem) in
                let rows = try session.query(
                    "SELECT id FROM folder WHERE connection = $1 AND name = $2 FOR UPDATE", .text(folder.connection),
                    .text(folder.folder))
                guard rows.count == 1 else { return 0 }
                let number = rows.number(0, 0)
                // Letters that are loaded again are new, though the arrivals stay and are found by their Message-IDs.
                let count = try session.query(
                    """
                    WITH gone AS (DELETE FROM loaded WHERE folder = $1 AND ($2::text[] IS NULL OR identity = ANY($2))
                    RETURNING hash, route, digest), unprinted AS (UPDATE print p SET forgotten = 1 FROM gone g
                    WHERE p.hash = g.hash AND p.route = g.route AND p.digest = g.digest)
                    SELECT count(*) FROM gone
                    """, .number(number), identities.map { .texts($0) } ?? .null
                ).integer(0, 0)
                if count > 0 || identities == nil {
                    _ = try session.query(
                        "UPDATE folder SET cursor = NULL, isreset = 1 WHERE id = $1", .number(number))
                }
                return count
            }
        }
    }
}
