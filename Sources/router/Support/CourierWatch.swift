import Connecting
import Engine
import Synchronization

/// Tells whoever watches why letters wait.
final class CourierWatch: Sendable {
    /// Shorter waits are told of with `--verbose` only.
    private static let patience = Duration.seconds(5)

    private let terminal: Terminal
    private let progress = Mutex<ProgressBar?>(nil)

    init(_ terminal: Terminal) {
        self.terminal = terminal
    }

    /// A bar that says it instead of lines.
    func show(on bar: ProgressBar) { progress.withLock { $0 = bar } }

    @Sendable func tell(_ news: CourierNews) {
        switch news {
        case .waits(let length, let rate):
            let seconds = Int((length / .seconds(1)).rounded(.up))
            let words = "waits \(seconds) s: the rate is \(rate)"
            let isOnBar = progress.withLock { bar in
                bar?.say(words)
                return bar != nil && terminal.showsProgress
            }
            if terminal.isVerbose || length >= Self.patience && !isOnBar { terminal.note(words) }
        case .opened, .notOpened: break
        case .fewerSessions(let count, let reason):
            guard terminal.isVerbose else { return }
            terminal.note("goes on with \(count) \(count == 1 ? "session" : "sessions"): \(reason.message)")
        }
    }
}
