package import Attributes

/// Which arrivals somebody wants to see; what is not said does not matter.
package struct ArrivalFilter: Hashable, Sendable {
    package var states: Set<ArrivalState>?
    package var route: String?
    package var connection: String?
    package var isOutgoing: Bool?
    package var needsProcessing: Bool?
    package var thread: String?
    package var contact: String?
    package var receivedAfter: Instant?
    package var receivedBefore: Instant?

    package init(
        states: Set<ArrivalState>? = nil, route: String? = nil, connection: String? = nil, isOutgoing: Bool? = nil,
        needsProcessing: Bool? = nil, thread: String? = nil, contact: String? = nil, receivedAfter: Instant? = nil,
        receivedBefore: Instant? = nil
    ) {
        self.states = states
        self.route = route
        self.connection = connection
        self.isOutgoing = isOutgoing
        self.needsProcessing = needsProcessing
        self.thread = thread
        self.contact = contact
        self.receivedAfter = receivedAfter
        self.receivedBefore = receivedBefore
    }
}

/// An arrival as lists show it.
package struct ArrivalSummary: Hashable, Sendable {
    package var id: UUIDv7
    package var route: String
    package var folder: FolderName
    package var identity: String
    package var state: ArrivalState
    package var received: Instant
    package var isOutgoing: Bool
    package var messageID: String?
    /// Bytes of the letter as the server has it.
    package var size: Int
    package var sender: String
    package var subject: String
    package var snippet: String
    package var thread: String
    package var contact: String?
    package var links: [ArrivalLink]
    package var needsProcessing: Bool?
    /// Why it is quarantined, or why the last attempt to hand it over failed.
    package var failure: AttemptFailure?

    package init(
        id: UUIDv7, route: String, folder: FolderName, identity: String, state: ArrivalState, received: Instant,
        isOutgoing: Bool, messageID: String?, size: Int, sender: String, subject: String, snippet: String,
        thread: String, contact: String?, links: [ArrivalLink], needsProcessing: Bool?, failure: AttemptFailure?
    ) {
        self.id = id
        self.route = route
        self.folder = folder
        self.identity = identity
        self.state = state
        self.received = received
        self.isOutgoing = isOutgoing
        self.messageID = messageID
        self.size = size
        self.sender = sender
        self.subject = subject
        self.snippet = snippet
        self.thread = thread
        self.contact = contact
        self.links = links
        self.needsProcessing = needsProcessing
        self.failure = failure
    }
}

/// All that is known of one arrival.
package struct ArrivalStory: Hashable, Sendable {
    package struct Handling: Hashable, Sendable {
        package var number: Int
        package var target: String
        package var state: HandlingState
        package var attempts: Int
        package var firstAttempt: Instant?
        package var lastAttempt: Instant?
        /// When the next attempt is due; `nil` for at once, and when there will be none.
        package var due: Instant?
        /// What the handler said.
        package var words: String?
        package var response: String?
        package var failure: AttemptFailure?

        package init(
            number: Int, target: String, state: HandlingState, attempts: Int, firstAttempt: Instant? = nil,
            lastAttempt: Instant? = nil, due: Instant? = nil, words: String? = nil, response: String? = nil,
            failure: AttemptFailure? = nil
        ) {
            self.number = number
            self.target = target
            self.state = state
            self.attempts = attempts
            self.firstAttempt = firstAttempt
            self.lastAttempt = lastAttempt
            self.due = due
            self.words = words
            self.response = response
            self.failure = failure
        }

        /// Whether this tells that the arrival can't be handed over.
        package var isErrorResponse: Bool { number == HandlingID.errorResponse }
    }

    package var arrival: ArrivalSummary
    /// Whether the mailbox knows that it is stored, or it was forgotten.
    package var isAcknowledged: Bool
    package var handlings: [Handling]

    package init(arrival: ArrivalSummary, isAcknowledged: Bool, handlings: [Handling]) {
        self.arrival = arrival
        self.isAcknowledged = isAcknowledged
        self.handlings = handlings
    }
}

/// How many arrivals of a route are in a state.
package struct ArrivalTally: Hashable, Sendable {
    package var route: String
    package var state: ArrivalState
    package var count: Int
    /// When the oldest of them came.
    package var oldest: Instant
    /// How many of them need processing.
    package var unprocessed: Int

    package init(route: String, state: ArrivalState, count: Int, oldest: Instant, unprocessed: Int) {
        self.route = route
        self.state = state
        self.count = count
        self.oldest = oldest
        self.unprocessed = unprocessed
    }
}

/// What a person's decision did.
package enum ArrivalDecision: Hashable, Sendable {
    case done(ArrivalState)
    case noSuchArrival
    /// It is in a state in which there is nothing to decide.
    case notNow(ArrivalState)
}
