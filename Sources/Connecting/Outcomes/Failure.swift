/// Why something with a connection did not work, whether trying again can help, and what does.
package struct Failure: Error, Hashable, Sendable {
    /// What went wrong, as scripts may rely on it.
    package enum Code: String, Sendable, CaseIterable {
        case hostNotFound = "host-not-found"
        case connectionRefused = "connection-refused"
        case timedOut = "timed-out"
        /// The connection broke, or the server said what the protocol does not allow.
        case connectionLost = "connection-lost"
        case protocolViolation = "protocol-violation"
        case certificateRefused = "certificate-refused"
        /// The proxy can't be reached, or does not let us through.
        case proxyRefused = "proxy-refused"
        /// The server offers no STARTTLS, or refuses it.
        case encryptionNotOffered = "encryption-not-offered"
        case authenticationRefused = "authentication-refused"
        case authenticationNotOffered = "authentication-not-offered"
        /// A file or a value of the connection is no good, or this machine lacks what it asks for.
        case settingsWrong = "settings-wrong"
        /// The server did not accept the letter's sender.
        case senderRefused = "sender-refused"
        case recipientRefused = "recipient-refused"
        /// The server can't say whether a recipient exists, and the connection asks for that.
        case verificationNotOffered = "verification-not-offered"
        /// The server did not accept the letter itself.
        case messageRefused = "message-refused"
        /// The connection died after the last byte of the letter and before the reply.
        case outcomeUnknown = "outcome-unknown"
        /// The server asks for patience: greylisting, load, a full mailbox.
        case notNow = "not-now"
        /// A letter's file could not be read.
        case fileUnreadable = "file-unreadable"
        /// The place that letters are delivered into can't be written.
        case notWritable = "not-writable"
        /// The spool can't be written, so that nothing may go out.
        case spoolFailed = "spool-failed"
    }

    /// Whether trying again can help.
    package enum Verdict: Sendable {
        case again
        case never
        /// It may have worked.
        case unknown
    }

    package var code: Code
    package var verdict: Verdict
    /// The problem, in one sentence without a full stop; names the server and what it said.
    package var message: String
    /// The remedy, in one sentence without a full stop.
    package var help: String
    /// Seconds that the other side asks to be left alone, where it does.
    package var retryAfter: Int64?

    package init(_ code: Code, _ verdict: Verdict, _ message: String, help: String, retryAfter: Int64? = nil) {
        self.code = code
        self.verdict = verdict
        self.message = message
        self.help = help
        self.retryAfter = retryAfter
    }
}
