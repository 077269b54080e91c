import Synchronization

/// Wakes one who waits; a ring while nobody waits is heard by the next one.
final class Bell: Sendable {
    private struct State {
        var hasRung = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func ring() {
        let waiting = state.withLock { state in
            defer { state.waiting = nil }
            state.hasRung = state.waiting == nil
            return state.waiting
        }
        waiting?.resume()
    }

    /// Returns at the next ring, or after a time.
    func wait(atMost patience: Duration) async {
        guard patience > .zero else { return }
        let timer = Task {
            try? await Task.sleep(for: patience)
            if !Task.isCancelled { ring() }
        }
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if !state.hasRung { state.waiting = continuation }
                defer { state.hasRung = false }
                return state.hasRung
            }
            if isOver { continuation.resume() }
        }
        timer.cancel()
    }
}
