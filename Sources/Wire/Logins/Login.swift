internal import Attributes
package import Diagnostics

/// Who logs in, and with what proof: all that one connection needs to know.
package struct Login: Hashable, Sendable {
    package enum Proof: Hashable, Sendable {
        case password(Secret)
        /// An OAuth2 access token, good for now.
        case token(Secret)
        /// The certificate that TLS shows (EXTERNAL, RFC 4422 appendix A).
        case certificate
        /// A Windows account: a Kerberos ticket (GSSAPI), then the password (NTLM), of which one is there at least.
        case windows(password: Secret?, tickets: Tickets?)
    }

    /// Of a Windows account as NTLM takes it: `CORP\robot` or `robot@corp.example`.
    package var username: String
    package var proof: Proof
    /// The one SASL mechanism that may be used, such as `PLAIN` or `XOAUTH2`; `nil` for the best that is offered.
    ///
    /// With a password that is the password itself (PLAIN, LOGIN) where the line is encrypted, else a proof of it (DIGEST-MD5, CRAM-MD5) where
    /// one is offered.
    package var mechanism: String?

    package init(username: String, proof: Proof, mechanism: String? = nil) {
        self.username = username
        self.proof = proof
        self.mechanism = mechanism
    }

    package init(username: String, password: Secret, mechanism: String? = nil) {
        self.init(username: username, proof: .password(password), mechanism: mechanism)
    }

    /// The mechanisms to allow, one connection's worth after another.
    ///
    /// GSSAPI is never among those of a password: libcurl would choose it for any name with an @, and fail without a ticket.
    func attempts(for service: LineService = .smtp, isEncrypted: Bool) -> [[String]] {
        // IMAP has a command of its own for names and passwords (RFC 9051 section 6.2.3), which libcurl calls `+LOGIN`.
        let command = service == .imap ? [["+LOGIN"]] : []
        if let mechanism { return [[mechanism]] + (mechanism == "LOGIN" ? command : []) }
        switch proof {
        case .password:
            let proofs = ["DIGEST-MD5", "CRAM-MD5"]
            let plain = ["PLAIN", "LOGIN"]
            // On an encrypted line the password first: servers offer proofs that their password store can't check.
            return (isEncrypted ? [plain, proofs] : [proofs + plain]) + command
        case .token:
            return [["OAUTHBEARER", "XOAUTH2"]]
        case .certificate:
            return [["EXTERNAL"]]
        case .windows(let password, let tickets):
            return (tickets == nil ? [] : [["GSSAPI"]]) + (password == nil ? [] : [["NTLM"]])
        }
    }

    /// What must never be shown.
    private var secret: String {
        switch proof {
        case .password(let secret), .token(let secret): secret.reveal()
        case .certificate: ""
        case .windows(let password, _): password?.reveal() ?? ""
        }
    }

    /// Whether libcurl would cut a name or a secret off where it holds a NUL.
    var holdsNUL: Bool { username.utf8.contains(0) || secret.utf8.contains(0) }

    /// The text without the secret, as it is and as SASL writes it: servers repeat what they don't understand.
    func redacted(_ text: String) -> String {
        guard secret.utf8.count >= Self.shortestRedacted else { return text }
        let forms = [
            Base64.encode(Array("\0\(username)\0\(secret)".utf8)), Base64.encode(Array(secret.utf8)), secret,
        ]
        return (forms + buried).reduce(text) { $0.replacing($1, with: "•••") }
    }

    /// What of the secret can be seen in base64 of a longer text, wherever it begins in it: XOAUTH2 and OAUTHBEARER put a token
    /// between other words.
    private var buried: [String] {
        (0..<3).compactMap { offset in
            let text = Base64.encode([UInt8](repeating: 0, count: offset) + Array(secret.utf8))
            let inner = text.dropFirst(offset == 0 ? 0 : 4).dropLast(4)
            return inner.count >= Self.shortestBuried ? String(inner) : nil
        }
    }

    private static let shortestBuried = 16

    /// Shorter ones would tear other words apart.
    private static let shortestRedacted = 4
}
