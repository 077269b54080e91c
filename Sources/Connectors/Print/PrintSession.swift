internal import Connecting
internal import MIME

/// Prints one letter after another, each under its envelope.
actor PrintSession: SendingSession {
    private let descriptor: Int32
    private var isClosed = false

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    func send(
        _ letters: [Letter], closing: @Sendable (Int) -> Void, _ report: @Sendable (Int, Receipt) -> Void
    ) {
        guard !isClosed else { return }
        for (index, letter) in letters.enumerated() {
            let envelope = FitRecipients(letter)
            do throws(Failure) {
                if !envelope.fit.isEmpty { try print(letter, to: envelope.fit) { closing(index) } }
                report(index, envelope.receipt(Reply(code: 250, text: "printed")))
            } catch {
                report(index, envelope.receipt(error))
            }
        }
    }

    func close() {
        isClosed = true
    }

    /// The whole letter is put together first: a file that can't be read prints nothing.
    private func print(_ letter: Letter, to recipients: [String], closing: () -> Void) throws(Failure) {
        var output = Array("--- from \(letter.sender) to \(recipients.joined(separator: ", "))\n".utf8)
        var reader = ContentReader(letter.content)
        var shaper = LineShaper(.file)
        while let chunk = try reader.chunk() { shaper.append(chunk, to: &output) }
        shaper.finish(&output)
        closing()
        guard DescriptorWriting.write(output, to: descriptor) == 0 else {
            throw Failure(
                .notWritable, .again, "the letter can't be printed", help: "check where the output goes")
        }
    }
}
