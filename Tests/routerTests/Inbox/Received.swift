import Attributes
import Connecting
import Peers
import Spool
import Testing

/// A letter that came in, as a test wants it to be.
struct Arriving: Sendable {
    /// How far it has come.
    enum End: Sendable {
        /// Nobody has looked into it.
        case stored
        /// No handler was tried yet.
        case waiting
        case done(words: String, response: String?)
        case deferred(AttemptFailure)
        case failed(AttemptFailure)
        case quarantined(AttemptFailure)
    }

    var subject = "A question"
    var sender = "Anna <anna@example.org>"
    var snippet = "Dear all, I have a question"
    /// `nil` for its own Message-ID.
    var thread: String?
    var contact: String?
    var links: [ArrivalLink] = []
    var needsProcessing: Bool?
    var end = End.done(words: "200 OK", response: nil)
    var route = "claims"
    var folder = Received.inbox
    var isOutgoing = false
    var received = Instant.now
    var raw: RawLetter?
    var isAcknowledged = true

    static let refusal = AttemptFailure(
        code: "handler-refused", message: "bpm answered 400", help: "mend the route's 'deliver:'")
    static let busy = AttemptFailure(code: "not-now", message: "bpm answered 503", help: "it is tried again by itself")
    static let unfit = AttemptFailure(
        code: "attribute-missing", message: "the required attribute 'Invoice' is missing",
        help: "mend the 'match:' of 'Invoice'")
}

/// A workspace whose spool has letters that came in, put there as a service would.
struct Received: Sendable {
    static let inbox = FolderName(connection: "support", folder: "INBOX")

    let workspace: TemporaryWorkspace

    init(_ files: [String: String] = [:]) throws {
        let usual = [
            "connections/support.yaml": "kind: maildir\npath: var/support\n",
            "routes/claims.yaml": "kind: receive\nconnection: support\nfolders: [INBOX, Sent]\n",
        ]
        workspace = try .small(usual.merging(files, uniquingKeysWith: { $1 }))
    }

    func inbox(_ arguments: String..., stdin: [UInt8] = []) async throws -> Program.Outcome {
        try await Program.run(["inbox"] + arguments, in: workspace.folder, stdin: stdin)
    }

    /// The lines of `router inbox list --json`.
    func list(_ arguments: String...) async throws -> [ParsedJSON] {
        let outcome = try await Program.run(
            ["inbox", "list", "--json", "--limit", "0"] + arguments, in: workspace.folder)
        try #require(outcome.status == 0, "\(outcome.told)")
        return try outcome.jsonLines
    }

    func story(_ id: String) async throws -> ParsedJSON {
        let outcome = try await Program.run(["inbox", "show", id, "--json"], in: workspace.folder)
        try #require(outcome.status == 0, "\(outcome.told)")
        return try outcome.json
    }

    /// What a terminal of a width shows of a command; the answers are typed into it.
    func onTerminal(_ command: String, columns: Int = 100, typing: String = "") async throws -> String {
        try await Program.run(
            "/usr/bin/script", ["-qec", "stty cols \(columns); \(Program.path) inbox \(command)", "/dev/null"],
            in: workspace.folder, stdin: Array(typing.utf8)
        ).stdout
    }

    /// Works with the spool from within the tests.
    func withSpool<Value: Sendable>(_ body: (any Spool) async throws -> Value) async throws -> Value {
        try await Waiting(workspace: workspace).withSpool(body)
    }

    /// Lets a letter come in.
    ///
    /// - Returns: Its id.
    @discardableResult
    func put(_ letter: Arriving) async throws -> String {
        try await withSpool { spool in try await spool.put(letter) }.description
    }

    /// Lets a look at a folder be known.
    func note(_ sighting: FolderSighting, of folder: FolderName = Received.inbox) async throws {
        try await withSpool { spool in
            let owner = try await spool.register("a test")
            _ = try #require(try await spool.take(folder, for: owner))
            try await spool.note(sighting, of: folder, by: owner)
            try await spool.resign(owner)
        }
    }
}

extension Spool {
    /// Lets a letter come in and go as far as it should.
    func put(_ letter: Arriving) async throws -> UUIDv7 {
        let id = UUIDv7()
        let owner = try await register("a test")
        _ = try #require(try await take(letter.folder, for: owner))
        let text = "Message-ID: <\(id)@example.org>\r\nSubject: \(letter.subject)\r\n\r\n\(letter.snippet)\r\n"
        let digest = Array(id.description.utf8.prefix(32))
        let new = NewArrival(
            id: id, route: letter.route, identity: "1/\(id)", raw: letter.raw ?? .bytes(Array(text.utf8)),
            messageID: "<\(id)@example.org>", digest: digest, received: letter.received,
            isOutgoing: letter.isOutgoing)
        let kept = try await store([new], from: letter.folder, cursor: "1", for: owner)
        try #require(kept.map(\.isNew) == [true])
        if letter.isAcknowledged { try await acknowledged([new.identity], in: letter.folder) }
        try await go(on: id, letter, owner)
        try await resign(owner)
        return id
    }

    private func go(on id: UUIDv7, _ letter: Arriving, _ owner: Owner) async throws {
        if case .stored = letter.end { return }
        var prepared = PreparedArrival(
            id: id, sender: letter.sender, subject: letter.subject, snippet: letter.snippet,
            thread: letter.thread ?? "<\(id)@example.org>", contact: letter.contact, links: letter.links,
            needsProcessing: letter.needsProcessing)
        if case .quarantined(let failure) = letter.end {
            prepared.quarantine = failure
        } else {
            prepared.handlings = [NewHandling(number: 0, target: "connection:bpm")]
        }
        try await prepare([prepared], of: owner)
        let end: HandlingOutcome.End
        switch letter.end {
        case .stored, .waiting, .quarantined: return
        case .done(let words, let response): end = .done(words: words, response: response)
        case .deferred(let failure): end = .again(failure, due: .now + .seconds(3_600))
        case .failed(let failure): end = .failed(failure)
        }
        let claimed = try await claimHandlings(target: "connection:bpm", limit: 1_000, now: .now, for: owner)
        try await releaseHandlings(claimed.map(\.id).filter { $0.arrival != id }, of: owner)
        let began = letter.received + .seconds(1)
        let handling = HandlingID(arrival: id, number: 0)
        try await record(
            [HandlingOutcome(id: handling, began: began, ended: began + .seconds(1), end: end)], of: owner)
    }
}
