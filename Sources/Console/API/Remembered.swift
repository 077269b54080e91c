import Synchronization

/// Something that takes time to find out, as of some seconds ago: one look at a time, and not too often.
final class Remembered<Value: Sendable>: Sendable {
    private struct State {
        var value: Value
        var looked: ContinuousClock.Instant?
    }

    private let state: Mutex<State>
    private let patience: Duration
    /// `nil` when it can't be found out now: then what is known stays.
    private let look: @Sendable () async -> Value?

    /// - Parameters:
    ///   - value: What is taken for it until the first look.
    ///   - patience: How long a look is good for.
    ///   - look: Finds it out.
    init(_ value: Value, for patience: Duration, look: @escaping @Sendable () async -> Value?) {
        state = Mutex(State(value: value))
        self.patience = patience
        self.look = look
    }

    func value() async -> Value {
        let (known, isFresh) = state.withLock { state in
            let now = ContinuousClock.now
            let isFresh = state.looked.map { now - $0 < patience } ?? false
            // Who comes meanwhile takes what is known.
            if !isFresh { state.looked = now }
            return (state.value, isFresh)
        }
        if isFresh { return known }
        guard let value = await look() else { return known }
        state.withLock { $0.value = value }
        return value
    }
}
