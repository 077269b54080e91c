import Connecting
import Synchronization

/// The messages that a delivery still has to carry, by position.
final class DeliveryQueue: Sendable {
    private struct State {
        var waiting: ArraySlice<Int>
        /// What was to be reported of letters that a session refused before it took any.
        var refused: [Int: Receipt] = [:]
        /// How many were reported.
        var reported = 0
    }

    let messages: [Message]
    private let state: Mutex<State>
    private let report: @Sendable (Message, Receipt) -> Void

    init(_ messages: [Message], _ report: @escaping @Sendable (Message, Receipt) -> Void) {
        self.messages = messages
        self.report = report
        state = Mutex(State(waiting: ArraySlice(messages.indices)))
    }

    var count: Int { state.withLock { $0.waiting.count } }
    var reported: Int { state.withLock { $0.reported } }

    /// The next positions, in order; none when all are taken.
    func take(_ count: Int) -> [Int] {
        state.withLock { state in
            let taken = Array(state.waiting.prefix(count))
            state.waiting = state.waiting.dropFirst(count)
            return taken
        }
    }

    func putBack(_ positions: [Int]) {
        guard !positions.isEmpty else { return }
        state.withLock { $0.waiting = positions + $0.waiting }
    }

    func report(_ position: Int, _ receipt: Receipt) {
        state.withLock { $0.reported += 1 }
        report(messages[position], receipt)
    }

    /// Keeps a receipt until it is known that no other session takes the letter.
    func keep(_ receipt: Receipt, of position: Int) { state.withLock { $0.refused[position] = receipt } }

    /// Reports the letters that still wait and that were refused by a session.
    ///
    /// - Returns: Whether there were any.
    func reportRefused() -> Bool {
        let due = state.withLock { state in
            let due = state.waiting.compactMap { position in state.refused[position].map { (position, $0) } }
            state.waiting = ArraySlice(state.waiting.filter { state.refused[$0] == nil })
            state.refused = [:]
            return due
        }
        for (position, receipt) in due { report(position, receipt) }
        return !due.isEmpty
    }
}

/// What a session has reported of a batch.
final class BatchReport: Sendable {
    private struct State {
        var indices: Set<Int> = []
        var refusal: Failure?
    }

    private let state = Mutex(State())

    func insert(_ index: Int) { state.withLock { _ = $0.indices.insert(index) } }

    func contains(_ index: Int) -> Bool { state.withLock { $0.indices.contains(index) } }

    var isEmpty: Bool { state.withLock { $0.indices.isEmpty } }

    /// Why the server wants no such session at all.
    var refusal: Failure? {
        get { state.withLock { $0.refusal } }
        set { state.withLock { $0.refusal = newValue } }
    }
}
