package import Attributes
package import Connecting

/// The durable store of what router has accepted: messages, their attempts, meetings' numbers, small notes; and of what came in, as
/// `Inbox` tells.
///
///     try await spool.put(submission, claimedBy: owner)      // survives power loss from here on
///     let batch = try await spool.begin(letters, of: owner)  // on their way
///     try await spool.record(outcomes, of: batch, owner)     // what became of them
///
/// Calls may come from many tasks at once; those that come together share one transaction. A call that throws has changed nothing,
/// except with `connectionLost`: then it is not known, and the same call again finds out.
package protocol Spool: Inbox {
    /// Where it is, for people; without any password.
    var place: String { get }

    // MARK: Accepting

    /// Stores a submission with all its letters and the files that belong to them, or nothing of it.
    ///
    /// The same submission or the same key again stores nothing: it gives back what is there.
    ///
    /// - Parameters:
    ///   - submission: Whose files are copied.
    ///   - owner: Has the letters at once, as if it had claimed them.
    /// - Returns: Whether it is new.
    /// - Throws: Why nothing of it was stored.
    func put(_ submission: NewSubmission, claimedBy owner: Owner?) async throws(SpoolProblem) -> Acceptance

    // MARK: Owners

    /// Makes this process known as one that works on the spool.
    ///
    /// - Parameter name: For people.
    /// - Returns: What it claims letters with.
    /// - Throws: Why it can't be made known.
    func register(_ name: String) async throws(SpoolProblem) -> Owner

    /// The names of all owners that live, in this process and in others.
    func owners() async throws(SpoolProblem) -> [String]

    /// Ends an owner; what it has claimed is free for others, but for letters that it has noted as gone out and has not recorded: those
    /// are seen to as after its death.
    func resign(_ owner: Owner) async throws(SpoolProblem)

    /// Sees to the letters of owners that have died, and to waiting times after the clock was put back.
    func recover(now: Instant) async throws(SpoolProblem) -> Recovery

    // MARK: Sending

    /// Takes letters that are due, by priority, then by time, then in the order they came; nobody else gets them.
    func claim(_ request: ClaimRequest, for owner: Owner) async throws(SpoolProblem) -> [ClaimedLetter]

    /// Takes the letters with these ids, as far as they are due or wait for their time and nobody has them.
    func claim(_ ids: [UUIDv7], for owner: Owner) async throws(SpoolProblem) -> [ClaimedLetter]

    /// Gives back letters that were not begun.
    func release(_ ids: [UUIDv7], of owner: Owner) async throws(SpoolProblem)

    /// Notes durably that letters are about to go to a session.
    func begin(_ ids: [UUIDv7], of owner: Owner) async throws(SpoolProblem) -> Batch

    /// Ends a batch: those of its letters without an outcome were not begun, and are still the owner's.
    func end(_ batch: Batch, of owner: Owner) async throws(SpoolProblem)

    /// Writes down what became of letters; they are not the owner's any more.
    ///
    /// - Parameters:
    ///   - outcomes: One a letter; one that was recorded before changes nothing.
    ///   - batch: The one they belong to; it is ended with its last outcome. `nil` for letters that were never begun.
    ///   - owner: Has claimed them.
    /// - Returns: The messages' states, in the order of the outcomes; `nil` for a letter that is gone.
    /// - Throws: Why nothing was written down.
    @discardableResult
    func record(
        _ outcomes: [LetterOutcome], of batch: Batch?, _ owner: Owner
    ) async throws(SpoolProblem) -> [MessageState?]

    /// When the next letter is due that nobody has; `nil` when there is none.
    func nextDue(bus: Int, connections: [String]?) async throws(SpoolProblem) -> Instant?

    /// Tells that there may be something to claim: at once, then whenever letters have come or become due by a decision, from any process.
    func news() -> AsyncStream<Void>

    // MARK: Looking

    func list(_ filter: MessageFilter, _ page: Page) async throws(SpoolProblem) -> [MessageSummary]
    func story(of id: UUIDv7) async throws(SpoolProblem) -> MessageStory?
    /// The messages of a submission, in their order; none when there is no such submission.
    func messages(of submission: UUIDv7) async throws(SpoolProblem) -> [MessageSummary]
    func content(of id: UUIDv7) async throws(SpoolProblem) -> StoredContent?
    /// Counts messages by bus, connection, route and state.
    ///
    /// - Parameter includingFinished: Also those that nothing will happen to any more; that takes longer the more there are.
    /// - Returns: In no order.
    /// - Throws: Why they can't be counted.
    func tally(includingFinished: Bool) async throws(SpoolProblem) -> [Tally]
    /// The message whose letter has this Message-ID, with its angle brackets.
    func message(withMessageID messageID: String) async throws(SpoolProblem) -> MessageSummary?
    /// The message that a delivery notice means by its ENVID (RFC 3461), which is the message's id.
    func message(withEnvelopeID envelopeID: String) async throws(SpoolProblem) -> MessageSummary?

    // MARK: Deciding

    /// Makes recipients that are held, deferred, failed or bounced due now.
    func retry(_ ids: [UUIDv7], now: Instant) async throws(SpoolProblem) -> [Decision]
    /// Gives up what is not sent.
    func cancel(_ ids: [UUIDv7], now: Instant) async throws(SpoolProblem) -> [Decision]
    /// Marks a recipient that was sent to as bounced, with the reply that the notice tells of.
    func bounced(_ id: UUIDv7, recipient: String, _ reply: Reply, now: Instant) async throws(SpoolProblem) -> Decision

    // MARK: Meetings and notes

    /// The next SEQUENCE of a meeting: one more than the last, and at least so much.
    func sequence(uid: String, atLeast: Int) async throws(SpoolProblem) -> Int
    func note(_ key: String) async throws(SpoolProblem) -> Note?
    /// Writes a note down, in place of one with the same key.
    func write(_ note: Note, key: String) async throws(SpoolProblem)
    /// Writes a note down unless there is one from after a time: who asks first gets `true`.
    func write(_ note: Note, key: String, unlessAfter time: Instant) async throws(SpoolProblem) -> Bool
    func removeNote(_ key: String) async throws(SpoolProblem)

    // MARK: Housekeeping

    /// Removes messages whose time to keep is over; call it again as long as it removes as many as it may.
    ///
    /// - Returns: How many were removed.
    func purge(now: Instant, limit: Int) async throws(SpoolProblem) -> Int
    /// Looks at every page; slow on a large spool.
    func checkThoroughly() async throws(SpoolProblem)
    /// Lets all go; owners that are still there are as good as dead.
    func close() async
}

/// A small text that is remembered, and from when it is.
package struct Note: Hashable, Sendable {
    package var text: String
    package var time: Instant

    package init(_ text: String, time: Instant) {
        self.text = text
        self.time = time
    }
}

extension Spool {
    /// Stores a submission whose letters are free for whoever claims them.
    package func put(_ submission: NewSubmission) async throws(SpoolProblem) -> Acceptance {
        try await put(submission, claimedBy: nil)
    }

    package func message(withMessageID messageID: String) async throws(SpoolProblem) -> MessageSummary? {
        guard let id = UUIDv7(ofMessageID: messageID) else { return nil }
        guard let message = try await story(of: id)?.message, message.messageID == messageID else { return nil }
        return message
    }

    package func message(withEnvelopeID envelopeID: String) async throws(SpoolProblem) -> MessageSummary? {
        guard let id = UUIDv7(envelopeID) else { return nil }
        return try await story(of: id)?.message
    }
}
