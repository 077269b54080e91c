package import Attributes

/// How far a message that came in has come.
package enum ArrivalState: String, Sendable, CaseIterable {
    /// Stored, not looked into yet.
    case received
    /// Understood; at least one handler is to get it yet.
    case delivering
    /// All handlers have it.
    case delivered
    /// At least one handler refused it for good, and nobody is to get it any more.
    case failed
    /// It can't be handed to anybody as it is; kept with the reason.
    case quarantined
}

/// A letter's bytes as they came.
package enum RawLetter: Hashable, Sendable {
    case bytes([UInt8])
    /// A file that is there at least as long as this value.
    case file(path: String, size: Int, keeper: FileKeeper = FileKeeper())
    /// Only its header was fetched.
    case headerOnly([UInt8], size: Int)

    /// Bytes of the letter as the server has it.
    package var size: Int {
        switch self {
        case .bytes(let bytes): bytes.count
        case .file(_, let size, _): size
        case .headerOnly(_, let size): size
        }
    }
}

/// Holds a file that was laid out for reading: it goes with the last copy of this value.
package struct FileKeeper: Hashable, Sendable {
    private let value: (any Sendable)?

    package init(_ value: (any Sendable)? = nil) {
        self.value = value
    }

    // Two files are told apart by their paths.
    package static func == (left: Self, right: Self) -> Bool { true }
    package func hash(into hasher: inout Hasher) {}
}

/// A letter as it was fetched.
package struct NewArrival: Sendable {
    package var id: UUIDv7
    package var route: String
    /// What it is known by in its folder.
    package var identity: String
    package var raw: RawLetter
    /// Its Message-ID with angle brackets; `nil` when it has none.
    package var messageID: String?
    /// SHA-256 of all bytes that were fetched.
    package var digest: [UInt8]
    /// When the server got it, or else when it was fetched.
    package var received: Instant
    package var isOutgoing: Bool
    /// How long it stays in the spool after its end.
    package var keep: Duration
    package var bus: Int

    package init(
        id: UUIDv7, route: String, identity: String, raw: RawLetter, messageID: String?, digest: [UInt8],
        received: Instant, isOutgoing: Bool = false, keep: Duration = NewLetter.usualKeep, bus: Int = 0
    ) {
        self.id = id
        self.route = route
        self.identity = identity
        self.raw = raw
        self.messageID = messageID
        self.digest = digest
        self.received = received
        self.isOutgoing = isOutgoing
        self.keep = keep
        self.bus = bus
    }
}

/// What became of a letter that was to be stored.
package struct StoredArrival: Hashable, Sendable {
    /// Its id, or that of the arrival that it repeats.
    package var id: UUIDv7
    package var isNew: Bool

    package init(id: UUIDv7, isNew: Bool) {
        self.id = id
        self.isNew = isNew
    }
}

/// A stored letter that the mailbox may not know of yet.
package struct UnacknowledgedArrival: Hashable, Sendable {
    /// Its arrival, or the one that it repeats; either may be gone meanwhile.
    package var id: UUIDv7
    /// What it is known by in its folder.
    package var identity: String

    package init(id: UUIDv7, identity: String) {
        self.id = id
        self.identity = identity
    }
}

/// An arrival that an owner is to look into.
package struct ClaimedArrival: Sendable {
    package var id: UUIDv7
    package var route: String
    package var folder: FolderName
    package var received: Instant
    package var isOutgoing: Bool
    package var raw: RawLetter

    package init(
        id: UUIDv7, route: String, folder: FolderName, received: Instant, isOutgoing: Bool, raw: RawLetter
    ) {
        self.id = id
        self.route = route
        self.folder = folder
        self.received = received
        self.isOutgoing = isOutgoing
        self.raw = raw
    }
}

/// A business object that a message speaks of.
package struct ArrivalLink: Hashable, Sendable {
    /// The rule that found it; blank for one that was made by hand.
    package var rule: String
    package var object: String
    package var key: String
    package var value: String

    package init(rule: String, object: String, key: String, value: String) {
        self.rule = rule
        self.object = object
        self.key = key
        self.value = value
    }
}

/// An arrival that was looked into.
package struct PreparedArrival: Sendable {
    package var id: UUIDv7
    /// For lists: name and address as people read them, 300 characters at most.
    package var sender: String
    package var subject: String
    /// The first words of the text, 200 characters at most.
    package var snippet: String
    /// What letters that belong together share: a Message-ID.
    package var thread: String
    /// The account that wrote it, or that it was written to; `nil` when nobody known did.
    package var contact: String?
    package var links: [ArrivalLink]
    /// `nil` on routes without link rules.
    package var needsProcessing: Bool?
    /// Who is to get it; empty for nobody.
    package var handlings: [NewHandling]
    /// Why nobody can get it; then it is quarantined, and `handlings` are those of the error response.
    package var quarantine: AttemptFailure?

    package init(
        id: UUIDv7, sender: String = "", subject: String = "", snippet: String = "", thread: String = "",
        contact: String? = nil, links: [ArrivalLink] = [], needsProcessing: Bool? = nil, handlings: [NewHandling] = [],
        quarantine: AttemptFailure? = nil
    ) {
        self.id = id
        self.sender = sender
        self.subject = subject
        self.snippet = snippet
        self.thread = thread
        self.contact = contact
        self.links = links
        self.needsProcessing = needsProcessing
        self.handlings = handlings
        self.quarantine = quarantine
    }
}
