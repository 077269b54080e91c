import Attributes
import Connecting
import Spool

/// How many messages wait, by state, and since when.
struct QueueSummary {
    private let counts: [MessageState: Int]
    private let oldest: Instant?

    /// - Parameters:
    ///   - tallies: Of the spool.
    ///   - route: `nil` for all.
    ///   - connection: `nil` for all.
    init(_ tallies: [Tally], route: String?, connection: String?) {
        let meant = tallies.filter { tally in
            (route.map { $0 == tally.route } ?? true) && (connection.map { $0 == tally.connection } ?? true)
        }
        var counts: [MessageState: Int] = [:]
        for tally in meant { counts[tally.state, default: 0] += tally.count }
        self.counts = counts
        oldest = meant.map(\.oldest).min()
    }

    /// `3 queued, 1 deferred; the oldest for 2h`.
    func words(now: Instant) -> String {
        let words = MessageState.allCases.compactMap { state in
            counts[state].flatMap { $0 > 0 ? "\($0) \(state.rawValue)" : nil }
        }
        guard !words.isEmpty else { return "nothing waits" }
        return words.joined(separator: ", ") + (oldest.map { "; the oldest for \(Moment.length(now - $0))" } ?? "")
    }
}
