package import Attributes
package import Connecting

/// Which messages somebody wants to see; what is not said does not matter.
package struct MessageFilter: Hashable, Sendable {
    package var states: Set<MessageState>?
    package var route: String?
    package var connection: String?
    package var bus: Int?
    package var createdBefore: Instant?
    package var createdAfter: Instant?
    /// An address, exact.
    package var recipient: String?
    package var submission: UUIDv7?
    package var application: String?

    package init(
        states: Set<MessageState>? = nil, route: String? = nil, connection: String? = nil, bus: Int? = nil,
        createdBefore: Instant? = nil, createdAfter: Instant? = nil, recipient: String? = nil,
        submission: UUIDv7? = nil, application: String? = nil
    ) {
        self.states = states
        self.route = route
        self.connection = connection
        self.bus = bus
        self.createdBefore = createdBefore
        self.createdAfter = createdAfter
        self.recipient = recipient
        self.submission = submission
        self.application = application
    }
}

/// A page of a list: so many messages behind one, by id, which is by the time they were made.
package struct Page: Hashable, Sendable {
    package enum Order: String, Sendable, CaseIterable {
        case newest
        case oldest
    }

    package var order: Order
    package var limit: Int
    /// The last one of the page before; `nil` for the first page.
    package var behind: UUIDv7?

    package init(_ order: Order = .newest, limit: Int = 100, behind: UUIDv7? = nil) {
        self.order = order
        self.limit = limit
        self.behind = behind
    }
}
