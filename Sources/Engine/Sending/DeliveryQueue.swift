import Synchronization

/// The messages that a delivery still has to carry, by position.
final class DeliveryQueue: Sendable {
    let messages: [Message]
    private let waiting: Mutex<ArraySlice<Int>>

    init(_ messages: [Message]) {
        self.messages = messages
        waiting = Mutex(ArraySlice(messages.indices))
    }

    /// The next positions, in order; none when all are taken.
    func take(_ count: Int) -> [Int] {
        waiting.withLock { waiting in
            let taken = Array(waiting.prefix(count))
            waiting = waiting.dropFirst(count)
            return taken
        }
    }

    func putBack(_ positions: [Int]) {
        waiting.withLock { $0 = positions + $0 }
    }

    func rest() -> [Int] { take(.max) }
}

/// Which letters of a batch have been reported.
final class ReportedSet: Sendable {
    private let indices = Mutex<Set<Int>>([])

    func insert(_ index: Int) { indices.withLock { _ = $0.insert(index) } }

    func contains(_ index: Int) -> Bool { indices.withLock { $0.contains(index) } }
}
