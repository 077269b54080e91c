internal import NIOCore

/// Carries what an ``IMAPSession`` says to its client, and back.
struct IMAPConnection {
    /// Of a command's line without literals.
    private static let longestLine = 65_536
    /// Of all literals of a command, before and after the log-in.
    private static let literals = (stranger: 4_096, user: Mailboxes.longestLetter)
    private static let mostLiterals = 100

    private enum Input {
        case command(IMAPCommand)
        case malformed(IMAPCommand.Malformed)
        /// Something that nobody can answer, or the client has gone.
        case end(farewell: String)
    }

    private let mailboxes: Mailboxes
    private var session: IMAPSession
    private var stream: LineStream
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>

    init(_ mailboxes: Mailboxes, _ stream: LineStream, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>) {
        self.mailboxes = mailboxes
        session = IMAPSession(mailboxes)
        self.stream = stream
        self.outbound = outbound
    }

    mutating func run() async throws {
        try await say(Array(IMAPSession.greeting.utf8))
        var next = IMAPSession.Next.command
        while next != .end {
            let answer: IMAPSession.Answer
            switch next {
            case .command:
                switch try await command() {
                case .command(let command): answer = session.answer(command)
                case .malformed(let malformed): answer = session.answer(malformed)
                case .end(let farewell):
                    if !farewell.isEmpty { try await say(Array("* BYE \(farewell)\r\n".utf8)) }
                    return
                }
            case .response:
                guard case .line(let line, _) = try await stream.line(atMost: Self.longestLine) else { return }
                answer = session.respond(line)
            case .idle: answer = try await idle()
            case .end: return
            }
            try await say(answer.bytes)
            try await sayMore()
            next = answer.next
        }
    }

    private func say(_ bytes: [UInt8]) async throws {
        if !bytes.isEmpty { try await outbound.write(ByteBuffer(bytes: bytes)) }
    }

    private mutating func sayMore() async throws {
        var unsent: [UInt8] = []
        while let part = session.more() {
            unsent += part
            guard unsent.count > 65_536 else { continue }
            try await say(unsent)
            unsent = []
        }
        try await say(unsent)
    }

    // MARK: Commands

    private mutating func command() async throws -> Input {
        var pieces: [IMAPCommandReader.Piece] = []
        var left = session.user == nil ? Self.literals.stranger : Self.literals.user
        while true {
            switch try await stream.line(atMost: Self.longestLine) {
            case .end: return .end(farewell: "")
            case .tooLong: return .end(farewell: "the line is too long")
            case .line(let line, _):
                pieces.append(.text(line))
                guard let literal = IMAPLiteral(endOf: line) else {
                    do throws(IMAPCommand.Malformed) {
                        return .command(try IMAPCommandReader.read(pieces))
                    } catch {
                        return .malformed(error)
                    }
                }
                pieces[pieces.count - 1] = .text(Array(line.dropLast(literal.length)))
                guard literal.count <= left, pieces.count / 2 < Self.mostLiterals else {
                    // What does not wait to be asked for would be taken for commands.
                    guard literal.waits else { return .end(farewell: "the literal is too large") }
                    let tag = String(decoding: (pieces.first?.bytes ?? []).prefix { $0 > 0x20 }, as: UTF8.self)
                    try await say(Array("\(tag) NO [TOOBIG] the literal is too large\r\n".utf8))
                    pieces = []
                    left = session.user == nil ? Self.literals.stranger : Self.literals.user
                    continue
                }
                left -= literal.count
                if literal.waits { try await say(Array("+ go on\r\n".utf8)) }
                guard let bytes = try await stream.bytes(literal.count) else { return .end(farewell: "") }
                pieces.append(.literal(bytes))
            }
        }
    }

    // MARK: Waiting

    /// Tells what changes until the client ends it with a line.
    private mutating func idle() async throws -> IMAPSession.Answer {
        let (mailboxes, outbound, before) = (mailboxes, outbound, session)
        let telling = Task {
            var session = before
            guard let user = session.user, session.folder != nil else { return session }
            let news = mailboxes.watch(user.id)
            var known = -1
            func tell() async throws {
                known = mailboxes.lastChange
                let lines = session.refresh(mayRemove: true)
                if !lines.isEmpty { try await outbound.write(ByteBuffer(bytes: IMAPSession.text(lines))) }
            }
            do {
                try await tell()
                for await one in news where one.number > known { try await tell() }
            } catch {
                // The client has gone, which whoever reads its lines will see.
            }
            return session
        }
        let line: LineStream.Line
        do {
            line = try await stream.line(atMost: Self.longestLine)
        } catch {
            telling.cancel()
            throw error
        }
        telling.cancel()
        session = await telling.value
        guard case .line(let bytes, _) = line else { return IMAPSession.Answer(next: .end) }
        return session.endIdle(bytes)
    }
}

extension IMAPCommandReader.Piece {
    var bytes: [UInt8] {
        switch self {
        case .text(let bytes), .literal(let bytes): bytes
        }
    }
}
