internal import Connecting

extension SMTPTransaction {
    /// How it ended before all was answered.
    struct Loss {
        var state: RecipientState
        var failure: Failure
        /// The server's last word, if it had one.
        var reply: Reply?
    }

    /// What became of the letter; without a loss the server has answered everything.
    func receipt(_ words: SMTPWords, _ loss: Loss? = nil) -> Receipt {
        var recipients: [Receipt.Recipient] = []
        var refused: [(address: String, reply: Reply)] = []
        var unfit: [Failure] = []
        var isDecidedTogether = false
        for (address, answer) in zip(letter.recipients, answers) {
            switch answer {
            case .unfit(let failure):
                unfit.append(failure)
                recipients.append(.init(address: address, state: .failed))
            case .refused(let reply):
                refused.append((address, reply))
                let state = SMTPVerdict(reply, to: .recipient).state(after: .recipient)
                recipients.append(.init(address: address, state: state, reply: reply))
            case .accepted, .none:
                isDecidedTogether = true
                let (state, reply) = common(loss)
                recipients.append(.init(address: address, state: state, reply: reply))
            }
        }
        let ofThem = words.refused(refused, unfit, of: letter.recipients.count)
        if isStrict, let ofThem {
            return Receipt(recipients: kept(recipients), failure: words.kept(ofThem, of: letter.recipients.count))
        }
        return Receipt(
            recipients: recipients, failure: (isDecidedTogether ? commonFailure(words, loss) : nil) ?? ofThem)
    }

    /// Nobody gets a letter that one must not get: what is for good for one is so for all, else all may get it later.
    private func kept(_ recipients: [Receipt.Recipient]) -> [Receipt.Recipient] {
        let state: RecipientState = recipients.contains { $0.state == .failed } ? .failed : .deferred
        return zip(recipients, answers).map { recipient, answer in
            if case .refused = answer { return .init(address: recipient.address, state: state, reply: recipient.reply) }
            // What the server said to the others is no reason.
            return .init(address: recipient.address, state: state)
        }
    }

    /// What is true of all recipients that have no answer of their own.
    private func common(_ loss: Loss?) -> (RecipientState, Reply?) {
        if let loss { return (loss.state, loss.reply) }
        guard let (question, reply) = refusal else { return (.deferred, nil) }
        return (SMTPVerdict(reply, to: question).state(after: question), reply)
    }

    private func commonFailure(_ words: SMTPWords, _ loss: Loss?) -> Failure? {
        if let loss { return loss.failure }
        guard let (question, reply) = refusal else { return nil }
        switch SMTPVerdict(reply, to: question) {
        case .accepted: return nil
        case .later: return words.later(reply)
        case .settings: return reply.wantsLogin ? words.wantsLogin(reply) : words.cannotVerify(reply)
        case .never: return question == .mail ? words.refusedSender(letter.sender, reply) : words.refusedLetter(reply)
        case .garbled: return question == .ending ? words.held(words.garbled(reply)) : words.garbled(reply)
        }
    }
}
