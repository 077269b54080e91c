internal import Connecting
internal import Wire

/// A session with an IMAP server; while it waits it holds no thread.
actor IMAPSession {
    private let executor: PooledExecutor
    let settings: IMAPConnector.Settings
    let words: IMAPWords
    private let transcript: Transcript?
    private var line: LineSession?
    /// What holds until the connection is lost.
    var dialogue = IMAPDialogue()
    /// The open folder, once one is.
    var folder: OpenFolder?
    var greeting = ""
    /// Whether IDLE was offered, and then refused.
    var refusesIdle = false

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// The longest that a thread waits along for an answer.
    private static let glance = Duration.milliseconds(30)

    init(_ settings: IMAPConnector.Settings, _ words: IMAPWords) throws(WireError) {
        executor = try PooledExecutor()
        self.settings = settings
        self.words = words
        transcript = settings.log?.conversation().map { conversation in
            Transcript { speaker, lines in
                switch speaker {
                case .client: conversation.add(.client, lines)
                case .server: conversation.add(.server, lines)
                case .nobody: conversation.add(.note, lines)
                }
            }
        }
    }

    /// Connects, logs in, and asks what the server can do.
    func connect() async throws(Failure) {
        do throws(WireError) {
            var settings = settings.line
            let line = try await self.settings.credentials.opening { login throws(WireError) in
                settings.login = login
                return try LineSession.open(settings, transcript: transcript)
            }
            self.line = line
            greeting = line.greeting
        } catch {
            throw words.failure(error, settings.line)
        }
        // What was offered before the login counts no more (RFC 9051 section 6.1.1).
        _ = try await exchange("CAPABILITY")
        var commands: [String] = []
        // RFC 6855: names and letters in UTF-8.
        if dialogue.offers("ENABLE"), dialogue.offers("UTF8=ACCEPT") { commands.append("ENABLE UTF8=ACCEPT") }
        // QUIRK: NetEase (163.com) opens no folder for clients that don't say what they are.
        if dialogue.offers("ID") { commands.append(#"ID ("name" "router")"#) }
        if !commands.isEmpty { _ = try await exchange(commands) }
    }

    /// Whether names of folders are written in UTF-8.
    var hasUTF8: Bool { dialogue.enabled.contains("UTF8=ACCEPT") }

    /// Says goodbye; nothing depends on the answer.
    func close() async {
        guard line != nil else { return }
        _ = try? await exchange(["LOGOUT"], patience: settings.timeouts.goodbye)
        line = nil
    }

    // MARK: Commands and answers

    /// Says one command.
    ///
    /// - Returns: OK.
    /// - Throws: For NO and BAD as well.
    func require(_ command: String, _ each: (IMAPResponse) -> Void = { _ in }) async throws(Failure) {
        let status = try await exchange(command, each)
        guard status.condition == .ok else { throw words.refused(command, status) }
    }

    func exchange(_ command: String, _ each: (IMAPResponse) -> Void = { _ in }) async throws(Failure) -> IMAPStatus {
        try await exchange([command], each)[0]
    }

    /// Says commands, so many at once, and hears what is said until all are answered.
    ///
    /// - Parameters:
    ///   - commands: Without tags.
    ///   - pipelined: How many may be unanswered at once.
    ///   - patience: How long the server may be silent.
    ///   - each: Called with all that is not the answer to one of them; it must not touch the session.
    /// - Returns: The answers, in the order of the commands.
    /// - Throws: When the connection is lost.
    func exchange(
        _ commands: [String], pipelined: Int = .max, patience: Duration? = nil,
        _ each: (IMAPResponse) -> Void = { _ in }
    ) async throws(Failure) -> [IMAPStatus] {
        var places: [String: Int] = [:]
        var answers = [IMAPStatus?](repeating: nil, count: commands.count)
        var next = 0
        var answered = 0
        while answered < commands.count {
            var bytes: [UInt8] = []
            while next < commands.count, next - answered < pipelined {
                let command = dialogue.command(commands[next])
                places[command.tag] = next
                bytes += command.bytes
                next += 1
            }
            if !bytes.isEmpty { try write(bytes) }
            let deadline = ContinuousClock.now + (patience ?? settings.patience)
            let isHeard = try await hear(until: deadline) { response in
                if case .status(let status) = response, let tag = status.tag, let place = places[tag] {
                    answers[place] = status
                    answered += 1
                } else {
                    each(response)
                }
            }
            guard isHeard else { throw lose(WireError(.timedOut, "the server does not answer")) }
            if answered < commands.count { try checkFarewell() }
        }
        return answers.compactMap(\.self)
    }

    /// After a farewell nothing is answered.
    func checkFarewell() throws(Failure) {
        guard dialogue.farewell == nil else {
            throw lose(WireError(.connectionLost, "the server closed the connection"))
        }
    }

    func write(_ bytes: [UInt8]) throws(Failure) {
        guard let line else { throw words.failure(Self.over, settings.line) }
        transcript?.client(bytes)
        do throws(WireError) { try line.write(bytes) } catch { throw lose(error) }
    }

    /// Hears what the server says next.
    ///
    /// - Parameters:
    ///   - deadline: When to stop waiting for it.
    ///   - endsEarly: Whether a cancelled task ends the wait.
    ///   - each: Called with each response; it must not touch the session.
    /// - Returns: Whether it said anything.
    /// - Throws: When the connection is lost.
    func hear(
        until deadline: ContinuousClock.Instant, endsEarly: Bool = false, _ each: (IMAPResponse) -> Void
    ) async throws(Failure) -> Bool {
        guard let line else { throw words.failure(Self.over, settings.line) }
        let show: ((IMAPLine) -> Void)? = transcript.map { transcript in { transcript.server($0.text) } }
        while true {
            var violation: IMAPParser.Violation?
            let reading: LineSession.Reading
            do throws(WireError) {
                reading = try line.read { bytes in
                    do throws(IMAPParser.Violation) {
                        try dialogue.receive(bytes, show: show, each)
                    } catch {
                        violation = error
                    }
                }
            } catch {
                throw lose(error)
            }
            if let violation { throw lose(WireError(.protocolViolation, violation.text)) }
            switch reading {
            case .bytes: return true
            case .end: throw lose(WireError(.connectionLost, "the server closed the connection"))
            case .nothing: break
            }
            if line.isReadable(until: min(deadline, ContinuousClock.now + Self.glance)) { continue }
            guard ContinuousClock.now < deadline else { return false }
            if await SocketWatch.shared.wait(for: line.socket, until: deadline) == .cancelled {
                if endsEarly { return false }
                // What was begun is ended in an orderly way, with this thread.
                _ = line.isReadable(until: deadline)
            }
        }
    }

    private static let over = WireError(.connectionLost, "the session has ended")

    /// The connection is of no more use.
    func lose(_ error: WireError) -> Failure {
        transcript?.note("the session ends: \(error.detail)")
        line = nil
        if error.kind == .connectionLost, let farewell = dialogue.farewell { return words.farewell(farewell) }
        return words.failure(error, settings.line)
    }
}
