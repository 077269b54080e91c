internal import Glibc

/// Cyrus SASL, which a ``Postfix`` may ask about logins instead of Dovecot; it is a library, so nothing runs.
///
/// It knows the passwords of ``DovecotLogins``, and is the one whose DIGEST-MD5 libcurl understands.
package struct CyrusLogins: Sendable {
    /// The kinds of login that it announces.
    package static let kinds: [LoginKind] = LoginKind.withPassword

    package let guardian: Guardian

    /// Its name and version: `Cyrus SASL 2.1.28`.
    package static var version: String {
        get async throws { "Cyrus SASL \(try await Debian.version(of: "libsasl2-2"))" }
    }

    /// Writes its settings and its user into a folder.
    package static func make() async throws -> CyrusLogins {
        let folder = try Guardian.newFolder()
        let logins = CyrusLogins(guardian: try Guardian(of: folder))
        let passwords = "\(folder)/sasldb2"
        try TextFile.write(
            """
            pwcheck_method: auxprop
            auxprop_plugin: sasldb
            sasldb_path: \(passwords)
            mech_list: \(kinds.map(\.rawValue).joined(separator: " "))

            """, to: "\(folder)/smtpd.conf")
        let user = DovecotLogins.user.split(separator: "@").map(String.init)
        try await Tool.require(
            "saslpasswd2", ["-p", "-c", "-f", passwords, "-u", user[1], user[0]],
            input: Array(DovecotLogins.password.utf8))
        // Postfix asks as the user postfix.
        chmod(passwords, 0o644)
        return logins
    }

    /// Removes its folder.
    package func stop() async { await guardian.stop() }
}
