internal import Attributes

/// A log-in by PLAIN or LOGIN (RFC 4616), in the steps that SMTP and IMAP have in common.
enum SASLExchange: Equatable {
    case plain
    case login
    /// The name has come.
    case loginPassword(String)

    /// What is asked of the client, in base64.
    var challenge: String {
        switch self {
        case .plain: ""
        case .login: Base64.encode(Array("Username:".utf8))
        case .loginPassword: Base64.encode(Array("Password:".utf8))
        }
    }

    enum Step: Equatable {
        case more(SASLExchange)
        case credentials(name: String, password: String)
        /// The client has ended it with `*`.
        case cancelled
        case malformed
    }

    init?(_ mechanism: String) {
        switch mechanism.uppercased() {
        case "PLAIN": self = .plain
        case "LOGIN": self = .login
        default: return nil
        }
    }

    /// Takes a line of the client.
    func take(_ line: String) -> Step {
        if line == "*" { return .cancelled }
        // `=` stands for nothing at all.
        guard let bytes = try? Base64.decode(line == "=" ? "" : line, atMost: 3_000) else { return .malformed }
        switch self {
        case .plain:
            // Who one acts as, who one is, and the password.
            let parts = bytes.split(separator: 0, omittingEmptySubsequences: false).map {
                String(decoding: $0, as: UTF8.self)
            }
            guard parts.count == 3, !parts[1].isEmpty else { return .malformed }
            return .credentials(name: parts[1], password: parts[2])
        case .login: return .more(.loginPassword(String(decoding: bytes, as: UTF8.self)))
        case .loginPassword(let name):
            return .credentials(name: name, password: String(decoding: bytes, as: UTF8.self))
        }
    }
}
