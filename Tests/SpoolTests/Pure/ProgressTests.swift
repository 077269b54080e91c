import Attributes
import Connecting
import Testing

@testable import Spool

/// What is decided about a letter, without any database.
@Suite struct ProgressTests {
    private func progress(_ states: [RecipientState], due: Instant? = Letters.now) -> LetterProgress {
        LetterProgress(
            recipients: states.enumerated().map { RecipientStatus(address: "\($0)@x.org", state: $1) }, attempts: 3,
            due: due)
    }

    private func outcome(_ states: [(Int, RecipientState)], next: Instant? = nil) -> LetterOutcome {
        LetterOutcome(
            id: UUIDv7(), receipt: Receipt(recipients: states.map { .init(address: "\($0)@x.org", state: $1) }),
            began: Letters.now, ended: Letters.now + .seconds(1), next: next)
    }

    @Test func `an outcome touches only those it tells of, in any order`() {
        var letter = progress([.queued, .sent, .deferred, .queued])
        let results = letter.apply(
            outcome([(3, .sent), (0, .deferred), (9, .failed)], next: Letters.now + .seconds(60)))
        #expect(results.map(\.address) == ["3@x.org", "0@x.org"])
        #expect(letter.recipients.map(\.state) == [.deferred, .sent, .deferred, .sent])
        #expect(letter.attempts == 4)
        #expect(letter.due == Letters.now + .seconds(60))
        #expect(!letter.isFinished)
    }

    @Test func `what has arrived has arrived`() {
        var letter = progress([.sent, .bounced, .cancelled, .held], due: nil)
        _ = letter.apply(outcome([(0, .failed), (1, .deferred), (2, .sent), (3, .sent)]))
        #expect(letter.recipients.map(\.state) == [.sent, .bounced, .sent, .sent])
        #expect(letter.isFinished)
    }

    @Test func `who is not told a time is due at once`() {
        var letter = progress([.queued])
        _ = letter.apply(outcome([(0, .queued)]))
        #expect(letter.due == Letters.now + .seconds(1))
    }

    @Test(
        arguments: [
            (.hold, [.held, .sent, .held], nil), (.retry, [.queued, .sent, .queued], Letters.now),
        ] as [(UnknownPolicy, [RecipientState], Instant?)])
    func `a lost attempt leaves in doubt only those who were owed`(
        policy: UnknownPolicy, states: [RecipientState], due: Instant?
    ) {
        var letter = progress([.queued, .sent, .deferred])
        #expect(letter.lose(policy, now: Letters.now).map(\.address) == ["0@x.org", "2@x.org"])
        #expect(letter.recipients.map(\.state) == states)
        #expect(letter.due == due)
        #expect(!letter.isFinished)
    }

    @Test func `long words of a server are cut`() {
        var letter = progress([.queued])
        var outcome = outcome([(0, .failed)])
        outcome.receipt.recipients[0].reply = Reply(code: 550, text: String(repeating: "no ", count: 10_000))
        _ = letter.apply(outcome)
        #expect(letter.recipients[0].reply?.text.utf8.count ?? 0 < SpoolLimits.words + 10)
    }

    @Test(arguments: [
        ([RecipientState.bounced], MessageState.failed), ([.bounced, .sent], .partial),
        ([.bounced, .deferred], .deferred),
        ([.bounced, .cancelled], .failed),
    ])
    func `a bounced recipient counts as failed`(states: [RecipientState], state: MessageState) {
        #expect(MessageState(of: states) == state)
    }
}
