/// One client's talk with the IMAP side: which commands are answered, and how (RFC 3501).
///
/// It decides what is said, and does nothing else: ``IMAPConnection`` carries the bytes.
///
///     C: A1 LOGIN desk secret
///     S: A1 OK [CAPABILITY IMAP4rev1 …] logged in
struct IMAPSession: Sendable {
    static let capabilities =
        "IMAP4rev1 LITERAL+ SASL-IR AUTH=PLAIN AUTH=LOGIN ID NAMESPACE UIDPLUS IDLE MOVE SPECIAL-USE CHILDREN UNSELECT"
    static let greeting = "* OK [CAPABILITY \(capabilities)] router sandbox ready; nothing leaves this machine\r\n"
    /// Wrong commands, after which a client is let go.
    private static let patience = 50

    /// What comes after an answer.
    enum Next: Equatable {
        case command
        /// A line that belongs to the log-in under way.
        case response
        /// Changes are told until a line comes: see ``refresh(mayRemove:)``.
        case idle
        case end
    }

    /// What is said; more of it may come from ``more()``.
    struct Answer {
        var bytes: [UInt8] = []
        var next = Next.command
    }

    let mailboxes: Mailboxes
    var user: SandboxUser?
    var folder: IMAPOpenFolder?
    var login: SASLExchange?
    var loginTag = ""
    var idleTag = ""
    var fetching: IMAPFetching?
    private var mistakes = 0

    init(_ mailboxes: Mailboxes) { self.mailboxes = mailboxes }

    /// Answers a command.
    mutating func answer(_ command: IMAPCommand) -> Answer {
        var answer = dispatch(command)
        if answer.bytes.isBad(command.tag) {
            mistakes += 1
            if mistakes > Self.patience {
                answer.bytes += Array("* BYE too many mistakes\r\n".utf8)
                answer.next = .end
            }
        }
        return answer
    }

    /// Says that a command can't be read.
    mutating func answer(_ malformed: IMAPCommand.Malformed) -> Answer {
        mistakes += 1
        let text = malformed.tag.map { "\($0) BAD \(malformed.words)\r\n" } ?? "* BAD \(malformed.words)\r\n"
        guard mistakes > Self.patience else { return Answer(bytes: Array(text.utf8)) }
        return Answer(bytes: Array((text + "* BYE too many mistakes\r\n").utf8), next: .end)
    }

