package import Attributes

/// Which letters an owner wants next.
package struct ClaimRequest: Sendable {
    package var bus: Int
    /// `nil` for those of all connections.
    package var connections: [String]?
    package var limit: Int
    /// Letters of more bytes together are not claimed at once, unless it is only one.
    package var bytes: Int
    /// What is due by now.
    package var now: Instant

    package init(bus: Int, connections: [String]? = nil, limit: Int, bytes: Int = 64_000_000, now: Instant) {
        self.bus = bus
        self.connections = connections
        self.limit = limit
        self.bytes = bytes
        self.now = now
    }

    /// How many letters of these sizes fit.
    func count(fitting sizes: some Sequence<Int64>) -> Int {
        var count = 0
        var sum: Int64 = 0
        for size in sizes {
            sum += size
            guard count == 0 || sum <= bytes else { break }
            count += 1
        }
        return count
    }
}
