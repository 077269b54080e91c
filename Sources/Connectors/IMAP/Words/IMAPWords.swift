internal import Connecting
internal import Wire

/// What a reader is told when a mailbox can't be read: the problem with the server's own words, and a remedy.
struct IMAPWords: ServerWords {
    /// `imap.example.com:993`.
    let server: String
    /// The user name; `nil` when nobody logs in.
    let login: String?
    let isEncrypted: Bool
    /// What the provider wants of a login, in one sentence; `nil` where it is not known.
    var loginHint: String?
    /// How the login is proved.
    var proof = LoginProof.password
    let securePort = 993

    /// A command was answered with NO or BAD.
    func refused(_ command: String, _ status: IMAPStatus) -> Failure {
        if status.isForNow { return notNow(status) }
        let verb = command.split(separator: " ").prefix(command.hasPrefix("UID ") ? 2 : 1).joined(separator: " ")
        if status.condition == .bad {
            return garbled("it does not take our \(verb): \(status)")
        }
        return Failure(
            .notNow, .again, "\(server) refused \(verb): \(status)",
            help: "try again; if it stays so, ask the server's operator, with the server's words")
    }

    func notNow(_ status: IMAPStatus) -> Failure {
        Failure(.notNow, .again, "\(server) asks to try later: \(status)", help: "wait and try again")
    }

    /// The server ended the session: idle for too long, a restart, too many sessions.
    func farewell(_ status: IMAPStatus) -> Failure {
        Failure(
            .connectionLost, .again, "\(server) ended the session: \(status)",
            help: "try again; if it stays so, ask the server's operator")
    }

    func garbled(_ what: String) -> Failure {
        Failure(
            .protocolViolation, .again, "\(server) does not keep to IMAP: \(what)",
            help: "check that host: and port: are those of an IMAP server")
    }

    /// A letter that the server does not give out, though it is there.
    func notGivenOut(_ uid: UInt32, _ status: IMAPStatus) -> Failure {
        Failure(
            .messageRefused, status.isForNow ? .again : .never,
            "\(server) does not give out the letter with UID \(uid): \(status)",
            help: "look at it in a mail program; if it can't be opened there, delete it or ask the server's operator")
    }

    func notAcknowledged(_ command: String, _ status: IMAPStatus) -> Failure {
        if status.isForNow { return notNow(status) }
        let words = command.split(separator: " ")
        let deed =
            switch words.dropFirst().first {
            case "STORE": "mark letters with \(words.last.map { $0.filter { $0 != "(" && $0 != ")" } } ?? "")"
            case "EXPUNGE": "remove letters that were copied"
            default: "move letters to \(words.dropFirst(3).joined(separator: " "))"
            }
        return Failure(
            .notNow, .again, "\(server) does not \(deed): \(status)",
            help: "ask the server's operator what the login may do there, or write 'after: keep' in the route")
    }
}
