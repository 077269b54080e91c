import Attributes
import Connecting
import Spool

/// Knows how much waits in the spool, as of some seconds ago.
struct Backlog: Sendable {
    private static let patience = Duration.seconds(5)

    /// With more messages waiting, no more are taken.
    let limit: Int
    private let kept: Remembered<[Tally]>

    init(_ spool: any Spool, limit: Int) {
        self.limit = limit
        kept = Remembered([], for: Self.patience) { try? await spool.tally(includingFinished: false) }
    }

    /// Counts of what is not finished; those of the last look when the spool can't be asked.
    func tallies() async -> [Tally] { await kept.value() }

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
