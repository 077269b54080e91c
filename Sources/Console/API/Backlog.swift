import Attributes
import Connecting
import Spool
import Synchronization

/// Knows how much waits in the spool, as of some seconds ago.
struct Backlog: Sendable {
    private static let patience = Duration.seconds(5)

    private final class Kept: Sendable {
        let state = Mutex<(tallies: [Tally], looked: ContinuousClock.Instant?)>(([], nil))
    }

    private let spool: any Spool
    /// With more messages waiting, no more are taken.
    let limit: Int
    private let kept = Kept()

    init(_ spool: any Spool, limit: Int) {
        self.spool = spool
        self.limit = limit
    }

    /// Counts of what is not finished; those of the last look when the spool can't be asked.
    func tallies() async -> [Tally] {
        let (known, isFresh) = kept.state.withLock { state in
            let now = ContinuousClock.now
            let isFresh = state.looked.map { now - $0 < Self.patience } ?? false
            // Who comes meanwhile takes what is known: one look at a time.
            if !isFresh { state.looked = now }
            return (state.tallies, isFresh)
        }
        if isFresh { return known }
        guard let tallies = try? await spool.tally(includingFinished: false) else { return known }
        kept.state.withLock { $0.tallies = tallies }
        return tallies
    }

    /// - Throws: 429 when too much waits.
    func admit() async throws(Problem) {
        let waiting = await tallies().reduce(0) { sum, tally in
            [.queued, .sending, .deferred].contains(tally.state) ? sum + tally.count : sum
        }
        guard waiting >= limit else { return }
        throw Problem(
            429, "too-much-waits", "Too much waits already",
            "\(waiting) messages wait to be sent, and no more than \(limit) may; try again when some have gone out"
        ).retry(after: 30)
    }
}
