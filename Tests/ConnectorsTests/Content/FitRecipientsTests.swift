import Connecting
import Testing

@testable import Connectors

@Suite struct FitRecipientsTests {
    @Test func `what is no address is left out and named`() {
        let envelope = FitRecipients(letter(to: ["ivan@x.org", "a@x.org\nBcc: b@x.org", "maria@x.org"]))
        #expect(envelope.fit == ["ivan@x.org", "maria@x.org"])
        #expect(
            envelope.failure
                == Failure(
                    .recipientRefused, .never, "'a@x.org␊Bcc: b@x.org' can't be sent to: it has a line break in it",
                    help: "mend the address"))
        #expect(envelope.receipt(Reply(code: 250, text: "ok")).recipients.map(\.state) == [.sent, .failed, .sent])
        let lost = Failure(.notWritable, .again, "no", help: "")
        #expect(envelope.receipt(lost).recipients.map(\.state) == [.deferred, .failed, .deferred])
    }

    @Test func `a sender that is no address keeps all out, and a blank one nobody`() {
        let envelope = FitRecipients(letter(from: "robot>", to: ["ivan@x.org"]))
        #expect(envelope.fit.isEmpty)
        #expect(
            envelope.failure?.message
                == "the sender 'robot>' can't be used: it has no @")
        #expect(FitRecipients(letter(from: "", to: ["ivan@x.org"])).fit == ["ivan@x.org"])
    }
}
