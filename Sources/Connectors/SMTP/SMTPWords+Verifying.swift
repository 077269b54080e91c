internal import Connecting

/// The words of `verify-recipients:`.
extension SMTPWords {
    /// One recipient's refusal, when it keeps the letter from all.
    func kept(_ refusal: Failure, of count: Int) -> Failure {
        guard count > 1 else { return refusal }
        var failure = refusal
        failure.message += "; as verify-recipients: asks, nobody got the letter"
        if refusal.verdict == .never, refusal.code == .recipientRefused {
            failure.help += ", or take it away; then send the letter again to all"
        }
        return failure
    }

    /// The server does not say by VRFY whether an address exists.
    func cannotVerify(_ reply: Reply) -> Failure {
        Failure(
            .verificationNotOffered, .never,
            "\(server) can't say whether a recipient exists, and verify-recipients: vrfy asks for that: \(reply)",
            help: "write 'verify-recipients: rcpt', which asks by RCPT, or ask the server's operator to allow VRFY")
    }
}
