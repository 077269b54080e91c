import Dispatch
import Glibc

/// What the system asks of a service.
enum Signals {
    enum Wish: Sendable {
        /// SIGTERM or SIGINT: its number.
        case stop(Int32)
        /// SIGHUP.
        case reload
    }

    /// Hears signals from now on, until the process ends; none of them ends it any more.
    static func heard() -> AsyncStream<Wish> {
        let (wishes, post) = AsyncStream.makeStream(of: Wish.self)
        let queue = DispatchQueue(label: "router.signals")
        for number in [SIGTERM, SIGINT, SIGHUP] {
            signal(number, SIG_IGN)
            nonisolated(unsafe) let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                // What it holds lives on.
                _ = source
                post.yield(number == SIGHUP ? .reload : .stop(number))
            }
            source.resume()
        }
        return wishes
    }
}
