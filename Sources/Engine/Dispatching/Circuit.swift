package import Connecting

/// Keeps letters from a connection that keeps failing: after some failures in a row it opens, and then lets one letter try now and again.
package struct Circuit: Sendable {
    /// So many sessions that could not be had in a row open it.
    static let tolerance = 3
    static let firstPause = Duration.seconds(5)
    static let longestPause = Duration.seconds(300)

    /// Why the last session could not be had; `nil` while all is well.
    package private(set) var failure: Failure?
    package private(set) var failures = 0
    /// When one letter may try again, on the clock of the one who asks.
    private var pausedUntil: Duration?

    package init() {}

    /// Whether nothing goes out.
    package var isOpen: Bool { pausedUntil != nil }

    mutating func succeeded() { self = Circuit() }

    /// - Returns: Whether it has just opened.
    mutating func failed(_ failure: Failure, at now: Duration, chance: Double = .random(in: 0...1)) -> Bool {
        self.failure = failure
        failures += 1
        // Nothing but a person mends a refused login; the server would lock the account.
        let isHopeless = failure.code == .authenticationRefused || failure.code == .settingsWrong
        guard failures >= Self.tolerance || isHopeless else { return false }
        let wasOpen = isOpen
        var pause = isHopeless ? Self.longestPause : Self.firstPause
        for _ in Self.tolerance..<max(Self.tolerance, min(failures, 32)) where pause < Self.longestPause {
            pause = pause * 2
        }
        pausedUntil = now + min(pause, Self.longestPause) * (0.8 + 0.4 * chance)
        return !wasOpen
    }

    /// Lets a letter try at once: somebody has changed something.
    mutating func hurry() { if pausedUntil != nil { pausedUntil = .zero } }

    enum Permission: Equatable {
        case all
        /// One letter may try.
        case one
        case none(until: Duration)
    }

    func permission(at now: Duration) -> Permission {
        guard let pausedUntil else { return .all }
        return now >= pausedUntil ? .one : .none(until: pausedUntil)
    }
}
