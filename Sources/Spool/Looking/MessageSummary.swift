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

    package init(
        id: UUIDv7, submission: UUIDv7, route: String, connection: String, bus: Int, priority: Int,
        unknown: UnknownPolicy, application: String? = nil, state: MessageState, created: Instant, due: Instant? = nil,
        attempts: Int, messageID: String, sender: String, recipients: [RecipientStatus], size: Int, details: String,
        failure: AttemptFailure? = nil
    ) {
        self.id = id
        self.submission = submission
        self.route = route
        self.connection = connection
        self.bus = bus
        self.priority = priority
        self.unknown = unknown
        self.application = application
        self.state = state
        self.created = created
        self.due = due
        self.attempts = attempts
        self.messageID = messageID
        self.sender = sender
        self.recipients = recipients
        self.size = size
        self.details = details
        self.failure = failure
    }
}

/// All that is known of one message.
package struct MessageStory: Hashable, Sendable {
    package var message: MessageSummary
    package var key: String?
    package var trace: String?
    /// From the first on.
    package var attempts: [AttemptRecord]

    package init(
        message: MessageSummary, key: String? = nil, trace: String? = nil, attempts: [AttemptRecord]
    ) {
        self.message = message
        self.key = key
        self.trace = trace
        self.attempts = attempts
    }
}

/// A letter as it was stored, for a look at it.
package struct StoredContent: Sendable {
    package var messageID: String
    package var sender: String
    package var recipients: [String]
    package var content: Content

    package init(
        messageID: String, sender: String, recipients: [String], content: Content
    ) {
        self.messageID = messageID
        self.sender = sender
        self.recipients = recipients
        self.content = content
    }
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

    package init(
        bus: Int, connection: String, route: String, state: MessageState, count: Int, oldest: Instant
    ) {
        self.bus = bus
        self.connection = connection
        self.route = route
        self.state = state
        self.count = count
        self.oldest = oldest
    }
}
