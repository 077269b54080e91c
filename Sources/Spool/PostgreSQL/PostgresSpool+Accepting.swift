internal import Attributes
internal import Connecting
internal import MIME

extension PostgresSpool {
    package func put(
        _ submission: NewSubmission, claimedBy owner: Owner?
    ) async throws(SpoolProblem) -> Acceptance {
        let ids = try submission.check(at: place)
        let (small, large) = try await readFiles(of: submission)
        let put = PostgresPut(submission: submission, ids: ids, owner: owner?.id ?? 0, small: small)
        try await clock.note(pool)
        guard large.isEmpty else { return try await store(put, large) }
        let weight = submission.letters.reduce(500) { $0 + 700 + $1.letter.content.bytesInMemory }
        return try await puts.add(put, weight: weight)
    }

    /// The bytes of small files, and which the large ones are.
    private func readFiles(
        of submission: NewSubmission
    ) async throws(SpoolProblem) -> (small: [StagedFiles.Source: [UInt8]], large: [StagedFiles.Source: Int64]) {
        var small: Set<StagedFiles.Source> = []
        var large: [StagedFiles.Source: Int64] = [:]
        for letter in submission.letters {
            for case .base64(let path, let size) in letter.letter.content.pieces {
                let source = StagedFiles.Source(path: path, size: size)
                if size > SpoolLimits.inlineFile { large[source, default: 0] += 1 } else { small.insert(source) }
            }
        }
        guard !small.isEmpty else { return ([:], large) }
        let bytes = try await BlockingWork.perform { [small] () throws(SpoolProblem) in
            var bytes: [StagedFiles.Source: [UInt8]] = [:]
            for source in small { bytes[source] = try SourceFile(source.path, size: source.size).bytes() }
            return bytes
        }
        return (bytes, large)
    }

    /// A submission with large files has a transaction of its own, in which they go over chunk by chunk.
    private func store(
        _ put: PostgresPut, _ uses: [StagedFiles.Source: Int64]
    ) async throws(SpoolProblem) -> Acceptance {
        @Sendable func attempt(_ put: PostgresPut, _ session: PostgresSession) throws(SpoolProblem) -> Acceptance {
            try session.transaction(deciding: { session throws(SpoolProblem) in
                var files: [StagedFiles.Source: Int64] = [:]
                for (source, count) in uses {
                    files[source] = try PostgresFiles.store(source, uses: count, in: session)
                }
                let stored = try PostgresStoring.store([put], in: session, files: files)[0]
                // What is there already has files of its own.
                return (stored.acceptance, isKept: stored.isNew)
            })
        }
        do throws(SpoolProblem) {
            return try await pool.perform(isRepeatable: false) { session throws(SpoolProblem) in
                try attempt(put, session)
            }
        } catch  where error.code == .connectionLost {
            return try await pool.perform { session throws(SpoolProblem) in try attempt(put.again, session) }
        }
    }
}
