package import Attributes
package import Connecting

/// A submission that is in the spool.
package struct Accepted: Sendable {
    package struct Message: Hashable, Sendable {
        package var id: UUIDv7
        package var state: MessageState

        package init(_ id: UUIDv7, _ state: MessageState) {
            self.id = id
            self.state = state
        }
    }

    package var id: UUIDv7
    /// In their order; none when the list that the route goes through is empty.
    package var messages: [Message]
    /// Whether the same call came before, and this is what it made.
    package var isRepeated: Bool

    package init(id: UUIDv7, messages: [Message], isRepeated: Bool) {
        self.id = id
        self.messages = messages
        self.isRepeated = isRepeated
    }

    /// The state that the whole is called by: what still happens, or else the worst that did.
    package var state: MessageState {
        let states = Set(messages.map(\.state))
        if states.isEmpty { return .sent }
        if states.count == 1, let only = states.first { return only }
        for state in [MessageState.sending, .queued, .held, .deferred] where states.contains(state) { return state }
        return states.contains(.sent) || states.contains(.partial) ? .partial : .failed
    }
}
