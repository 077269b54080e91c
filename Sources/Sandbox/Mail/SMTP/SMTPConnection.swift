internal import NIOCore

/// Carries what an ``SMTPSession`` says to its client, and back.
struct SMTPConnection {
    private var session: SMTPSession
    private var stream: LineStream
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    /// Answers to commands that came together go out together.
    private var unsent: [UInt8] = []

    init(
        _ mailboxes: Mailboxes, _ client: String, _ stream: LineStream,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        session = SMTPSession(mailboxes, client: client)
        self.stream = stream
        self.outbound = outbound
    }

    mutating func run() async throws {
        try await outbound.write(ByteBuffer(bytes: SMTPSession.greeting.bytes))
        while true {
            var step: SMTPSession.Step
            switch try await stream.line(atMost: SMTPSession.longestLine) {
            case .line(let line, endsWithCRLF: true): step = session.take(line)
            case .line(_, endsWithCRLF: false):
                step = SMTPSession.unreadable("a line ends with CRLF, not with LF alone")
            case .tooLong: step = SMTPSession.unreadable("the line is too long")
            case .end: return
            }
            if step.next == .letter {
                try await say(step.answer, now: true)
                var letter = SMTPLetter(limit: session.sizeLimit)
                guard try await stream.feed({ letter.take($0) }) else { return }
                step = session.take(letter)
            }
            try await say(step.answer, now: step.next != .command || !stream.hasMore)
            if step.next == .end { return }
        }
    }

    private mutating func say(_ answer: SMTPAnswer, now: Bool) async throws {
        unsent += answer.bytes
        guard now || unsent.count > 65_536 else { return }
        try await outbound.write(ByteBuffer(bytes: unsent))
        unsent = []
    }
}
