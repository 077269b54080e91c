internal import Attributes
internal import Connecting

/// How far a letter has come: what the spool decides about it, without any database.
struct LetterProgress: Hashable, Sendable {
    var recipients: [RecipientStatus]
    /// How many attempts there have been.
    var attempts: Int
    /// When those who are still owed the letter are due; `nil` when nobody is.
    var due: Instant?

    init(recipients: [RecipientStatus], attempts: Int = 0, due: Instant?) {
        self.recipients = recipients
        self.attempts = attempts
        self.due = due
    }

    var state: MessageState { MessageState(of: recipients.map(\.state)) }

    /// Whether nothing will happen to it any more unless somebody wants it.
    var isFinished: Bool { due == nil && !recipients.contains { $0.state == .held } }

    /// The addresses that the next attempt is for.
    var owed: [String] { recipients.lazy.filter { $0.state.isOwed }.map(\.address) }

    /// Takes in what an attempt has achieved.
    ///
    /// - Returns: Those the attempt was for, as it left them.
    mutating func apply(_ outcome: LetterOutcome) -> [RecipientStatus] {
        attempts += 1
        var results: [RecipientStatus] = []
        let reason = outcome.receipt.failure?.code.rawValue
        for result in outcome.receipt.recipients {
            guard let position = position(of: result.address, from: results.count) else { continue }
            let status = RecipientStatus(
                address: result.address, state: result.state, reply: result.reply?.kept,
                reason: result.state == .sent ? nil : reason)
            results.append(status)
            // What has arrived has arrived, whatever an attempt that nobody waited for says later.
            let isSettled = recipients[position].state.hasArrived && result.state != .sent
            if !isSettled { recipients[position] = status }
        }
        settle(next: outcome.next ?? outcome.ended)
        return results
    }

    /// Nobody saw the end of an attempt that may have sent the letter.
    ///
    /// - Returns: Those the attempt was for, as it is with them now.
    mutating func lose(_ policy: UnknownPolicy, now: Instant) -> [RecipientStatus] {
        attempts += 1
        var results: [RecipientStatus] = []
        for position in recipients.indices where recipients[position].state.isOwed {
            recipients[position].state = policy == .hold ? .held : .queued
            recipients[position].reason = Failure.Code.outcomeUnknown.rawValue
            recipients[position].reply = nil
            results.append(recipients[position])
        }
        settle(next: now)
        return results
    }

    /// Makes those who did not get it due now.
    ///
    /// - Returns: How many they are.
    mutating func retry(now: Instant) -> Int {
        let count = change(to: .queued) { [.held, .deferred, .failed, .bounced].contains($0) }
        if count > 0 { due = now }
        return count
    }

    /// Gives up all that is not sent.
    ///
    /// - Returns: To how many recipients it is.
    mutating func cancel() -> Int {
        let count = change(to: .cancelled) { [.queued, .deferred, .held].contains($0) }
        settle(next: due)
        return count
    }

    /// A notice says that a recipient did not get what the server had taken.
    mutating func bounce(_ address: String, _ reply: Reply) -> Bool {
        guard let position = position(of: address, from: 0), recipients[position].state == .sent else { return false }
        recipients[position] = RecipientStatus(
            address: recipients[position].address, state: .bounced, reply: reply.kept,
            reason: Failure.Code.recipientRefused.rawValue)
        return true
    }

    private mutating func change(to state: RecipientState, where isMeant: (RecipientState) -> Bool) -> Int {
        var count = 0
        for position in recipients.indices where isMeant(recipients[position].state) {
            recipients[position].state = state
            count += 1
        }
        return count
    }

    private mutating func settle(next: Instant?) {
        due = recipients.contains { $0.state.isOwed } ? next : nil
    }

    /// Receipts mostly come in the letter's order, so the likely place is looked at first.
    private func position(of address: String, from likely: Int) -> Int? {
        if recipients.indices.contains(likely), recipients[likely].address == address { return likely }
        return recipients.firstIndex { $0.address == address }
    }
}

extension RecipientState {
    /// The recipient waits for an attempt.
    var isOwed: Bool { self == .queued || self == .deferred }

    /// A server has taken the letter for this recipient.
    var hasArrived: Bool { self == .sent || self == .bounced }
}

extension Reply {
    /// As it is kept: a server may not fill the spool with words.
    var kept: Reply {
        guard text.utf8.count > SpoolLimits.words else { return self }
        return Reply(code: code, enhanced: enhanced, text: String(text.prefix(SpoolLimits.words)) + "…")
    }
}
