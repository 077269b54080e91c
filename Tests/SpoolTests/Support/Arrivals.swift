import Attributes
import Spool
import Testing

/// Letters that came in.
enum Arrivals {
    static let now = Letters.now
    static let inbox = FolderName(connection: "support", folder: "INBOX")

    /// A letter whose bytes, Message-ID and digest follow from its number.
    static func letter(
        _ number: Int, identity: String? = nil, route: String = "intake", raw: RawLetter? = nil, id: UUIDv7 = UUIDv7(),
        isOutgoing: Bool = false, keep: Duration = NewLetter.usualKeep, received: Instant = now
    ) -> NewArrival {
        NewArrival(
            id: id, route: route, identity: identity ?? "1/\(number)", raw: raw ?? .bytes(bytes(number)),
            messageID: messageID(number), digest: digest(number), received: received, isOutgoing: isOutgoing, keep: keep
        )
    }

    static func bytes(_ number: Int) -> [UInt8] { Array("Subject: Letter \(number)\r\n\r\nHello\r\n".utf8) }
    static func messageID(_ number: Int) -> String { "<letter-\(number)@example.org>" }
    static func digest(_ number: Int) -> [UInt8] {
        (0..<32).map { UInt8(truncatingIfNeeded: number &* 31 &+ $0 &* 7 &+ number >> 8) }
    }

    static func prepared(
        _ id: UUIDv7, to targets: [String] = ["connection:bpm"], thread: String = "", contact: String? = nil,
        needsProcessing: Bool? = nil, quarantine: AttemptFailure? = nil
    ) -> PreparedArrival {
        PreparedArrival(
            id: id, sender: "Anna <anna@example.org>", subject: "Letter", snippet: "Hello", thread: thread,
            contact: contact, needsProcessing: needsProcessing,
            handlings: targets.enumerated().map { NewHandling(number: $0.offset, target: $0.element) },
            quarantine: quarantine)
    }

    static func outcome(
        _ handling: ClaimedHandling, _ end: HandlingOutcome.End = .done(words: "200 OK", response: nil),
        at time: Instant = now
    ) -> HandlingOutcome {
        HandlingOutcome(id: handling.id, began: time, ended: time + .seconds(1), end: end)
    }

    static let failure = AttemptFailure(code: "not-now", message: "bpm.example.com answers 503", help: "wait")
    static let refusal = AttemptFailure(code: "refused", message: "bpm.example.com answers 400", help: "mend the route")
    static let unreadable = AttemptFailure(
        code: "unreadable", message: "the letter has no end", help: "look at it with 'router inbox show'")
}

extension Spool {
    /// Stores letters of the usual folder, which the owner has taken.
    @discardableResult
    func store(
        _ letters: [NewArrival], for owner: Owner, from folder: FolderName = Arrivals.inbox, cursor: String? = nil
    ) async throws -> [StoredArrival] {
        guard try await take(folder, for: owner) != nil else { throw Wrong("\(folder) is somebody else's") }
        return try await store(letters, from: folder, cursor: cursor, for: owner)
    }

    /// Stores letters and says who is to get each.
    func arrive(_ count: Int, to targets: [String] = ["connection:bpm"], for owner: Owner) async throws -> [UUIDv7] {
        let letters = (0..<count).map { Arrivals.letter($0) }
        try await store(letters, for: owner)
        try await prepare(letters.map { Arrivals.prepared($0.id, to: targets) }, of: owner)
        return letters.map(\.id)
    }

    func claim(
        _ target: String = "connection:bpm", for owner: Owner, limit: Int = 1_000, now: Instant = Arrivals.now
    ) async throws -> [ClaimedHandling] {
        try await claimHandlings(target: target, limit: limit, now: now, for: owner)
    }

    func arrivalState(_ id: UUIDv7) async throws -> ArrivalState? { try await arrival(id)?.arrival.state }
}

extension RawLetter {
    /// All its bytes, wherever they are.
    func read() throws -> [UInt8] {
        switch self {
        case .bytes(let bytes), .headerOnly(let bytes, _): bytes
        case .file(let path, _, _): try ScratchFolder.read(path)
        }
    }
}
