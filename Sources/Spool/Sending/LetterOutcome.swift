package import Attributes
package import Connecting

/// What became of one attempt to send a letter, as it is recorded.
package struct LetterOutcome: Sendable {
    package var id: UUIDv7
    package var receipt: Receipt
    package var began: Instant
    package var ended: Instant
    /// What the session was: the server's address and name; blank when there was none.
    package var session: String
    /// When those who are deferred or still queued are due again; `nil` for at once.
    package var next: Instant?

    package init(
        id: UUIDv7, receipt: Receipt, began: Instant, ended: Instant, session: String = "", next: Instant? = nil
    ) {
        self.id = id
        self.receipt = receipt
        self.began = began
        self.ended = ended
        self.session = session
        self.next = next
    }
}
