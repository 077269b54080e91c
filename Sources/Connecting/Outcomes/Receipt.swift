/// What became of one attempt to send a letter.
package struct Receipt: Sendable, Equatable {
    /// What became of it for one recipient.
    package struct Recipient: Sendable, Equatable {
        package var address: String
        package var state: RecipientState
        /// The server's reply that decided, where there was one.
        package var reply: Reply?

        package init(address: String, state: RecipientState, reply: Reply? = nil) {
            self.address = address
            self.state = state
            self.reply = reply
        }
    }

    /// One for each of the letter's recipients, in their order.
    package var recipients: [Recipient]
    /// Why not all of them are `sent`.
    package var failure: Failure?

    package init(recipients: [Recipient], failure: Failure? = nil) {
        self.recipients = recipients
        self.failure = failure
    }

    /// The same state for all recipients of a letter.
    package init(_ letter: Letter, all state: RecipientState, reply: Reply? = nil, failure: Failure? = nil) {
        self.init(
            recipients: letter.recipients.map { Recipient(address: $0, state: state, reply: reply) }, failure: failure)
    }

    package var state: MessageState { MessageState(of: recipients.map(\.state)) }
}
