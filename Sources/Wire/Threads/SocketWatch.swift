internal import Glibc
internal import Synchronization

/// Waits for many sockets on one thread: who waits for one holds none.
package final class SocketWatch: Sendable {
    package enum News: Sendable {
        /// There is something to read, or the connection has ended.
        case readable
        case deadline
        /// The task that waits was cancelled.
        case cancelled
    }

    package static let shared = SocketWatch()

    private struct Entry {
        var descriptor: Int32
        var deadline: ContinuousClock.Instant
        var continuation: CheckedContinuation<News, Never>
    }

    private struct State {
        var entries: [UInt64: Entry] = [:]
        var next: UInt64 = 0
        /// Those whose task was cancelled before they began to wait.
        var cancelled: Set<UInt64> = []
        /// Written to when the thread has to look anew; `nil` before the first wait.
        var bell: Int32?
    }

    private let state = Mutex(State())

    private init() {}

    /// Waits until there is something to read.
    ///
    /// - Parameters:
    ///   - descriptor: Stays open meanwhile.
    ///   - deadline: When to give up.
    /// - Returns: Why the wait is over.
    package func wait(for descriptor: Int32, until deadline: ContinuousClock.Instant) async -> News {
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        defer { state.withLock { _ = $0.cancelled.remove(id) } }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let entry = Entry(descriptor: descriptor, deadline: deadline, continuation: continuation)
                if let news = add(entry, id) { continuation.resume(returning: news) }
            }
        } onCancel: {
            let entry = state.withLock { state in
                let entry = state.entries.removeValue(forKey: id)
                if entry == nil { state.cancelled.insert(id) }
                return entry
            }
            entry?.continuation.resume(returning: .cancelled)
        }
    }

    /// - Returns: Why there is nothing to wait for.
    private func add(_ entry: Entry, _ id: UInt64) -> News? {
        state.withLock { state in
            guard state.cancelled.remove(id) == nil else { return .cancelled }
            if state.bell == nil { state.bell = start() }
            // A machine without a pipe or a thread left: whoever waits looks for himself, and soon again.
            guard let bell = state.bell else {
                usleep(10_000)
                return .readable
            }
            state.entries[id] = entry
            Self.ring(bell)
            return nil
        }
    }

    private static func ring(_ bell: Int32) {
        var byte: UInt8 = 1
        _ = write(bell, &byte, 1)
    }

    /// Starts the thread.
    private func start() -> Int32? {
        var ends: [Int32] = [0, 0]
        guard
            socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends)
                == 0
        else { return nil }
        var thread = pthread_t()
        let ear = ends[0]
        let context = UnsafeMutableRawPointer(bitPattern: Int(ear) + 1)
        let result = pthread_create(
            &thread, nil,
            { context in
                var all = sigset_t()
                sigfillset(&all)
                pthread_sigmask(SIG_BLOCK, &all, nil)
                SocketWatch.shared.run(Int32(Int(bitPattern: context) - 1))
                return nil
            }, context)
        guard result == 0 else {
            close(ends[0])
            close(ends[1])
            return nil
        }
        pthread_detach(thread)
        return ends[1]
    }

    private func run(_ ear: Int32) {
        var space = [UInt8](repeating: 0, count: 256)
        while true {
            let entries = state.withLock { $0.entries.map { (id: $0.key, $0.value.descriptor, $0.value.deadline) } }
            var watched = [pollfd(fd: ear, events: Int16(POLLIN), revents: 0)]
            watched.reserveCapacity(entries.count + 1)
            for entry in entries { watched.append(pollfd(fd: entry.1, events: Int16(POLLIN), revents: 0)) }
            let patience = entries.map(\.2).min().map(LineSession.milliseconds(until:)) ?? -1
            let count = poll(&watched, nfds_t(watched.count), patience)
            if count < 0, errno != EINTR { usleep(10_000) }
            while watched[0].revents != 0, read(ear, &space, space.count) == space.count {}
            let now = ContinuousClock.now
            let news = zip(entries, watched.dropFirst()).compactMap { entry, watched -> (UInt64, News)? in
                if watched.revents != 0 { return (entry.id, .readable) }
                return entry.2 <= now ? (entry.id, .deadline) : nil
            }
            guard !news.isEmpty else { continue }
            let resumed = state.withLock { state in
                news.compactMap { id, news in state.entries.removeValue(forKey: id).map { ($0.continuation, news) } }
            }
            for (continuation, news) in resumed { continuation.resume(returning: news) }
        }
    }
}
