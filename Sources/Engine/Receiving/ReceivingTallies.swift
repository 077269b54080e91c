import Attributes
package import Spool
import Synchronization

/// What a service has counted of what came in since it began.
package final class ReceivingTallies: Sendable {
    package struct Handler: Hashable, Sendable {
        package var route: String
        package var target: String
    }

    package struct Handled: Sendable {
        package internal(set) var done = 0
        package internal(set) var again = 0
        package internal(set) var failed = 0
        /// How long attempts took.
        package internal(set) var attempt = Tallies.Histogram()
    }

    private struct State {
        var arrived: [String: [ArrivalState: Int]] = [:]
        var handled: [Handler: Handled] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// How many letters of a route were looked into, by the state that it led to.
    package var arrived: [String: [ArrivalState: Int]] { state.withLock { $0.arrived } }
    package var handled: [Handler: Handled] { state.withLock { $0.handled } }

    func arrived(route: String, _ new: ArrivalState) {
        state.withLock { $0.arrived[route, default: [:]][new, default: 0] += 1 }
    }

    func handled(_ handling: ClaimedHandling, _ outcome: HandlingOutcome) {
        let handler = Handler(route: handling.route, target: handling.target)
        state.withLock { state in
            var handled = state.handled[handler] ?? Handled()
            switch outcome.end {
            case .done: handled.done += 1
            case .again: handled.again += 1
            case .failed: handled.failed += 1
            }
            handled.attempt.add((outcome.ended - outcome.began) / .seconds(1))
            state.handled[handler] = handled
        }
    }
}
