internal import Synchronization

/// Who waits for news, in this process.
final class NewsBoard: Sendable {
    private struct State {
        var next = 0
        var readers: [Int: AsyncStream<Void>.Continuation] = [:]
        var watch: Task<Void, Never>?
        var isClosed = false
    }

    private let state = Mutex(State())
    private let watching: @Sendable (NewsBoard) async -> Void

    /// - Parameter watching: Looks out for news from other processes as long as somebody here waits, until it is cancelled.
    init(watching: @escaping @Sendable (NewsBoard) async -> Void = { _ in }) {
        self.watching = watching
    }

    /// Yields at once, and after each `ring`; several that nobody fetched are one.
    func read() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let number: Int? = state.withLock { state in
            guard !state.isClosed else { return nil }
            state.next += 1
            state.readers[state.next] = continuation
            if state.watch == nil {
                state.watch = Task.detached { [weak self] in if let self { await self.watching(self) } }
            }
            return state.next
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in self?.leave(number) }
        continuation.yield()
        return stream
    }

    func ring() {
        let readers = state.withLock { Array($0.readers.values) }
        for reader in readers { reader.yield() }
    }

    func close() {
        let readers = state.withLock { state in
            state.isClosed = true
            state.watch?.cancel()
            defer { state.readers = [:] }
            return Array(state.readers.values)
        }
        for reader in readers { reader.finish() }
    }

    private func leave(_ number: Int) {
        state.withLock { state in
            state.readers[number] = nil
            guard state.readers.isEmpty else { return }
            state.watch?.cancel()
            state.watch = nil
        }
    }
}
