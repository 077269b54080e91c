/// What a server said up to the login, reply by reply; libcurl speaks, we listen.
///
///     S: 220 mail.example.com ESMTP
///     S: 250-mail.example.com
///     S: 250 AUTH PLAIN
///     S: 235 2.7.0 Authentication successful
///
/// With IMAP each line is a reply; see `Handshake+IMAP.swift`.
struct Handshake {
    /// Whole replies, their lines without line ends and control characters.
    private(set) var replies: [[String]] = []
    /// Why listening was given up.
    private(set) var excess: String?
    private var pending: [String] = []
    private var lines = 0
    /// The tag of IMAP's command that logs in.
    private var loginTag: String?
    /// How many replies came before it.
    private(set) var loginStart = 0
    private let service: LineService
    private let redact: (String) -> String

    init(_ service: LineService = .smtp, redact: @escaping (String) -> String = { $0 }) {
        self.service = service
        self.redact = redact
    }

    /// Takes note of what libcurl says, with its line end; of it only IMAP's tags are kept.
    mutating func said(_ command: UnsafeRawBufferPointer) {
        guard service == .imap else { return }
        let words = command.prefix(64).split(separator: 0x20, maxSplits: 2)
        guard words.count > 1 else { return }
        switch String(decoding: words[1], as: UTF8.self).uppercased() {
        case "LOGIN", "AUTHENTICATE":
            loginTag = String(decoding: words[0], as: UTF8.self)
            loginStart = replies.count
        default: break
        }
    }

    /// - Parameter line: One line as it came.
    /// - Returns: `false` when the server has said more than it may.
    mutating func add(_ line: UnsafeRawBufferPointer) -> Bool {
        lines += 1
        guard line.count <= LineLimits.line else {
            excess = "a line has more than \(LineLimits.line) bytes"
            return false
        }
        guard lines <= LineLimits.handshakeLines else {
            excess = "the server said more than \(LineLimits.handshakeLines) lines before the login was done"
            return false
        }
        var bytes = line[...]
        while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
        pending.append(PlainText.printable(redact(String(decoding: bytes, as: UTF8.self))))
        // libcurl would wait for another greeting.
        if service == .imap, lines == 1, !greets {
            excess = "it greets with '\(pending[0].prefix(80))'"
            return false
        }
        let isLast = service == .imap || bytes.count < 4 || bytes[bytes.startIndex + 3] != UInt8(ascii: "-")
        if isLast {
            replies.append(pending)
            pending = []
        }
        return true
    }

    /// Whether the first line is an IMAP server's greeting, in any of its three forms.
    private var greets: Bool {
        let words = pending.first?.uppercased().split(separator: " ") ?? []
        return words.count > 1 && words[0] == "*" && ["OK", "PREAUTH", "BYE"].contains(words[1])
    }

    /// The last reply, if it refuses; blank if it does not, or if there is none.
    var refusal: [String] {
        if service == .imap { return imapRefusal }
        guard let reply = replies.last, let first = reply.first?.utf8.first,
            first == UInt8(ascii: "4") || first == UInt8(ascii: "5")
        else { return [] }
        return reply
    }

    var greeting: String {
        service == .imap ? imapGreeting : replies.first?.first.map { String($0.dropFirst(4)) } ?? ""
    }

    /// What the server offers, a line each such as `SIZE 10485760`: its last answer to EHLO.
    var capabilities: [String] {
        if service == .imap { return imapCapabilities }
        // What was offered before STARTTLS counts no more (RFC 3207 section 4.2): like the greeting, it is answered with 220.
        let start = replies.lastIndex { Self.code($0) == "220" } ?? replies.startIndex
        let answers = replies[start...].last { Self.code($0) == "250" }
        return answers?.dropFirst().map { String($0.dropFirst(4)) } ?? []
    }

    /// The names behind AUTH, upper-cased; both `AUTH PLAIN LOGIN` and the old `AUTH=PLAIN LOGIN`.
    var mechanisms: [String] {
        capabilities.flatMap { line -> [String] in
            let words = line.uppercased().split { $0 == " " || $0 == "=" }
            return words.first == "AUTH" ? words.dropFirst().map(String.init) : []
        }
    }

    /// What there is to log in with, in words.
    var offer: String {
        mechanisms.isEmpty
            ? "the server offers no login" : "the server offers only \(mechanisms.joined(separator: ", "))"
    }

    /// Whether a login was begun, as far as that is heard: with IMAP only.
    var hasBegunLogin: Bool { loginTag != nil }

    /// Whether the server itself said 235, or OK to IMAP's login: libcurl goes on without a login when none is offered.
    var isAuthenticated: Bool {
        if service == .imap { return isAuthenticated(by: loginTag) }
        guard let last = replies.last else { return false }
        return Self.code(last) == "235" && !mechanisms.isEmpty
    }

    private static func code(_ reply: [String]) -> String { String(reply.last?.prefix(3) ?? "") }
}
