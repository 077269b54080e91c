internal import Attributes
internal import Connecting

/// A letter's envelope, for places that write it in lines: what is no address could break one, and is kept out.
struct FitRecipients {
    /// Who can be delivered to.
    let fit: [String]
    /// Why not all, or nobody.
    let failure: Failure?
    private let letter: Letter
    /// For each of the letter's recipients.
    private let isFit: [Bool]

    init(_ letter: Letter) {
        self.letter = letter
        if !letter.sender.isEmpty, let problem = EmailAddress.problem(in: letter.sender) {
            fit = []
            isFit = letter.recipients.map { _ in false }
            failure = .unfit(sender: letter.sender, "it \(problem)")
            return
        }
        let problems = letter.recipients.map { EmailAddress.problem(in: $0) }
        isFit = problems.map { $0 == nil }
        fit = zip(letter.recipients, isFit).compactMap { $1 ? $0 : nil }
        failure =
            zip(letter.recipients, problems).lazy.compactMap { address, problem in
                problem.map { Failure.unfit(recipient: address, "it \($0)") }
            }.first
    }

    /// What became of the letter when the fit ones got it.
    func receipt(_ reply: Reply) -> Receipt {
        let recipients = zip(letter.recipients, isFit).map { address, isFit in
            isFit
                ? Receipt.Recipient(address: address, state: .sent, reply: reply)
                : Receipt.Recipient(address: address, state: .failed)
        }
        return Receipt(recipients: recipients, failure: failure)
    }

    /// What became of it when nobody did.
    func receipt(_ failure: Failure) -> Receipt {
        let state: RecipientState = failure.verdict == .never ? .failed : .deferred
        let recipients = zip(letter.recipients, isFit).map { address, isFit in
            Receipt.Recipient(address: address, state: isFit ? state : .failed)
        }
        return Receipt(recipients: recipients, failure: failure)
    }
}
