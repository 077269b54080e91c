import Attributes
import Connecting
import Spool

extension Spool {
    /// When the next letter of some connections is due that nobody has; `nil` when there is none, or when that can't be known.
    func nextDue(for connections: [String], route: String?) async -> Instant? {
        var first: Instant?
        guard let route else {
            for bus in SpoolLimits.buses {
                guard let due = try? await nextDue(bus: bus, connections: connections) else { continue }
                first = min(first ?? due, due)
            }
            return first
        }
        var page = Page(.oldest, limit: Listings.pageSize)
        while let messages = try? await list(MessageFilter(states: [.queued, .deferred], route: route), page) {
            for message in messages where connections.contains(message.connection) {
                if let due = message.due { first = min(first ?? due, due) }
            }
            guard messages.count == page.limit else { break }
            page.behind = messages.last?.id
        }
        return first
    }
}
