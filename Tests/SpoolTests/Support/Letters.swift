import Attributes
import Connecting
import MIME
import Spool

/// Letters to put into a spool.
enum Letters {
    static let now = Instant(seconds: 1_796_000_000)

    static func letter(
        to recipients: [String] = ["ivan@example.com"], content: Content = content("Hello"), id: UUIDv7 = UUIDv7()
    ) -> Letter {
        Letter(
            id: id.description, messageID: "<\(id)@example.com>", sender: "robot@example.com", recipients: recipients,
            content: content)
    }

    static func content(_ text: String) -> Content {
        Content(pieces: [.bytes(Array("Subject: \(text)\r\n\r\n\(text)\r\n".utf8))])
    }

    /// A submission of one letter, or of several.
    static func submission(
        _ letters: [NewLetter] = [NewLetter(letter(), route: "notice", connection: "mail")], id: UUIDv7 = UUIDv7(),
        key: SubmissionKey? = nil, created: Instant = now, application: String? = nil
    ) -> NewSubmission {
        NewSubmission(id: id, key: key, application: application, created: created, letters: letters)
    }

    static func key(_ key: String, data: UInt8 = 1, scope: String = "notice") -> SubmissionKey {
        SubmissionKey(scope: scope, key: key, fingerprint: [UInt8](repeating: data, count: 32))
    }

    static let taken = Reply(code: 250, enhanced: "2.0.0", text: "Ok: queued")
    static let busy = Reply(code: 450, enhanced: "4.2.1", text: "mailbox busy")
    static let refused = Reply(code: 550, enhanced: "5.1.1", text: "no such user")

    static func outcome(
        _ letter: ClaimedLetter, _ state: RecipientState = .sent, _ reply: Reply? = taken, failure: Failure? = nil,
        next: Instant? = nil, at time: Instant = now
    ) -> LetterOutcome {
        LetterOutcome(
            id: letter.id, receipt: Receipt(letter.letter, all: state, reply: reply, failure: failure), began: time,
            ended: time + .seconds(1), session: "mail.example.com:25", next: next)
    }

    static let failure = Failure(.notNow, .again, "mail.example.com:25 asks to try later", help: "wait")
}

extension Spool {
    /// Puts one letter and gives back its id.
    func put(_ letter: NewLetter, created: Instant = Letters.now) async throws -> UUIDv7 {
        let acceptance = try await put(Letters.submission([letter], created: created))
        guard acceptance == .accepted, let id = UUIDv7(letter.letter.id) else { throw Wrong("\(acceptance)") }
        return id
    }

    func put(
        to recipients: [String] = ["ivan@example.com"], route: String = "notice", connection: String = "mail",
        bus: Int = 0,
        priority: Int = 0, unknown: UnknownPolicy = .hold, due: Instant? = nil, keep: Duration = NewLetter.usualKeep,
        content: Content = Letters.content("Hello"), created: Instant = Letters.now
    ) async throws -> UUIDv7 {
        try await put(
            NewLetter(
                Letters.letter(to: recipients, content: content), route: route, connection: connection, bus: bus,
                priority: priority, unknown: unknown, due: due, keep: keep), created: created)
    }

    func claim(
        _ owner: Owner, bus: Int = 0, connections: [String]? = nil, limit: Int = 1_000, now: Instant = Letters.now
    ) async throws -> [ClaimedLetter] {
        try await claim(ClaimRequest(bus: bus, connections: connections, limit: limit, now: now), for: owner)
    }

    /// Sends a letter, as far as the spool knows.
    func send(
        _ letter: ClaimedLetter, as state: RecipientState = .sent, _ reply: Reply? = Letters.taken,
        failure: Failure? = nil,
        next: Instant? = nil, by owner: Owner, at time: Instant = Letters.now
    ) async throws {
        let batch = try await begin([letter.id], of: owner)
        try await record(
            [Letters.outcome(letter, state, reply, failure: failure, next: next, at: time)], of: batch, owner)
    }

    func state(of id: UUIDv7) async throws -> MessageState? { try await story(of: id)?.message.state }
}

/// What a call threw.
func problem(_ body: () async throws -> Void) async throws -> SpoolProblem {
    do {
        try await body()
    } catch let problem as SpoolProblem {
        return problem
    }
    throw Wrong("nothing was thrown")
}
