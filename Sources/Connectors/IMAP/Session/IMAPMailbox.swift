internal import Connecting

/// A session with a folder that is open.
struct IMAPMailbox: ReceivingSession {
    let session: IMAPSession
    let greeting: String

    func look(after cursor: String?, limit: Int) async throws(Failure) -> FolderLook {
        try await session.look(after: cursor, limit: limit)
    }

    func fetch(
        _ items: [FolderItem], into folder: String, _ take: @Sendable (Int, FetchedLetter) -> Void
    ) async throws(Failure) {
        try await session.fetch(items, into: folder, take)
    }

    func acknowledge(_ identities: [String]) async throws(Failure) {
        try await session.acknowledge(identities)
    }

    func wait(atMost patience: Duration) async throws(Failure) {
        try await session.wait(atMost: patience)
    }

    func close() async { await session.close() }
}
