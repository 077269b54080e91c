package import Connecting

/// How far a letter has come for one recipient, and the last that was heard of it.
package struct RecipientStatus: Hashable, Sendable {
    package var address: String
    package var state: RecipientState
    /// The last reply that decided.
    package var reply: Reply?
    /// Why it is not sent: a failure's code.
    package var reason: String?

    package init(address: String, state: RecipientState = .queued, reply: Reply? = nil, reason: String? = nil) {
        self.address = address
        self.state = state
        self.reply = reply
        self.reason = reason
    }
}
