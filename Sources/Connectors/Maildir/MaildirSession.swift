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

    func send(
        _ letters: [Letter], closing: @Sendable (Int) -> Void, _ report: @Sendable (Int, Receipt) -> Void
    ) {
        guard !isClosed else { return }
        for (index, letter) in letters.enumerated() {
            report(index, deliver(letter) { closing(index) })
        }
    }

    func close() {
        isClosed = true
    }

    private func deliver(_ letter: Letter, closing: () -> Void) -> Receipt {
        let envelope = FitRecipients(letter)
        guard !envelope.fit.isEmpty else { return Receipt(letter, all: .failed, failure: envelope.failure) }
        do throws(Failure) {
            let place = try maildir.deliver(letter, to: envelope.fit, closing: closing)
            return envelope.receipt(Reply(code: 250, text: "delivered to \(place)"))
        } catch {
            return envelope.receipt(error)
        }
    }
}
