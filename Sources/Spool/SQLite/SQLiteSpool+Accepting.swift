internal import Attributes
internal import Connecting
internal import MIME

extension SQLiteSpool {
    package func put(
        _ submission: NewSubmission, claimedBy owner: Owner?
    ) async throws(SpoolProblem) -> Acceptance {
        let ids = try submission.check(at: place)
        let (small, staged) = try await takeFiles(of: submission)
        let names = names
        let board = board
        let weight = submission.letters.reduce(500) { $0 + 700 + $1.letter.content.bytesInMemory }
        do throws(SpoolProblem) {
            let acceptance = try await writer.perform(weight: weight) { session throws(SpoolProblem) in
                let storing = SQLiteStoring(session: session, names: names, owner: owner?.id ?? 0)
                return try storing.store(submission, ids: ids, small: small, staged: staged)
            }
            if acceptance == .accepted {
                staged?.keep()
                if owner == nil { board.ring() }
            }
            return acceptance
        } catch {
            // Whether the transaction is there may not be known: the files are looked after at the next start.
            if error.code == .disk { staged?.keep() }
            throw error
        }
    }

    /// Makes the letters independent of the user's files.
    ///
    /// - Returns: The bytes of small files by their paths, and copies of large ones.
    private func takeFiles(
        of submission: NewSubmission
    ) async throws(SpoolProblem) -> (small: [StagedFiles.Source: [UInt8]], StagedFiles?) {
        var small: Set<StagedFiles.Source> = []
        var large: Set<StagedFiles.Source> = []
        for letter in submission.letters {
            for case .base64(let path, let size) in letter.letter.content.pieces {
                let source = StagedFiles.Source(path: path, size: size)
                if size > SpoolLimits.inlineFile { large.insert(source) } else { small.insert(source) }
            }
        }
        guard !small.isEmpty || !large.isEmpty else { return ([:], nil) }
        let parts = parts
        return try await BlockingWork.perform { [small, large] () throws(SpoolProblem) in
            var bytes: [StagedFiles.Source: [UInt8]] = [:]
            for source in small {
                bytes[source] = try SourceFile(source.path, size: source.size).bytes()
            }
            return (bytes, large.isEmpty ? nil : try parts.stage(large))
        }
    }
}
