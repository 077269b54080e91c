package import Attributes

/// An open folder, used by one task at a time.
///
///     let look = try await session.look(after: cursor, limit: 500)
///     try await session.fetch(new, into: folder) { … }   // then they are stored durably
///     try await session.acknowledge(new)
///     try await session.wait(atMost: .seconds(60))
package protocol ReceivingSession: Sendable {
    /// What the server said when the folder was opened, for people: `OK [READ-WRITE] Select completed`.
    var greeting: String { get }

    /// Finds the letters behind a cursor, in the order they came.
    ///
    /// Without a cursor, or when the folder was numbered anew since, these are all letters that are not acknowledged yet: unread ones
    /// for `seen`, unflagged ones for `flagged`, else all. Behind a cursor, whatever others did to them in the meantime. Letters that
    /// are marked as deleted are left out.
    ///
    /// - Parameters:
    ///   - cursor: That of an earlier look at this folder.
    ///   - limit: How many letters at most.
    /// - Returns: What there is.
    /// - Throws: Why it can't be seen; the session is of no more use.
    func look(after cursor: String?, limit: Int) async throws(Failure) -> FolderLook

    /// Fetches letters, many with one request; `take` gets each as soon as it is whole, in any order.
    ///
    /// A letter that has vanished meanwhile is not given to `take`. A letter that the server can't give out is told of as such, and the
    /// others come nevertheless. Nothing is changed in the mailbox: a letter that was fetched is still unread.
    ///
    /// - Parameters:
    ///   - items: Of this session's looks.
    ///   - folder: Where large letters become files.
    ///   - take: Called with the item's index.
    /// - Throws: Why not all came; the session is of no more use.
    func fetch(
        _ items: [FolderItem], into folder: String, _ take: @Sendable (Int, FetchedLetter) -> Void
    ) async throws(Failure)

    /// Acknowledges letters as the session was opened to; those that are gone are skipped.
    ///
    /// - Parameter identities: Of items, of this session or an earlier one.
    /// - Throws: Why not all are acknowledged; doing it again does no harm.
    func acknowledge(_ identities: [String]) async throws(Failure)

    /// Returns when there may be something new, or when so much time has passed.
    ///
    /// A server that can tells by itself (IMAP's IDLE); else this waits for the connector's interval at most. A dead connection is
    /// noticed here, and thrown.
    func wait(atMost patience: Duration) async throws(Failure)

    /// Says goodbye.
    func close() async
}

/// What a look at a folder found.
package struct FolderLook: Hashable, Sendable {
    /// From the oldest on.
    package var items: [FolderItem]
    /// From where to look next, once all these items are stored: opaque, at most 64 KB.
    package var cursor: String
    /// Whether there are more behind these.
    package var hasMore: Bool
    /// How many letters wait behind the cursor that was given, these included, as far as the server says.
    package var backlog: Int

    package init(items: [FolderItem], cursor: String, hasMore: Bool, backlog: Int) {
        self.items = items
        self.cursor = cursor
        self.hasMore = hasMore
        self.backlog = backlog
    }
}

/// A letter in a folder.
package struct FolderItem: Hashable, Sendable {
    /// What it is known by for ever, within its folder: `UIDVALIDITY/UID`, an Exchange item's id.
    ///
    /// At most 1 KB.
    package var identity: String
    /// Bytes, as far as the server says.
    package var size: Int?
    /// When the server got it.
    package var received: Instant?
    /// Whether it lies in a folder of letters that the mailbox's owner sent.
    package var isOutgoing: Bool

    package init(identity: String, size: Int? = nil, received: Instant? = nil, isOutgoing: Bool = false) {
        self.identity = identity
        self.size = size
        self.received = received
        self.isOutgoing = isOutgoing
    }
}

/// A letter as it came from a server, with its lines' ends as they were.
package enum FetchedLetter: Hashable, Sendable {
    case bytes([UInt8])
    /// A large one: a file in the folder that was given; whoever takes the letter removes it.
    case file(path: String, size: Int)
    /// The server can't give it out; its answer.
    case refused(Failure)
    /// It has more bytes than may be fetched; the header, or as much of it as is sensible.
    case tooLarge(size: Int, header: [UInt8])

    /// Larger ones become files.
    package static let largestInMemory = 4_000_000
    /// Larger ones are not fetched.
    package static let largest = 1_000_000_000
}
