internal import Connecting

/// Lets so many requests to one mailbox run at once, and none at all while the server wants to be left alone.
///
/// All sessions of a connection share it: after an outage they come one after another, and not as a storm.
actor EWSGate {
    private let limit: Int
    private var running = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var closedUntil = ContinuousClock.now
    private var refusals = 0

    private static let shortest = Duration.seconds(1)
    private static let longest = Duration.seconds(300)

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// Waits until a request may begin; `leave` ends it.
    ///
    /// - Throws: How long it would be, when that is long.
    func enter() async throws(EWSBusy) {
        while true {
            let wait = closedUntil - .now
            if wait > EWSLimits.patience { throw EWSBusy(seconds: wait.components.seconds + 1) }
            if wait > .zero {
                // Not all at the same moment.
                try? await Task.sleep(for: wait + .milliseconds(Int64.random(in: 0..<200)))
                if Task.isCancelled, closedUntil > .now { throw EWSBusy(seconds: 1) }
            } else if running >= limit {
                await withCheckedContinuation { waiting.append($0) }
            } else {
                running += 1
                return
            }
        }
    }

    /// - Parameter busy: What the server said when it has too much to do; its own time in milliseconds counts.
    func leave(busy: EWSRefusal?) {
        running -= 1
        if let busy {
            refusals += 1
            let own = busy.backOff.map { Duration.milliseconds(min($0, EWSLimits.longestBackOff)) }
            let usual = min(Self.longest, Self.shortest * (1 << min(refusals - 1, 10)))
            closedUntil = max(closedUntil, .now + (own ?? usual))
        } else {
            refusals = 0
        }
        if !waiting.isEmpty { waiting.removeFirst().resume() }
    }
}

/// The server is to be left alone for so long.
struct EWSBusy: Error {
    var seconds: Int64
}
