package import Attributes

/// Which letters an owner wants next.
package struct ClaimRequest: Sendable {
    package var bus: Int
    /// `nil` for those of all connections.
    package var connections: [String]?
    package var limit: Int
    /// What is due by now.
    package var now: Instant

    package init(bus: Int, connections: [String]? = nil, limit: Int, now: Instant) {
        self.bus = bus
        self.connections = connections
        self.limit = limit
        self.now = now
    }
}
