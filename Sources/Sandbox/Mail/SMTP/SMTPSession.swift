internal import Attributes

/// One client's talk with the SMTP side (RFC 5321): which commands are taken, and what is said to them.
///
/// It decides what is said, and does nothing else: ``SMTPConnection`` carries the bytes.
///
///     C: MAIL FROM:<ivan@example.com>
///     S: 250 2.1.0 sender taken
struct SMTPSession {
    /// RFC 5321 section 4.5.3.1.8 asks for 100.
    static let mostRecipients = 1_000
    /// Without CRLF; log-ins need long ones (RFC 4954 section 4).
    static let longestLine = 12_288
    /// Wrong commands, after which a client is let go.
    private static let patience = 50
    static let greeting = SMTPAnswer(220, nil, "localhost router sandbox; nothing leaves this machine")
    static let tooSlow = SMTPAnswer(421, "4.4.2", "the client has been silent for too long")

    /// What comes after an answer.
    enum Next: Equatable {
        case command
        /// A line that belongs to the log-in under way.
        case response
        case letter
        case end
    }

    struct Step: Equatable {
        var answer: SMTPAnswer
        var next = Next.command
    }

    private let mailboxes: Mailboxes
    /// Of letters, in bytes.
    let sizeLimit: Int
    private let client: String
    private var hello: String?
    private var isExtended = false
    private(set) var user: SandboxUser?
    private var login: SASLExchange?
    private var sender: SMTPPath?
    private var recipients: [String] = []
    private var mistakes = 0

    /// - Parameters:
    ///   - mailboxes: Where letters go.
    ///   - client: The client's address, for the Received field.
    ///   - sizeLimit: Of letters, in bytes.
    init(_ mailboxes: Mailboxes, client: String, sizeLimit: Int = 25_000_000) {
        self.mailboxes = mailboxes
        self.client = client
        self.sizeLimit = sizeLimit
    }

    /// Takes a line, without its CRLF.
    mutating func take(_ line: [UInt8]) -> Step {
        let step = login.map { respond($0, line) } ?? dispatch(line)
        guard (500...504).contains(step.answer.code) else { return step }
        mistakes += 1
        return mistakes <= Self.patience
            ? step : Step(answer: SMTPAnswer(421, "4.7.0", "too many mistakes"), next: .end)
    }

    /// A line that is no line of SMTP; nothing behind it is trusted.
    static func unreadable(_ words: String) -> Step { Step(answer: SMTPAnswer(500, "5.5.2", words), next: .end) }

    private mutating func dispatch(_ line: [UInt8]) -> Step {
        guard let text = String(validating: line, as: UTF8.self), !line.contains(0) else {
            return say(500, "5.5.2", "a command is text")
        }
        let verb = text.prefix { $0 != " " }.uppercased()
        let rest = text.dropFirst(verb.count).drop { $0 == " " }
        switch verb {
        case "EHLO", "HELO": return greet(verb, String(rest))
        case "NOOP": return say(250, "2.0.0", "nothing done")
        case "RSET":
            reset()
            return say(250, "2.0.0", "forgotten")
        case "QUIT": return Step(answer: SMTPAnswer(221, "2.0.0", "until next time"), next: .end)
        case "HELP": return say(214, "2.0.0", "see RFC 5321; letters stay in this sandbox")
        case "VRFY": return verify(String(rest))
        case "AUTH": return authenticate(String(rest))
        case "MAIL": return mail(rest)
        case "RCPT": return recipient(rest)
        case "DATA": return data(rest)
        case "STARTTLS": return say(502, "5.5.1", "there is no TLS here: the sandbox is on this machine only")
        case "EXPN", "BDAT", "ETRN", "TURN", "SEND", "SOML", "SAML":
            return say(502, "5.5.1", "\(verb) is not done here")
        default: return say(500, "5.5.1", "there is no such command")
        }
    }

    private func say(_ code: Int, _ enhanced: String?, _ words: String) -> Step {
        Step(answer: SMTPAnswer(code, enhanced, words))
    }

    private mutating func reset() {
        sender = nil
        recipients = []
    }

