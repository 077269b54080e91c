internal import Glibc

/// A real mail server that wants every kind of login: Dovecot's submission service and IMAP, with its doors on loopback.
///
/// It relays what it takes into a ``Postfix``, so that a letter is truly delivered. Passwords stand in a file, NTLM
/// is checked by pyspnego, Kerberos by a ``KerberosRealm``, tokens by asking a ``TokenServer``. Another ``Postfix`` can
/// ask it about logins too: see ``LoginOffice``.
package struct DovecotLogins: Sendable {
    /// Who logs in with a password or a token.
    package static let user = TokenServer.mailbox

    /// That user's password.
    package static let password = "open-sesame"

    /// Who logs in with NTLM, as Windows writes it.
    package static let windowsUser = #"CORP\svc"#

    /// That user's password.
    package static let windowsPassword = "Pass word-1"

    /// The name that its certificate and its Kerberos service are for; only on IPv4 does it answer.
    package let host = "localhost"

    /// Offers STARTTLS, unless started without TLS, and insists on nothing.
    package let port: Int

    /// TLS from the first byte; nobody listens there when it was started without TLS.
    package let securePort: Int

    /// The same for IMAP: offers STARTTLS.
    package let imapPort: Int

    /// IMAP with TLS from the first byte.
    package let imapsPort: Int

    /// The kinds of login that it announces.
    package let mechanisms: [LoginKind]

    package let guardian: Guardian

    /// Where a Postfix asks about logins.
    var authSocket: String { "\(guardian.folder)/run/auth-postfix" }

    /// All that it has logged so far.
    package var log: String { TextFile.read("\(guardian.folder)/dovecot.log") }

    /// Starts one; takes about a fifth of a second.
    ///
    /// - Parameters:
    ///   - authority: Signed its certificate.
    ///   - postfix: Takes the letters from it.
    ///   - tokens: Knows the tokens; without it no token is wanted.
    ///   - realm: Knows the tickets; without it no ticket is wanted.
    ///   - mechanisms: What it announces; by default all that it can check.
    ///   - offersTLS: Whether it offers STARTTLS, and answers at its secure port.
    /// - Returns: It, when it greets.
    /// - Throws: ``PeerFailure`` with its log.
    package static func start(
        authority: TestAuthority, relayingTo postfix: Postfix, tokens: TokenServer? = nil, realm: KerberosRealm? = nil,
        mechanisms: [LoginKind] = LoginKind.allCases, offersTLS: Bool = true
    ) async throws -> DovecotLogins {
        let possible = mechanisms.filter { mechanism in
            (tokens != nil || !LoginKind.withToken.contains(mechanism)) && (realm != nil || mechanism != .gssapi)
        }
        for _ in 1...3 {
            let folder = try Guardian.newFolder()
            let ports = try Loopback.freePorts(4)
            let settings = DovecotLoginsSettings(
                folder: folder, port: ports[0], securePort: ports[1], imapPort: ports[2],
                imapsPort: ports[3], authority: authority, relay: postfix,
                mechanisms: possible, tokens: tokens, realm: realm, offersTLS: offersTLS)
            try await settings.write()
            let dovecot = DovecotLogins(
                port: ports[0], securePort: ports[1], imapPort: ports[2], imapsPort: ports[3], mechanisms: possible,
                guardian: try Guardian(of: folder, running: ["dovecot", "-F", "-c", "\(folder)/dovecot.conf"]))
            if try await Loopback.greets(on: ports[0], with: folder, guardian: dovecot.guardian) { return dovecot }
            let said = dovecot.log + dovecot.guardian.output
            await dovecot.stop()
            guard said.contains("Address already in use") else { throw failure(said) }
        }
        throw failure("three times in a row another process took its ports")
    }

    /// Stops it and removes its folder.
    package func stop() async { await guardian.stop() }

    private static func failure(_ said: String) -> PeerFailure {
        PeerFailure("Dovecot's submission did not start", said: said, remedy: "run scripts/bootstrap --tests")
    }
}
