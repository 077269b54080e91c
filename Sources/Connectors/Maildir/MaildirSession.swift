internal import Connecting
internal import Wire

/// Delivers letters into a folder, on a thread of its own: disks block.
actor MaildirSession: SendingSession {
    private let thread: SerialThread
    private let maildir: Maildir
    private var isClosed = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(_ maildir: Maildir, _ thread: SerialThread) {
        self.maildir = maildir
        self.thread = thread
    }

    func prepare() throws(Failure) {
        try maildir.prepare()
    }

    func send(_ letters: [Letter], _ report: @Sendable (Int, Receipt) -> Void) {
        guard !isClosed else { return }
        for (index, letter) in letters.enumerated() { report(index, deliver(letter)) }
    }

    func close() {
        isClosed = true
    }

    private func deliver(_ letter: Letter) -> Receipt {
        let unfit = letter.recipients.filter { !Self.isFit($0) }
        let fit = letter.recipients.filter { !unfit.contains($0) }
        let problem = unfit.first.map {
            Failure(
                .recipientRefused, .never,
                "'\(PlainText.printable($0))' can't be delivered to: it would break its line",
                help: "mend the address")
        }
        guard Self.isFit(letter.sender) else {
            let failure = Failure(
                .senderRefused, .never, "the sender '\(PlainText.printable(letter.sender))' would break its line",
                help: "mend the sender's address")
            return Receipt(letter, all: .failed, failure: failure)
        }
        guard !fit.isEmpty else { return Receipt(letter, all: .failed, failure: problem) }
        do throws(Failure) {
            let reply = Reply(code: 250, text: "delivered to \(try maildir.deliver(letter, to: fit))")
            let recipients = letter.recipients.map { address in
                unfit.contains(address)
                    ? Receipt.Recipient(address: address, state: .failed)
                    : Receipt.Recipient(address: address, state: .sent, reply: reply)
            }
            return Receipt(recipients: recipients, failure: problem)
        } catch {
            return Receipt(letter, all: error.verdict == .never ? .failed : .deferred, failure: error)
        }
    }

    /// Whether an address can stand in a header field of its own.
    private static func isFit(_ address: String) -> Bool {
        address.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "<" && $0 != ">" }
    }
}