    // MARK: Greeting and log-in

    private mutating func greet(_ verb: String, _ name: String) -> Step {
        guard !name.isEmpty, name.utf8.count <= 255, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return say(501, "5.5.4", "\(verb) wants the client's name")
        }
        reset()
        hello = name
        isExtended = verb == "EHLO"
        guard isExtended else { return say(250, nil, "localhost") }
        return Step(
            answer: SMTPAnswer(
                250, nil, "localhost greets \(name)", "PIPELINING", "SIZE \(sizeLimit)", "VRFY", "AUTH PLAIN LOGIN",
                "ENHANCEDSTATUSCODES", "8BITMIME", "DSN", "SMTPUTF8"))
    }

    private mutating func authenticate(_ text: String) -> Step {
        guard isExtended else { return say(503, "5.5.1", "say EHLO first") }
        guard user == nil else { return say(503, "5.5.1", "you are logged in already") }
        guard sender == nil else { return say(503, "5.5.1", "log in before MAIL") }
        let words = text.split(separator: " ")
        guard words.count == 1 || words.count == 2 else { return say(501, "5.5.4", "AUTH wants a mechanism: PLAIN") }
        guard let exchange = SASLExchange(String(words[0])) else {
            return say(504, "5.5.4", "there are PLAIN and LOGIN only")
        }
        if words.count == 2 { return respond(exchange, Array(words[1].utf8)) }
        login = exchange
        return Step(answer: SMTPAnswer(334, nil, exchange.challenge), next: .response)
    }

    private mutating func respond(_ exchange: SASLExchange, _ line: [UInt8]) -> Step {
        login = nil
        switch exchange.take(String(decoding: line, as: UTF8.self)) {
        case .more(let next):
            login = next
            return Step(answer: SMTPAnswer(334, nil, next.challenge), next: .response)
        case .cancelled: return say(501, "5.7.0", "the log-in was given up")
        case .malformed: return say(501, "5.5.2", "that is not what this mechanism says")
        case .credentials(let name, let password):
            guard let found = mailboxes.user(login: name, password: password) else {
                return say(535, "5.7.8", "the name or the password is wrong")
            }
            user = found
            return say(235, "2.7.0", "logged in")
        }
    }

    // MARK: The envelope

    private func verify(_ text: String) -> Step {
        let address = text.hasPrefix("<") && text.hasSuffix(">") ? String(text.dropFirst().dropLast()) : text
        guard !address.isEmpty else { return say(501, "5.5.4", "VRFY wants an address") }
        if let user = mailboxes.user(address: address) { return say(250, "2.1.5", "<\(user.address)>") }
        guard !mailboxes.isInside(address) else { return say(550, "5.1.1", "there is nobody of this name") }
        return say(252, "2.0.0", "can't say, but would take the letter")
    }

    private mutating func mail(_ rest: Substring) -> Step {
        guard hello != nil else { return say(503, "5.5.1", "say EHLO first") }
        guard sender == nil else { return say(503, "5.5.1", "there is a sender already") }
        guard rest.prefix(5).uppercased() == "FROM:" else { return say(501, "5.5.4", "MAIL FROM:<address>") }
        let path: SMTPPath
        do throws(SMTPPath.Problem) { path = try SMTPPath(rest.dropFirst(5)) } catch { return say(error, "5.1.7") }
        for (name, value) in path.parameters {
            switch name {
            case "SIZE":
                guard let size = UInt64(value) else { return say(501, "5.5.4", "SIZE wants a number") }
                if size > UInt64(sizeLimit) { return say(552, "5.3.4", "letters have \(sizeLimit) bytes at most") }
            case "BODY":
                guard ["7BIT", "8BITMIME"].contains(value.uppercased()) else {
                    return say(501, "5.5.4", "BODY is 7BIT or 8BITMIME")
                }
            case "SMTPUTF8", "ENVID", "AUTH": break
            case "RET":
                guard ["FULL", "HDRS"].contains(value.uppercased()) else {
                    return say(501, "5.5.4", "RET is FULL or HDRS")
                }
            default: return say(555, "5.5.4", "\(name.prefix(40)) is not known")
            }
        }
        guard path.parameters["SMTPUTF8"] != nil || path.address.utf8.allSatisfy({ $0 < 0x80 }) else {
            return say(553, "5.6.7", "an address that is not ASCII wants SMTPUTF8")
        }
        sender = path
        return say(250, "2.1.0", "sender taken")
    }

    private mutating func recipient(_ rest: Substring) -> Step {
        guard let sender else { return say(503, "5.5.1", "MAIL comes first") }
        guard rest.prefix(3).uppercased() == "TO:" else { return say(501, "5.5.4", "RCPT TO:<address>") }
        let path: SMTPPath
        do throws(SMTPPath.Problem) { path = try SMTPPath(rest.dropFirst(3)) } catch { return say(error, "5.1.3") }
        guard !path.address.isEmpty else { return say(553, "5.1.3", "a recipient is missing") }
        for name in path.parameters.keys where name != "NOTIFY" && name != "ORCPT" {
            return say(555, "5.5.4", "\(name.prefix(40)) is not known")
        }
        guard sender.parameters["SMTPUTF8"] != nil || path.address.utf8.allSatisfy({ $0 < 0x80 }) else {
            return say(553, "5.6.7", "an address that is not ASCII wants SMTPUTF8")
        }
        guard recipients.count < Self.mostRecipients else { return say(452, "4.5.3", "too many recipients") }
        guard mailboxes.takes(path.address) || !mailboxes.isInside(path.address) else {
            return say(550, "5.1.1", "there is nobody of this name")
        }
        recipients.append(path.address)
        return say(250, "2.1.5", "recipient taken")
    }

    private func say(_ problem: SMTPPath.Problem, _ enhanced: String) -> Step {
        switch problem {
        case .syntax: say(501, enhanced, "an address stands in angle brackets")
        case .address(let words): say(553, enhanced, words.filter { $0.isASCII && $0 >= " " })
        }
    }

    // MARK: The letter

    private func data(_ rest: Substring) -> Step {
        guard sender != nil else { return say(503, "5.5.1", "MAIL comes first") }
        guard !recipients.isEmpty else { return say(554, "5.5.1", "there is no recipient") }
        guard rest.isEmpty else { return say(501, "5.5.4", "DATA stands alone") }
        return Step(answer: SMTPAnswer(354, nil, "go on; a dot alone in a line ends it"), next: .letter)
    }

    /// Takes the letter that came.
    mutating func take(_ letter: SMTPLetter) -> Step {
        defer { reset() }
        guard let sender else { return say(503, "5.5.1", "MAIL comes first") }
        if letter.isTooLarge { return say(552, "5.3.4", "letters have \(sizeLimit) bytes at most") }
        if letter.hasBareLineEnd { return say(554, "5.6.0", "a line of the letter ends with CR or LF alone") }
        let id = "\(UUIDv7())"
        let outcomes = mailboxes.deliver(
            trace(sender.address, id) + letter.bytes, from: sender.address, to: recipients)
        let isTaken = outcomes.contains { outcome in
            switch outcome {
            case .inside, .outside: true
            case .unknown, .refused: false
            }
        }
        if isTaken { return say(250, "2.0.0", "taken as \(id)") }
        for case .refused(.tooLarge) in outcomes { return say(552, "5.3.4", "the letter is too large") }
        for case .refused(.full) in outcomes { return say(452, "4.3.1", "the sandbox is full: begin it anew") }
        return say(554, "5.0.0", "nobody takes it")
    }

    /// What a server writes above a letter (RFC 5321 section 4.4).
    private func trace(_ sender: String, _ id: String) -> [UInt8] {
        let kind = isExtended ? "ESMTP" : "SMTP"
        return Array(
            ("Return-Path: <\(sender)>\r\nReceived: from \(hello ?? "unknown") ([\(client)])\r\n"
                + "\tby localhost (router sandbox) with \(kind)\(user == nil ? "" : "A") id \(id);\r\n"
                + "\t\(MailTime.header(.now))\r\n").utf8)
    }
}
