internal import Connecting
internal import Wire

/// What a reader is told when a server can't be reached: what is the same for every protocol.
protocol ServerWords: Sendable {
    /// `mail.example.com:587`.
    var server: String { get }
    /// The user name; `nil` when nobody logs in.
    var login: String? { get }
    /// How the login is proved.
    var proof: LoginProof { get }
    /// The port where encryption begins with the first byte.
    var securePort: Int { get }
}

/// How a login is proved.
enum LoginProof: Sendable {
    case password
    case token
    case certificate
    /// A Windows account with a password, and perhaps a ticket.
    case windows
    /// A Windows account with nothing but a ticket.
    case ticket

    init(_ credentials: Credentials) {
        switch credentials {
        case .none: self = .password
        case .tokens: self = .token
        case .fixed(let login):
            self =
                switch login.proof {
                case .password: .password
                case .token: .token
                case .certificate: .certificate
                case .windows(let password, _): password == nil ? .ticket : .windows
                }
        }
    }
}

extension ServerWords {
    func host(_ settings: LineSettings) -> String { PlainText.printable(settings.host) }

    var loginName: String { "'\(PlainText.printable(login ?? ""))'" }

    /// - Returns: `nil` for what each protocol has words of its own for.
    func common(_ error: WireError, _ settings: LineSettings) -> Failure? {
        switch error.kind {
        case .hostNotFound:
            return Failure(
                .hostNotFound, .again, "the host \(host(settings)) is not found",
                help: "check host: for a slip of the pen")
        case .nameServiceSilent:
            return Failure(
                .hostNotFound, .again, "the name service of this machine has no answer for \(host(settings)) now",
                help: "check this machine's network and name service (/etc/resolv.conf), and try again")
        case .proxy(let problem): return proxy(problem, error.detail, settings)
        case .certificate(let problem):
            let (text, help) = certificate(problem, settings)
            return Failure(
                .certificateRefused, .again, "the certificate of \(server) \(text) (\(error.detail))", help: help)
        case .encryption(let problem): return encryption(problem, error.detail, settings)
        case .ticket(let problem): return TicketWords.failure(problem, of: loginName, at: "host:", error.detail)
        case .tokenRefused, .tokenUnavailable: return Failure(token: error, login: login ?? "")
        case .file:
            return Failure(
                .settingsWrong, .never, "the connection to \(server) can't be set up: \(error.detail)",
                help: "check that file, and who may read it; 'router check' shows where it is named")
        case .settings:
            return Failure(
                .settingsWrong, .never, "the connection to \(server) is set up wrongly: \(error.detail)",
                help: "check the values of the connection")
        case .unsupported:
            return Failure(
                .settingsWrong, .never, "this machine lacks what the connection to \(server) asks for: \(error.detail)",
                help: "install a libcurl that has it, or connect in another way")
        case .resources:
            return Failure(
                .connectionRefused, .again, "this machine can't open a connection to \(server): \(error.detail)",
                help: "lower sessions:, or raise the machine's limits")
        case .connectionRefused, .timedOut, .connectionLost, .protocolViolation, .encryptionNotOffered,
            .authenticationRefused, .authenticationNotOffered, .authenticationAborted, .serverRefused:
            return nil
        }
    }
}
