import Connecting

/// When letters may begin, so that in no length of time more begin than a connection's rate allows.
///
/// A letter counts from its beginning until one such length after its end: however long it takes, the next one for its place begins later.
struct Pace {
    enum Answer: Equatable {
        /// So many may begin now.
        case go(Int)
        /// None, until then.
        case wait(until: Duration)
        /// None, until one of those on their way has ended.
        case full
    }

    let rate: Rate
    /// Letters on their way.
    private var begun = 0
    /// Those that have ended not long ago, oldest first.
    private var ended: ArraySlice<(time: Duration, count: Int)> = []
    private var recent = 0

    init(_ rate: Rate) {
        self.rate = rate
    }

    /// - Parameters:
    ///   - count: How many letters want to begin.
    ///   - now: On a clock that never goes back.
    /// - Returns: How many may, and then have, or how long none may.
    mutating func ask(for count: Int, at now: Duration) -> Answer {
        while let oldest = ended.first, oldest.time + rate.unit.length <= now {
            recent -= oldest.count
            ended = ended.dropFirst()
        }
        let free = rate.count - begun - recent
        if free > 0 {
            let granted = min(count, free)
            begun += granted
            return .go(granted)
        }
        return ended.first.map { .wait(until: $0.time + rate.unit.length) } ?? .full
    }

    /// So many of those that had begun have ended, however they did.
    mutating func end(_ count: Int, at now: Duration) {
        guard count > 0 else { return }
        begun -= count
        recent += count
        ended.append((now, count))
    }

    /// So many did not begin after all.
    mutating func giveBack(_ count: Int) { begun -= count }
}
