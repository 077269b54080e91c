import Dispatch
import Glibc
import Synchronization

/// Tells of Ctrl-C and SIGTERM, so that work can be ended well; the second one ends the program at once.
final class Interrupts {
    private static let signals = [SIGINT, SIGTERM]

    /// Yields at the first signal.
    let first: AsyncStream<Void>
    private let sources: [any DispatchSourceSignal]

    init() {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        first = stream
        let count = Counter()
        let queue = DispatchQueue(label: "router.interrupts")
        sources = Self.signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                guard count.step() == 1 else { _exit(128 + number) }
                continuation.yield()
            }
            source.activate()
            return source
        }
    }

    /// Leaves the signals to the system again.
    func end() {
        for source in sources { source.cancel() }
        for number in Self.signals { signal(number, SIG_DFL) }
    }

    private final class Counter: Sendable {
        private let value = Mutex(0)

        func step() -> Int {
            value.withLock { value in
                value += 1
                return value
            }
        }
    }
}
