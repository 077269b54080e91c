internal import Connecting
internal import Wire

/// A letter's envelope, for places that write it in lines: what could break a line is kept out.
struct FitRecipients {
    /// Who can be delivered to.
    let fit: [String]
    /// Why not all, or nobody.
    let failure: Failure?
    private let letter: Letter

    init(_ letter: Letter) {
        self.letter = letter
        guard Self.isFit(letter.sender) else {
            fit = []
            failure = Failure(
                .senderRefused, .never, "the sender '\(PlainText.printable(letter.sender))' would break its line",
                help: "mend the sender's address")
            return
        }
        fit = letter.recipients.filter(Self.isFit)
        failure = letter.recipients.first { !Self.isFit($0) }.map {
            Failure(
                .recipientRefused, .never,
                "'\(PlainText.printable($0))' can't be delivered to: it would break its line", help: "mend the address")
        }
    }

    /// What became of the letter when the fit ones got it.
    func receipt(_ reply: Reply) -> Receipt {
        let recipients = letter.recipients.map { address in
            fit.contains(address)
                ? Receipt.Recipient(address: address, state: .sent, reply: reply)
                : Receipt.Recipient(address: address, state: .failed)
        }
        return Receipt(recipients: recipients, failure: failure)
    }

    /// What became of it when nobody did.
    func receipt(_ failure: Failure) -> Receipt {
        let state: RecipientState = failure.verdict == .never ? .failed : .deferred
        let recipients = letter.recipients.map { address in
            Receipt.Recipient(address: address, state: fit.contains(address) ? state : .failed)
        }
        return Receipt(recipients: recipients, failure: failure)
    }

    private static func isFit(_ address: String) -> Bool {
        address.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "<" && $0 != ">" }
    }
}
