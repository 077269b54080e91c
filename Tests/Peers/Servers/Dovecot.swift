/// A real Dovecot of the tests' own: IMAP and IMAPS on loopback, LMTP and SASL for ``Postfix`` on Unix sockets.
///
/// Every address has a mailbox that comes into being with its first letter, and every one has the same ``password``.
package struct Dovecot: Sendable {
    /// The password of every user.
    package static let password = "open-sesame"

    /// The address it listens on; certificates are good for it and for `localhost`.
    package let host = "127.0.0.1"

    /// IMAP that offers STARTTLS, and insists on nothing.
    package let imapPort: Int

    /// IMAP with TLS from the first byte.
    package let imapsPort: Int

    package let guardian: Guardian

    /// Where Postfix delivers, as `lmtp:unix:…`.
    var lmtpSocket: String { "\(guardian.folder)/run/lmtp" }

    /// Where Postfix asks about passwords.
    var authSocket: String { "\(guardian.folder)/run/auth-postfix" }

    /// All that it has logged so far.
    package var log: String { TextFile.read("\(guardian.folder)/dovecot.log") }

    /// Starts one; takes about a tenth of a second.
    ///
    /// - Parameters:
    ///   - authority: Signed its certificates.
    ///   - certificate: The one that it shows.
    /// - Returns: It, when it greets.
    /// - Throws: ``PeerFailure`` with its log.
    package static func start(
        authority: TestAuthority, certificate: TestAuthority.Kind = .good
    ) async throws -> Dovecot {
        for _ in 1...10 {
            let folder = try Guardian.newFolder()
            let ports = try Loopback.freePorts(2)
            try await Tool.requireAsRoot("install", ["-d", "-o", "\(mailUser)", "-g", "\(mailUser)", "\(folder)/mail"])
            try TextFile.write(
                settings(
                    folder: folder, imap: ports[0], imaps: ports[1], authority: authority, certificate: certificate),
                to: "\(folder)/dovecot.conf")
            let dovecot = Dovecot(
                imapPort: ports[0], imapsPort: ports[1],
                guardian: try Guardian(of: folder, running: ["dovecot", "-F", "-c", "\(folder)/dovecot.conf"]))
            if try await Loopback.greets(on: ports[0], with: folder, guardian: dovecot.guardian) { return dovecot }
            let said = dovecot.log + dovecot.guardian.output
            await dovecot.stop()
            guard said.contains("Address already in use") else { throw failure(said) }
        }
        throw failure("ten times in a row another process took its ports")
    }

    /// Stops it and removes its folder.
    package func stop() async { await guardian.stop() }

    /// Somebody who works in a user's mailbox behind router's back.
    package func hand(_ user: String) -> MailboxHand {
        MailboxHand(port: imapPort, user: user, password: Self.password)
    }

    /// Ends all sessions of a user, as a server does that is stopped or overloaded.
    package func kick(_ user: String) async throws {
        try await Tool.requireAsRoot("doveadm", ["-c", "\(guardian.folder)/dovecot.conf", "kick", user])
    }

    private static func failure(_ said: String) -> PeerFailure {
        PeerFailure("Dovecot did not start", said: said, remedy: "run scripts/bootstrap --tests")
    }

    /// Owns all mail; Dovecot refuses to deliver as root.
    private static let mailUser = 10_001

    private static func settings(
        folder: String, imap: Int, imaps: Int, authority: TestAuthority, certificate: TestAuthority.Kind
    ) -> String {
        """
        protocols = imap lmtp
        listen = 127.0.0.1
        base_dir = \(folder)/run
        state_dir = \(folder)/run
        log_path = \(folder)/dovecot.log
        login_greeting = Dovecot of \(folder) is ready.

        ssl = yes
        ssl_cert = <\(authority.certificate(certificate))
        ssl_key = <\(authority.key(certificate))

        # Nothing waits, and nothing is counted against a client that fails on purpose.
        auth_mechanisms = plain login cram-md5
        auth_failure_delay = 0
        disable_plaintext_auth = no
        mail_max_userip_connections = 0
        mail_fsync = never
        passdb {
          driver = static
          args = password=\(password)
        }
        userdb {
          driver = static
          args = uid=\(mailUser) gid=\(mailUser) home=\(folder)/mail/%u
        }
        mail_location = maildir:\(folder)/mail/%u

        service imap-login {
          chroot =
          inet_listener imap {
            port = \(imap)
          }
          inet_listener imaps {
            port = \(imaps)
            ssl = yes
          }
        }
        service lmtp {
          unix_listener lmtp {
            mode = 0666
          }
        }
        service auth {
          unix_listener auth-postfix {
            mode = 0666
          }
        }
        service anvil {
          unix_listener anvil-auth-penalty {
            mode = 0
          }
        }

        """
    }
}
