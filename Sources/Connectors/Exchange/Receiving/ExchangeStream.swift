internal import Connecting
internal import Synchronization
internal import Wire
internal import XML

/// Listens for news of a folder over a connection of its own, and rings a bell.
///
/// Nothing depends on it: whoever waits looks at the folder from its own cursor, whether the bell rang or not, so that what came between
/// two connections is found. Where the server has no notifications, or refuses them, the folder is polled.
final class ExchangeStream: Sendable {
    private struct State {
        var hasNews = false
        var isStopped = false
        /// Whether a connection stands, or is about to.
        var isWorking = true
        var waiting: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var next: UInt64 = 0
    }

    private let settings: ExchangeConnector.Settings
    private let folder: EWSFolderID
    private let listener: ExchangeListener
    private let state = Mutex(State())
    /// Minutes of one connection; 30 are allowed, and proxies like fewer.
    private static let minutes = 10
    private static let pause = Duration.seconds(5)
    private static let longestPause = Duration.seconds(300)

    init(_ settings: ExchangeConnector.Settings, _ folder: EWSFolderID) throws(Failure) {
        self.settings = settings
        self.folder = folder
        do throws(WireError) {
            listener = try ExchangeListener(settings, minutes: Self.minutes)
        } catch {
            throw EWSWords(settings).failure(error)
        }
    }

    /// Whether news are told; else the folder is to be polled.
    var isWorking: Bool { state.withLock { $0.isWorking } }

    func start() {
        Task { await run() }
    }

    func stop() {
        let waiting = state.withLock { state in
            state.isStopped = true
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        for continuation in waiting { continuation.resume() }
    }

    var isStopped: Bool { state.withLock { $0.isStopped } }

    /// Waits for news.
    func wait(atMost patience: Duration) async {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        let timer = Task {
            try? await Task.sleep(for: patience)
            self.wake(number)
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.hasNews || state.isStopped {
                        state.hasNews = false
                        return true
                    }
                    state.waiting[number] = continuation
                    return Task.isCancelled
                }
                if isOver {
                    let own = state.withLock { $0.waiting.removeValue(forKey: number) }
                    (own ?? continuation).resume()
                }
            }
        } onCancel: {
            wake(number)
        }
        timer.cancel()
    }

    private func wake(_ number: UInt64) {
        state.withLock { $0.waiting.removeValue(forKey: number) }?.resume()
    }

    private func ring() {
        let waiting = state.withLock { state in
            state.hasNews = state.waiting.isEmpty
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Connects again and again; the longer it fails, the rarer.
    private func run() async {
        var failures = 0
        while !isStopped {
            let outcome = await listener.listen(to: folder, isStopped: { self.isStopped }) { self.ring() }
            if isStopped { break }
            switch outcome {
            case .ended:
                failures = 0
                // Something may have come in between.
                ring()
            case .refused:
                // Older servers, or ones that forbid it.
                state.withLock { $0.isWorking = false }
                ring()
                return
            case .broken(let wait):
                failures += 1
                state.withLock { $0.isWorking = failures < 3 }
                ring()
                let pause = max(min(Self.longestPause, Self.pause * (1 << min(failures - 1, 8))), wait ?? .zero)
                await sleep(pause)
            }
            if failures == 0 { state.withLock { $0.isWorking = true } }
        }
        await listener.close()
    }

    /// In small pieces, so that the end is noticed.
    private func sleep(_ pause: Duration) async {
        let end = ContinuousClock.now + pause
        while !isStopped, ContinuousClock.now < end {
            try? await Task.sleep(for: min(.seconds(1), end - .now))
        }
    }
}
