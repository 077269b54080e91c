internal import Attributes
package import Diagnostics

/// Who logs in, and how.
package struct Login: Hashable, Sendable {
    package var username: String
    package var password: Secret
    /// The one SASL mechanism that may be used, such as `PLAIN` or `NTLM`.
    ///
    /// `nil`: the password itself (PLAIN, LOGIN) where the line is encrypted, else a proof of it (DIGEST-MD5, CRAM-MD5) where one is offered.
    package var mechanism: String?

    package init(username: String, password: Secret, mechanism: String? = nil) {
        self.username = username
        self.password = password
        self.mechanism = mechanism
    }

    /// The mechanisms to allow, one connection's worth after another.
    ///
    /// GSSAPI never is among them: libcurl would choose it for any name with an @, and fail without a ticket.
    func attempts(isEncrypted: Bool) -> [[String]] {
        if let mechanism { return [[mechanism]] }
        let proofs = ["DIGEST-MD5", "CRAM-MD5"]
        let plain = ["PLAIN", "LOGIN"]
        // On an encrypted line the password first: servers offer proofs that their password store can't check.
        return isEncrypted ? [plain, proofs] : [proofs + plain]
    }

    /// The text without the password, as it is and as SASL writes it: servers repeat what they don't understand.
    func redacted(_ text: String) -> String {
        let secret = password.reveal()
        guard secret.utf8.count >= Self.shortestRedacted else { return text }
        let forms = [
            Base64.encode(Array("\0\(username)\0\(secret)".utf8)), Base64.encode(Array(secret.utf8)), secret,
        ]
        return forms.reduce(text) { $0.replacing($1, with: "•••") }
    }

    /// Shorter ones would tear other words apart.
    private static let shortestRedacted = 4
}
