import Glibc
import Synchronization

/// A line on stderr that shows how far long work has come.
final class ProgressBar: Sendable {
    private struct State {
        var done = 0
        var failed = 0
        var shownAt: ContinuousClock.Instant?
        /// Why nothing moves.
        var words: String?
        let startedAt = ContinuousClock.now
    }

    private static let width = 30
    /// The time between two drawings.
    private static let interval = Duration.milliseconds(100)

    private let total: Int
    private let isShown: Bool
    private let state = Mutex(State())

    init(total: Int, on terminal: Terminal) {
        self.total = total
        isShown = terminal.showsProgress
    }

    func advance(failed: Bool) {
        guard isShown else { return }
        state.withLock { state in
            state.done += 1
            if failed { state.failed += 1 }
            state.words = nil
            let now = ContinuousClock.now
            let isDue = state.shownAt.map { now - $0 >= Self.interval } ?? true
            guard isDue || state.done == total else { return }
            state.shownAt = now
            Terminal.write("\r" + line(state, now) + "\u{1B}[K", to: STDERR_FILENO)
        }
    }

    /// Says behind the bar why it stands still, until it moves.
    func say(_ words: String) {
        guard isShown else { return }
        state.withLock { state in
            state.words = words
            Terminal.write("\r" + line(state, .now) + "\u{1B}[K", to: STDERR_FILENO)
        }
    }

    /// Takes the line away.
    func finish() {
        if isShown { Terminal.write("\r\u{1B}[K", to: STDERR_FILENO) }
    }

    private func line(_ state: State, _ now: ContinuousClock.Instant) -> String {
        let filled = total > 0 ? Self.width * state.done / total : Self.width
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
        let rate = Double(state.done) / max((now - state.startedAt) / .seconds(1), 0.001)
        let failed = state.failed > 0 ? ", \(state.failed) not sent" : ""
        let words = state.words.map { ", \($0)" } ?? ""
        return "\(bar) \(state.done) of \(total), \(Int(rate))/s\(failed)\(words)"
    }
}
