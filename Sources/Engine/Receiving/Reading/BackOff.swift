/// How long to wait after failures in a row, so that a server that is down is not stormed when it comes back.
struct BackOff: Sendable {
    private static let first = Duration.seconds(1)
    private static let longest = Duration.seconds(60)
    /// A refused login is not tried often: the server would lock the account.
    private static let hopeless = Duration.seconds(300)

    private(set) var failures = 0

    mutating func next(isHopeless: Bool, chance: Double = .random(in: 0...1)) -> Duration {
        var pause = isHopeless ? Self.hopeless : Self.first
        for _ in 0..<min(failures, 16) where pause < Self.longest { pause = pause * 2 }
        failures += 1
        return (isHopeless ? Self.hopeless : min(pause, Self.longest)) * (0.8 + 0.4 * chance)
    }

    /// Waits, at most until the task is cancelled.
    static func sleep(_ pause: Duration) async { try? await Task.sleep(for: pause) }
}
