package import Attributes
import Glibc

/// Who may call the HTTP API, as it is kept: the token itself is known to its bearer only.
package struct AccessToken: Hashable, Sendable {
    package var name: String
    /// The SHA-256 of the token's text.
    package var hash: [UInt8]
    package var scopes: Set<Scope>
    /// Those whose routes and messages it reaches; `nil` for all.
    package var applications: Set<String>?
    package var created: Instant
    package var expires: Instant?

    package init(
        name: String, hash: [UInt8], scopes: Set<Scope>, applications: Set<String>? = nil, created: Instant,
        expires: Instant? = nil
    ) {
        self.name = name
        self.hash = hash
        self.scopes = scopes
        self.applications = applications
        self.created = created
        self.expires = expires
    }

    package func allows(_ scope: Scope) -> Bool { scopes.contains(scope) || scopes.contains(.admin) }

    package func isExpired(at now: Instant) -> Bool { expires.map { $0 <= now } ?? false }

    /// Whether messages of an application are the bearer's business.
    package func reaches(_ application: String?) -> Bool {
        guard let applications else { return true }
        return application.map(applications.contains) ?? false
    }

    /// Bytes of randomness in a token.
    private static let randomness = 32
    /// Lets scanners of repositories and logs know a token when they see one.
    private static let prefix = "router_"

    /// Makes the text of a new token.
    ///
    /// - Returns: 32 random bytes in hexadecimal behind `router_`; `nil` when the system has none.
    package static func newText() -> String? {
        var bytes = [UInt8](repeating: 0, count: randomness)
        guard getentropy(&bytes, bytes.count) == 0 else { return nil }
        return prefix + hexadecimal(bytes)
    }

    // A token has 256 random bits: nobody finds it by trying, so that a slow hash would only slow every call.
    package static func hash(of text: String) -> [UInt8] { SHA256.digest(Array(text.utf8)) }

    package static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    package static func bytes(hexadecimal text: String) -> [UInt8]? {
        let digits = text.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue.map(UInt8.init) }
        guard digits.count % 2 == 0, !digits.contains(nil) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { (digits[$0] ?? 0) << 4 | (digits[$0 + 1] ?? 0) }
    }

    /// Compares in a time that tells nothing of where the hashes differ.
    func has(hash other: [UInt8]) -> Bool {
        guard hash.count == other.count else { return false }
        var difference: UInt8 = 0
        for index in hash.indices { difference |= hash[index] ^ other[index] }
        return difference == 0
    }
}
