package import Connecting

/// What came of a person's decision about a message.
package enum Decision: Hashable, Sendable {
    /// It was done for so many recipients; the message's state now.
    case done(recipients: Int, state: MessageState)
    /// There was nothing to do: none of its recipients is in a state that the decision is about.
    case nothingToDo(MessageState)
    /// An attempt runs: ask again when it has ended.
    case beingSent
    /// The spool has no such message.
    case unknown
}
