import Attributes
import Connecting
import Synchronization

/// Messages that are about to be handed over, so that they need not be read from the spool again; the oldest go when there are too many.
final class MessageShelf: Sendable {
    private static let capacity = 64_000_000

    private struct State {
        var messages: [UUIDv7: (message: IncomingMessage, size: Int, users: Int)] = [:]
        var order: [UUIDv7] = []
        var first = 0
        var size = 0
    }

    private let state = Mutex(State())

    /// Keeps a message until as many handlers as are to get it have it, or there is no room.
    func put(_ message: IncomingMessage, id: UUIDv7, users: Int) {
        guard users > 0 else { return }
        let size = message.attachments.reduce(10_000) { $0 + $1.content.count }
        guard size < Self.capacity / 4 else { return }
        state.withLock { state in
            state.messages[id] = (message, size, users)
            state.order.append(id)
            state.size += size
            while state.size > Self.capacity, state.first < state.order.count {
                if let gone = state.messages.removeValue(forKey: state.order[state.first]) { state.size -= gone.size }
                state.first += 1
            }
            if state.first > 1_000, state.first * 2 > state.order.count {
                state.order.removeFirst(state.first)
                state.first = 0
            }
        }
    }

    func message(_ id: UUIDv7) -> IncomingMessage? { state.withLock { $0.messages[id]?.message } }

    /// One of its handlers has it, or gave up for now.
    func release(_ id: UUIDv7) {
        state.withLock { state in
            guard let users = state.messages[id]?.users else { return }
            if users > 1 {
                state.messages[id]?.users = users - 1
            } else if let gone = state.messages.removeValue(forKey: id) {
                state.size -= gone.size
            }
        }
    }
}
