import Synchronization

/// Waits until so many steps were taken.
final class Countdown: Sendable {
    private struct State {
        var left: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(_ count: Int) {
        state = Mutex(State(left: count))
    }

    func step() {
        let woken = state.withLock { state in
            state.left -= 1
            guard state.left == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in woken { continuation.resume() }
    }

    /// Returns when all steps were taken.
    func end() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.left > 0 { state.waiting.append(continuation) }
                return state.left <= 0
            }
            if isOver { continuation.resume() }
        }
    }
}
