package import Attributes
package import Connecting
package import MIME

/// A message as lists show it.
package struct MessageSummary: Hashable, Sendable {
    package var id: UUIDv7
    package var submission: UUIDv7
    package var route: String
    package var connection: String
    package var bus: Int
    package var priority: Int
    package var unknown: UnknownPolicy
    package var application: String?
    package var state: MessageState
    package var created: Instant
    /// When the next attempt is due; `nil` when there will be none.
    package var due: Instant?
    /// How many attempts there have been.
    package var attempts: Int
    package var messageID: String
    package var sender: String
    package var recipients: [RecipientStatus]
    /// Bytes of the letter as it goes out.
    package var size: Int
    package var details: String
    /// Why the last attempt did not send it to all.
    package var failure: AttemptFailure?
}

/// All that is known of one message.
package struct MessageStory: Hashable, Sendable {
    package var message: MessageSummary
    package var key: String?
    package var trace: String?
    /// From the first on.
    package var attempts: [AttemptRecord]
}

/// A letter as it was stored, for a look at it.
package struct StoredContent: Sendable {
    package var messageID: String
    package var sender: String
    package var recipients: [String]
    package var content: Content
    /// Where its large files lie as long as this value is there; `nil` where they lie for good.
    package var laidOut: LaidOutFiles?
}

/// How many messages are in a state, and how long the oldest has been there.
package struct Tally: Hashable, Sendable {
    package var bus: Int
    package var connection: String
    package var route: String
    package var state: MessageState
    package var count: Int
    /// When the oldest of them was made.
    package var oldest: Instant
}