    private mutating func dispatch(_ command: IMAPCommand) -> Answer {
        switch command.name {
        case "CAPABILITY": return done(command, ["* CAPABILITY \(Self.capabilities)"])
        case "NOOP", "CHECK": return done(command, refresh(mayRemove: true))
        case "ID": return done(command, ["* ID (\"name\" \"router sandbox\")"])
        case "LOGOUT": return done(command, ["* BYE until next time"], next: .end)
        case "LOGIN": return logIn(command)
        case "AUTHENTICATE": return authenticate(command)
        case "STARTTLS": return bad(command, "there is no TLS here: the sandbox is on this machine only")
        default: break
        }
        guard let user else { return bad(command, "log in first: LOGIN name password") }
        switch command.name {
        case "NAMESPACE": return done(command, [#"* NAMESPACE (("" "/")) NIL NIL"#])
        case "SELECT", "EXAMINE": return select(command, user)
        case "LIST", "LSUB": return list(command, user)
        case "STATUS": return status(command, user)
        case "CREATE": return create(command, user)
        case "DELETE": return delete(command, user)
        case "RENAME": return rename(command, user)
        case "SUBSCRIBE", "UNSUBSCRIBE":
            guard command.arguments.count == 1 else { return bad(command, "\(command.name) wants one folder") }
            return done(command)
        case "APPEND": return append(command, user)
        case "IDLE": return idle(command)
        default: break
        }
        guard folder != nil else {
            let isKnown = Self.folderCommands.contains(command.name)
            return bad(
                command, isKnown ? "open a folder first: SELECT INBOX" : "there is no \(command.name.prefix(40))")
        }
        switch command.name {
        case "FETCH", "UID FETCH": return fetch(command)
        case "STORE", "UID STORE": return store(command)
        case "SEARCH", "UID SEARCH": return search(command)
        case "COPY", "UID COPY": return copy(command, user)
        case "MOVE", "UID MOVE": return move(command, user)
        case "EXPUNGE": return expunge(command, only: nil)
        case "UID EXPUNGE":
            guard command.arguments.count == 1, let numbers = command.arguments[0].word.flatMap({ IMAPNumbers($0) })
            else { return bad(command, "UID EXPUNGE wants numbers") }
            return expunge(command, only: numbers)
        case "CLOSE":
            if folder?.isReadOnly == false { _ = expunge(command, only: nil) }
            folder = nil
            return done(command)
        case "UNSELECT":
            folder = nil
            return done(command)
        default: return bad(command, "there is no \(command.name.prefix(40))")
        }
    }

    private static let folderCommands: Set<String> = [
        "FETCH", "UID FETCH", "STORE", "UID STORE", "SEARCH", "UID SEARCH", "COPY", "UID COPY", "MOVE", "UID MOVE",
        "EXPUNGE", "UID EXPUNGE", "CLOSE", "UNSELECT",
    ]

    // MARK: Waiting

    private mutating func idle(_ command: IMAPCommand) -> Answer {
        idleTag = command.tag
        return Answer(bytes: Array("+ waiting\r\n".utf8), next: .idle)
    }

    /// Ends IDLE with the line that came.
    mutating func endIdle(_ line: [UInt8]) -> Answer {
        let isDone = String(decoding: line, as: UTF8.self).uppercased() == "DONE"
        let end = isDone ? "\(idleTag) OK done" : "\(idleTag) BAD only DONE ends IDLE"
        return Answer(bytes: Self.text(refresh(mayRemove: true) + [end]))
    }

    /// What has changed in the open folder since the client was told last.
    mutating func refresh(mayRemove: Bool) -> [String] {
        guard let open = folder else { return [] }
        return folder?.refresh(mailboxes.items(in: open.id), mayRemove: mayRemove) ?? []
    }

    // MARK: Words

    static func text(_ lines: [String]) -> [UInt8] { lines.flatMap { Array($0.utf8) + [0x0D, 0x0A] } }

    func done(_ command: IMAPCommand, _ lines: [String] = [], code: String? = nil, next: Next = .command) -> Answer {
        let code = code.map { "[\($0)] " } ?? ""
        return Answer(bytes: Self.text(lines + ["\(command.tag) OK \(code)\(command.name) done"]), next: next)
    }

    /// Says no: the command was understood.
    func no(_ command: IMAPCommand, _ words: String, code: String? = nil) -> Answer {
        let code = code.map { "[\($0)] " } ?? ""
        return Answer(bytes: Self.text(["\(command.tag) NO \(code)\(words)"]))
    }

    /// Says that the command makes no sense.
    func bad(_ command: IMAPCommand, _ words: String) -> Answer {
        Answer(bytes: Self.text(["\(command.tag) BAD \(words)"]))
    }

    func no(_ command: IMAPCommand, _ problem: MailboxProblem) -> Answer {
        switch problem {
        case .noSuchFolder: no(command, "there is no such folder", code: "NONEXISTENT")
        case .folderExists: no(command, "there is such a folder already", code: "ALREADYEXISTS")
        case .folderIsFixed: no(command, "every mailbox has this folder", code: "CANNOT")
        case .wrongFolder: no(command, "this folder holds no letters", code: "CANNOT")
        case .tooLarge: no(command, "the letter is too large", code: "TOOBIG")
        case .full: no(command, "the sandbox is full", code: "OVERQUOTA")
        case .noSuchUser, .noSuchItem, .changed: no(command, "it has gone", code: "EXPUNGEISSUED")
        }
    }
}

extension [UInt8] {
    /// Whether an answer says that the command was wrong.
    fileprivate func isBad(_ tag: String) -> Bool { starts(with: "\(tag) BAD ".utf8) }
}
