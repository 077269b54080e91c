package import Attributes

/// What is known of a letter beside its text.
package struct ArrivalFacts: Sendable {
    package var id: UUIDv7
    /// When the server got it.
    package var received: Instant
    /// Whether the mailbox's owner sent it.
    package var isOutgoing: Bool

    package init(id: UUIDv7, received: Instant, isOutgoing: Bool = false) {
        self.id = id
        self.received = received
        self.isOutgoing = isOutgoing
    }
}
