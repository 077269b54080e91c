/// The clock that a courier goes by; a test has one of its own.
package struct Timekeeper: Sendable {
    /// The time since some moment, never less than before.
    package var now: @Sendable () -> Duration
    package var sleep: @Sendable (_ until: Duration) async -> Void

    package init(now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async -> Void) {
        self.now = now
        self.sleep = sleep
    }

    package static var system: Timekeeper {
        let start = ContinuousClock.now
        return Timekeeper(
            now: { ContinuousClock.now - start },
            sleep: { until in try? await Task.sleep(until: start + until, clock: .continuous) })
    }
}
