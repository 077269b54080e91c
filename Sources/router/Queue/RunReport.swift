import Attributes
import Connecting
import Diagnostics
import Engine
import Glibc
import Spool
import Synchronization

/// Tells what becomes of the letters of a run, one by one and in all.
final class RunReport: Sendable {
    private struct State {
        var claimed = 0
        var ended = 0
        var counts: [MessageState: Int] = [:]
        var statuses: Set<ExitStatus> = []
        var shownAt: ContinuousClock.Instant?
        let startedAt = ContinuousClock.now
    }

    private static let barWidth = 24
    /// The time between two drawings.
    private static let interval = Duration.milliseconds(100)

    private let terminal: Terminal
    private let watch: CourierWatch
    /// How many letters waited at the beginning.
    private let expected: Int
    private let state = Mutex(State())

    init(_ terminal: Terminal, expected: Int) {
        self.terminal = terminal
        self.expected = expected
        watch = CourierWatch(terminal)
    }

    var status: ExitStatus { state.withLock { .worst(of: $0.statuses) } }

    /// `120 sent, 3 deferred`; blank when there was nothing.
    var summary: String {
        state.withLock { state in
            MessageState.allCases.compactMap { word in state.counts[word].map { "\($0) \(word.rawValue)" } }
                .joined(separator: ", ")
        }
    }

    @Sendable func heard(_ news: CourierNews) { watch.tell(news) }

    func claimed(_ count: Int) {
        state.withLock { $0.claimed += count }
        draw()
    }

    func ended(_ letter: ClaimedLetter, _ receipt: Receipt) {
        state.withLock { state in
            state.ended += 1
            state.counts[receipt.state, default: 0] += 1
            // Somebody cancelled it, or has it: that is no outcome of this run's.
            if receipt.state != .cancelled { state.statuses.insert(ExitStatus(receipt)) }
        }
        if terminal.isJSON {
            let outcome = OutcomeJSON(
                id: letter.id.description, submission: letter.submission.description, route: letter.route,
                messageID: letter.letter.messageID, connection: letter.connection, receipt: receipt)
            terminal.result(outcome.value.printed())
        } else if receipt.state != .sent || terminal.isVerbose {
            clear()
            terminal.result(line(letter, receipt))
        }
        draw()
    }

    /// Somebody wants it to end.
    func ending(onTheWay count: Int) {
        guard count > 0 else { return }
        clear()
        let letters = count == 1 ? "1 letter is" : "\(count) letters are"
        terminal.note("ends when what is on its way has ended: \(letters); Ctrl-C again ends at once")
    }

    /// Takes the bar away.
    func finish() { clear() }

    /// `deferred 0198… note → ivan@example.com: 450 4.2.0 later`.
    private func line(_ letter: ClaimedLetter, _ receipt: Receipt) -> String {
        let decisive = receipt.recipients.first { $0.state != .sent } ?? receipt.recipients.first
        let others = receipt.recipients.count > 1 ? " +\(receipt.recipients.count - 1)" : ""
        let why = decisive?.reply?.description ?? receipt.failure?.message ?? ""
        let words = "\(letter.id) \(letter.route) → \(decisive?.address ?? "")\(others)\(why.isEmpty ? "" : ": \(why)")"
        return terminal.resultStyle.apply(receipt.state.tint, receipt.state.rawValue) + " " + Visible.line(words)
    }

    // MARK: The bar

    private func clear() {
        if terminal.showsProgress { Terminal.write("\r\u{1B}[K", to: STDERR_FILENO) }
    }

    private func draw() {
        guard terminal.showsProgress else { return }
        state.withLock { state in
            let now = ContinuousClock.now
            let total = max(1, expected, state.claimed)
            let isDue = state.shownAt.map { now - $0 >= Self.interval } ?? true
            guard isDue || state.ended == total else { return }
            state.shownAt = now
            let filled = Self.barWidth * min(state.ended, total) / total
            let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.barWidth - filled)
            let rate = Double(state.ended) / max((now - state.startedAt) / .seconds(1), 0.001)
            let others = state.ended - (state.counts[.sent] ?? 0)
            let words = others > 0 ? ", \(others) not sent" : ""
            Terminal.write("\r\(bar) \(state.ended) of \(total), \(Int(rate))/s\(words)\u{1B}[K", to: STDERR_FILENO)
        }
    }
}
