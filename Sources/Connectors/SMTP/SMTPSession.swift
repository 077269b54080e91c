internal import Connecting
internal import MIME
internal import Wire

/// A session with an SMTP server, on a thread of its own.
actor SMTPSession: SendingSession {
    private let thread: SerialThread
    private let settings: LineSettings
    private let credentials: Credentials
    private let words: SMTPWords
    private let demands: SMTPDemands
    private let transcript: Transcript?
    private var line: LineSession?
    private var capabilities = SMTPCapabilities()
    private var isFirst = true
    private var needsReset = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Bytes that are put together before they are written.
    private static let batch = 128 * 1024

    init(
        _ settings: LineSettings, _ credentials: Credentials, _ words: SMTPWords, _ demands: SMTPDemands,
        _ conversation: ConnectionLog.Conversation? = nil
    ) throws(WireError) {
        thread = try SerialThread()
        self.settings = settings
        self.credentials = credentials
        self.words = words
        self.demands = demands
        transcript = conversation.map { conversation in
            Transcript { speaker, lines in
                switch speaker {
                case .client: conversation.add(.client, lines)
                case .server: conversation.add(.server, lines)
                case .nobody: conversation.add(.note, lines)
                }
            }
        }
    }

    /// - Returns: The server's greeting and what it offers.
    func connect() async throws(Failure) -> (greeting: String, capabilities: [String]) {
        do throws(WireError) {
            var settings = settings
            let line = try await credentials.opening { login throws(WireError) in
                settings.login = login
                return try LineSession.open(settings, transcript: transcript)
            }
            self.line = line
            capabilities = SMTPCapabilities(line.capabilities)
            return (line.greeting, line.capabilities)
        } catch {
            throw words.failure(error, settings)
        }
    }

    func send(
        _ letters: [Letter], closing: @Sendable (Int) -> Void, _ report: @Sendable (Int, Receipt) -> Void
    ) {
        guard line != nil, !letters.isEmpty else { return }
        var dialogue = SMTPDialogue(
            letters, unfit: Self.unfit(letters), capabilities: capabilities, words: words, demands: demands,
            isFirst: isFirst, needsReset: needsReset)
        loop: while true {
            switch dialogue.step() {
            case .write(let commands, let isQuiet): write(commands, isQuiet, &dialogue)
            case .letter(let index, let commands): write(letters[index], commands, &dialogue) { closing(index) }
            case .read(let question): read(question, &dialogue)
            case .report(let index, let receipt): report(index, receipt)
            case .drop: line = nil
            case .done: break loop
            }
        }
        isFirst = false
        needsReset = dialogue.needsReset
        capabilities = dialogue.capabilities
    }

    /// Asks whether an address exists.
    ///
    /// - Throws: When the server can't say by VRFY, or is gone.
    func verify(_ address: String) throws(Failure) -> Reply {
        let reply: Reply
        do throws(WireError) {
            guard let line else { throw WireError(.connectionLost, "the session has ended") }
            let command = Array("VRFY \(address)\r\n".utf8)
            transcript?.client(command)
            try line.write(command)
            reply = try readReply(line, settings.timeouts.reply)
        } catch {
            throw words.failure(error, settings)
        }
        switch SMTPVerdict(reply, to: .verify) {
        case .settings: throw reply.wantsLogin ? words.wantsLogin(reply) : words.cannotVerify(reply)
        case .garbled: throw words.garbled(reply)
        case .accepted, .later, .never: return reply
        }
    }

    func close() {
        guard let line else { return }
        self.line = nil
        let goodbye = Array("QUIT\r\n".utf8)
        transcript?.client(goodbye)
        guard (try? line.write(goodbye)) != nil else { return }
        // RFC 5321 section 4.1.1.10: the server's answer comes before the connection is closed. Nothing depends on it.
        _ = try? readReply(line, settings.timeouts.goodbye)
    }

    /// Letters whose files are not as they were: better known before the server is asked.
    private static func unfit(_ letters: [Letter]) -> [Int: Failure] {
        var result: [Int: Failure] = [:]
        for (index, letter) in letters.enumerated() {
            do throws(ContentProblem) { try letter.content.checkFiles() } catch { result[index] = Failure(error) }
        }
        return result
    }

    private func write(_ commands: [UInt8], _ isQuiet: Bool, _ dialogue: inout SMTPDialogue) {
        guard let line else { return }
        do throws(WireError) {
            // A word that nobody asked for would be taken for the answer to our first command.
            if isQuiet, try line.hasUnread() {
                return dialogue.unasked(try readReply(line, settings.timeouts.reply))
            }
            transcript?.client(commands)
            try line.write(commands)
        } catch {
            lost(error, line, &dialogue)
        }
    }

    private func write(
        _ letter: Letter, _ commands: [UInt8], _ dialogue: inout SMTPDialogue, closing: () -> Void
    ) {
        guard let line else { return }
        transcript?.client(standIn: "<letter \(letter.id), \(letter.content.size) bytes>")
        var reader = ContentReader(letter.content)
        var shaper = LineShaper(.smtp)
        var buffer: [UInt8] = []
        do throws(WireError) {
            do throws(Failure) {
                while let chunk = try reader.chunk() {
                    shaper.append(chunk, to: &buffer)
                    guard buffer.count >= Self.batch else { continue }
                    do throws(WireError) { try line.write(buffer) } catch { return lost(error, line, &dialogue) }
                    buffer.removeAll(keepingCapacity: true)
                }
            } catch {
                return dialogue.unreadable(error)
            }
            shaper.finish(&buffer)
            let dot = Array(".\r\n".utf8)
            transcript?.client(dot + commands)
            buffer += dot
            let end = buffer.count
            buffer += commands
            closing()
            do throws(WireError) {
                try line.write(buffer)
            } catch {
                if line.written >= end { dialogue.ended() }
                throw error
            }
            dialogue.ended()
        } catch {
            lost(error, line, &dialogue)
        }
    }

    private func read(_ question: SMTPVerdict.Question, _ dialogue: inout SMTPDialogue) {
        guard let line else { return }
        do throws(WireError) {
            let patience = question == .ending ? settings.timeouts.ending : settings.timeouts.reply
            dialogue.received(try readReply(line, patience))
        } catch {
            lost(error, line, &dialogue)
        }
    }

    /// The connection broke: what the server said before that may still decide.
    private func lost(_ error: WireError, _ line: LineSession, _ dialogue: inout SMTPDialogue) {
        if error.kind == .connectionLost {
            while let reply = try? readReply(line, .zero) { dialogue.received(reply) }
        }
        transcript?.note("the session ends: \(error.detail)")
        dialogue.lost(words.failure(error, settings))
    }

    private func readReply(_ line: LineSession, _ patience: Duration) throws(WireError) -> Reply {
        let deadline = ContinuousClock.now + patience
        var parser = SMTPReplyParser()
        while true {
            let text = try line.readLine(until: deadline)
            transcript?.server(text)
            do throws(SMTPReplyParser.Violation) {
                if let reply = try parser.add(text) { return reply }
            } catch {
                throw WireError(.protocolViolation, error.text)
            }
        }
    }
}
