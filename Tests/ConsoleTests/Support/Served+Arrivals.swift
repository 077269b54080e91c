import Attributes
import Spool
import Testing

/// A letter that came in, put into a service's spool beside it.
struct Arriving: Sendable {
    var subject = "A question"
    var thread: String?
    var contact: String?
    var needsProcessing: Bool?
    var route = "claims"
    var folder = FolderName(connection: "local", folder: "INBOX")
    var received = Instant.now
    var raw: RawLetter?
    /// Why it is quarantined; else it waits for a handler.
    var quarantine: AttemptFailure?
    /// The handler's answer.
    var response: String?

    static let unfit = AttemptFailure(
        code: "attribute-missing", message: "the required attribute 'Invoice' is missing",
        help: "mend the 'match:' of 'Invoice'")
}

extension Served {
    /// Works with the service's spool from within the tests.
    func withSpool<Value: Sendable>(_ body: (any Spool) async throws -> Value) async throws -> Value {
        let spool = try await SpoolAddress(SpoolAddress.usual, workspace: workspace).open()
        do {
            let value = try await body(spool)
            await spool.close()
            return value
        } catch {
            await spool.close()
            throw error
        }
    }

    /// Lets a letter come in.
    ///
    /// - Returns: Its id.
    @discardableResult
    func arrive(_ letter: Arriving = Arriving()) async throws -> String {
        try await withSpool { spool in
            let id = UUIDv7()
            let owner = try await spool.register("a test")
            _ = try #require(try await spool.take(letter.folder, for: owner))
            let bytes = Array("Message-ID: <\(id)@example.org>\r\nSubject: \(letter.subject)\r\n\r\nHello\r\n".utf8)
            let new = NewArrival(
                id: id, route: letter.route, identity: "1/\(id)", raw: letter.raw ?? .bytes(bytes),
                messageID: "<\(id)@example.org>", digest: Array(id.description.utf8.prefix(32)),
                received: letter.received)
            try #require(try await spool.store([new], from: letter.folder, cursor: "1", for: owner).count == 1)
            let target = "connection:\(id)"
            try await spool.prepare(
                [
                    PreparedArrival(
                        id: id, sender: "Anna <anna@example.org>", subject: letter.subject, snippet: "Hello",
                        thread: letter.thread ?? "<\(id)@example.org>", contact: letter.contact,
                        needsProcessing: letter.needsProcessing,
                        handlings: letter.quarantine == nil ? [NewHandling(number: 0, target: target)] : [],
                        quarantine: letter.quarantine)
                ], of: owner)
            if let response = letter.response {
                for handling in try await spool.claimHandlings(target: target, limit: 1, now: .now, for: owner) {
                    let end = HandlingOutcome.End.done(words: "200 OK", response: response)
                    try await spool.record(
                        [HandlingOutcome(id: handling.id, began: .now, ended: .now, end: end)], of: owner)
                }
            }
            try await spool.resign(owner)
            return id.description
        }
    }
}
