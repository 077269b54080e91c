package import Attributes
package import Connecting

/// One attempt to send a letter, or what was found out about one that nobody saw the end of.
package struct AttemptRecord: Hashable, Sendable {
    /// From 1.
    package var number: Int
    package var began: Instant
    package var ended: Instant
    package var connection: String
    /// What the session was: the server's address and name; blank when there was none.
    package var session: String
    /// Why not all recipients were sent to.
    package var failure: AttemptFailure?
    /// Those the attempt was for, as it left them.
    package var recipients: [RecipientStatus]

    package init(
        number: Int, began: Instant, ended: Instant, connection: String, session: String = "",
        failure: AttemptFailure? = nil, recipients: [RecipientStatus]
    ) {
        self.number = number
        self.began = began
        self.ended = ended
        self.connection = connection
        self.session = session
        self.failure = failure
        self.recipients = recipients
    }
}

/// A failure as it is kept: its words outlive the program that found them.
package struct AttemptFailure: Hashable, Sendable {
    package var code: String
    package var message: String
    package var help: String

    package init(code: String, message: String, help: String) {
        self.code = code
        self.message = message
        self.help = help
    }

    package init(_ failure: Failure) {
        self.init(code: failure.code.rawValue, message: failure.message, help: failure.help)
    }
}

extension AttemptRecord {
    /// An attempt whose outcome is being recorded; its letter knows the connection.
    init(_ number: Int, _ outcome: LetterOutcome, _ recipients: [RecipientStatus]) {
        self.init(
            number: number, began: outcome.began, ended: outcome.ended, connection: "", session: outcome.session,
            failure: outcome.receipt.failure.map { AttemptFailure($0) }, recipients: recipients)
    }
}
