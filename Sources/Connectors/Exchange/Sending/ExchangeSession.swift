internal import Attributes
internal import Connecting
internal import MIME
internal import Wire

/// Sends letters from a mailbox: each is laid among the drafts, and sent from there.
///
/// That makes two steps of it: until the draft lies there nothing can have gone out, and after the second step it can be found whether it
/// did (`ExchangeOutcome`).
actor ExchangeSession: SendingSession {
    private let settings: ExchangeConnector.Settings
    private let caller: EWSCaller
    private var isClosed = false

    init(_ settings: ExchangeConnector.Settings, _ caller: EWSCaller) {
        self.settings = settings
        self.caller = caller
    }

    /// Logs in, and sees that the folders are there.
    func connect() async throws(Failure) {
        let found: [EWSFolder?]
        do throws(EWSProblem) {
            found = try await caller.call(GetFolder(folders: ["drafts", "sentitems"].map(settings.folder)))
        } catch {
            throw error.failure
        }
        guard found.count == 2, found.allSatisfy({ $0 != nil }) else {
            throw Failure(
                .settingsWrong, .never, "the mailbox on \(settings.server) shows no folder for drafts or sent letters",
                help: "ask the administrator for full access to it (Add-MailboxPermission)")
        }
    }

    func close() { isClosed = true }

    func send(
        _ letters: [Letter], closing: @Sendable (Int) -> Void, _ report: @Sendable (Int, Receipt) -> Void
    ) async {
        for (index, letter) in letters.enumerated() {
            guard !isClosed else { return }
            let (receipt, isBroken) = await deliver(letter) { closing(index) }
            report(index, receipt)
            if isBroken { return }
        }
    }

    /// - Returns: What became of it, and whether the session is of no more use.
    private func deliver(_ letter: Letter, closing: () -> Void) async -> (Receipt, isBroken: Bool) {
        let envelope = FitRecipients(letter)
        guard !envelope.fit.isEmpty else { return (Receipt(letter, all: .failed, failure: envelope.failure), false) }
        let item: [UInt8]
        do throws(Failure) {
            if settings.verifiesRecipients { try await verify(envelope.fit) }
            item = try ExchangeLetter(letter, to: envelope.fit).item
        } catch {
            return (envelope.receipt(error), false)
        }
        let draft: EWSItemID
        do throws(EWSProblem) {
            let saving = CreateItem(disposition: .saveOnly, folder: settings.folder("drafts"), item: item)
            guard let saved = try await caller.call(saving) else { throw Self.withoutID(settings.server) }
            draft = saved
            if await caller.mayHaveRepeated {
                await ExchangeOutcome(settings, caller).removeDrafts(letter.messageID, but: saved)
            }
        } catch {
            // Nothing has gone out; at most a draft is left over.
            if error.mayBeDone { await ExchangeOutcome(settings, caller).removeDrafts(letter.messageID) }
            return (envelope.receipt(error.failure), !error.isAnswered)
        }
        closing()
        do throws(EWSProblem) {
            try await caller.call(SendItem(item: draft, savedTo: settings.folder("sentitems")))
            return (envelope.receipt(Reply(code: 250, text: "sent by \(settings.server)")), false)
        } catch {
            let outcome = await ExchangeOutcome(settings, caller).find(draft, letter.messageID, after: error)
            switch outcome {
            case .sent: return (envelope.receipt(Reply(code: 250, text: "found among the sent letters")), false)
            case .notSent(let failure): return (envelope.receipt(failure), !error.isAnswered)
            case .unknown(let failure): return (envelope.held(failure), true)
            }
        }
    }

    private static func withoutID(_ server: String) -> EWSProblem {
        EWSProblem(
            Failure(
                .protocolViolation, .again, "\(server) has saved a letter and does not say as what",
                help: "it is tried again; if it stays so, look among the mailbox's drafts"), mayBeDone: true)
    }

    // MARK: Recipients

    /// Asks the directory about the recipients that it must know: those of the mailbox's own domain.
    private func verify(_ recipients: [String]) async throws(Failure) {
        let own = settings.mailbox ?? settings.sender ?? settings.credentials.username ?? ""
        guard let domain = own.split(separator: "@").last, own.contains("@") else {
            throw Failure(
                .verificationNotOffered, .never, "verify-recipients: is set, and which domain is our own is not known",
                help: "write sender: {address: …}, or verify-recipients: false")
        }
        for recipient in recipients where recipient.lowercased().hasSuffix("@\(domain.lowercased())") {
            let found: [ResolveNames.Person]
            do throws(EWSProblem) {
                found = try await caller.call(ResolveNames(entry: "smtp:\(recipient)"))
            } catch {
                throw error.failure
            }
            guard !found.isEmpty else {
                var failure = Failure(
                    .recipientRefused, .never, "the directory of \(settings.server) knows no \(recipient)",
                    help: "check the address for a slip of the pen")
                if recipients.count > 1 { failure.message += "; as verify-recipients: asks, nobody got the letter" }
                throw failure
            }
        }
    }
}

extension FitRecipients {
    /// What became of it when nobody can know whether they got it.
    func held(_ failure: Failure) -> Receipt {
        var receipt = receipt(failure)
        for index in receipt.recipients.indices where fit.contains(receipt.recipients[index].address) {
            receipt.recipients[index].state = .held
        }
        return receipt
    }
}
