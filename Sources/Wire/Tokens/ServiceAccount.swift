internal import Attributes
package import Diagnostics

/// Who asks for tokens with a signature of its own (RFC 7523), as Google's service accounts do.
package struct ServiceAccount: Sendable, Hashable {
    /// `client_email`, or whatever the server knows it by.
    package var issuer: String
    /// A private RSA key in PEM.
    package var key: Secret
    /// Which of its keys that is, where the server wants to know.
    package var keyID: String?
    /// On whose behalf: the mailbox.
    package var subject: String?
    /// Whom the signature is for; `nil` for the token URL.
    package var audience: String?

    /// Seconds that such a signature is good for; servers take an hour at most.
    private static let lifetime: Int64 = 3600
    /// Seconds that our clock may be ahead of the server's.
    private static let lead: Int64 = 30

    package init(issuer: String, key: Secret, keyID: String? = nil, subject: String? = nil, audience: String? = nil) {
        self.issuer = issuer
        self.key = key
        self.keyID = keyID
        self.subject = subject
        self.audience = audience
    }

    /// The signed claim, `header.claims.signature`.
    ///
    /// - Throws: `tokenRefused` for a key that can't sign.
    func assertion(scopes: [String], for tokenURL: String, at now: Instant) throws(WireError) -> Secret {
        var header: [JSON.Member] = [.init(name: "alg", value: "RS256"), .init(name: "typ", value: "JWT")]
        if let keyID { header.append(.init(name: "kid", value: .string(keyID))) }
        let issued = now.seconds - Self.lead
        var claims: [JSON.Member] = [
            .init(name: "iss", value: .string(issuer)), .init(name: "aud", value: .string(audience ?? tokenURL)),
            .init(name: "iat", value: .integer(issued)), .init(name: "exp", value: .integer(issued + Self.lifetime)),
        ]
        if let subject { claims.append(.init(name: "sub", value: .string(subject))) }
        if !scopes.isEmpty { claims.append(.init(name: "scope", value: .string(scopes.joined(separator: " ")))) }
        let message =
            "\(Self.base64URL(JSON.object(header).written())).\(Self.base64URL(JSON.object(claims).written()))"
        do throws(RS256.Problem) {
            let signature = try RS256.sign(Array(message.utf8), with: key)
            return Secret("\(message).\(Self.base64URL(signature))")
        } catch {
            throw WireError(
                .tokenRefused, "the service account's key \(error.words)",
                remedy: "take the key from the provider's console once more: a PEM that begins with BEGIN PRIVATE KEY")
        }
    }

    /// RFC 7515 section 2: without padding.
    private static func base64URL(_ bytes: [UInt8]) -> String {
        String(
            decoding: Base64.encode(bytes).utf8.compactMap { byte -> UInt8? in
                switch byte {
                case UInt8(ascii: "+"): UInt8(ascii: "-")
                case UInt8(ascii: "/"): UInt8(ascii: "_")
                case UInt8(ascii: "="): nil
                default: byte
                }
            }, as: UTF8.self)
    }
}
