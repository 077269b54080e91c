internal import Connecting
internal import Wire

extension Failure {
    /// The reason is one sentence: `it has no @`.
    static func unfit(sender: String, _ reason: String) -> Failure {
        Failure(
            .senderRefused, .never, "the sender '\(PlainText.printable(sender))' can't be used: \(reason)",
            help: "mend the sender's address")
    }

    /// The reason is one sentence: `it has no @`.
    static func unfit(recipient: String, _ reason: String) -> Failure {
        Failure(
            .recipientRefused, .never, "'\(PlainText.printable(recipient))' can't be sent to: \(reason)",
            help: "mend the address")
    }
}
