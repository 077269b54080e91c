internal import Glibc

/// The files that ``DovecotLogins`` reads.
struct DovecotLoginsSettings {
    let folder: String
    let port: Int
    let securePort: Int
    let imapPort: Int
    let imapsPort: Int
    let authority: TestAuthority
    let relay: Postfix
    let mechanisms: [LoginKind]
    let tokens: TokenServer?
    let realm: KerberosRealm?
    let offersTLS: Bool

    /// Owns the homes that the submission service looks for; it writes nothing into them.
    private static let mailUser = 10_001

    func write() async throws {
        try await Tool.requireAsRoot(
            "install", ["-d", "-o", "\(Self.mailUser)", "-g", "\(Self.mailUser)", "\(folder)/mail"])
        try TextFile.write(main, to: "\(folder)/dovecot.conf")
        try TextFile.write("\(DovecotLogins.user):{PLAIN}\(DovecotLogins.password)\n", to: "\(folder)/users")
        if let tokens { try TextFile.write(Self.introspection(tokens), to: "\(folder)/oauth2.conf") }
        try await writeWindowsHelper()
    }

    /// Dovecot runs it as it would run Samba's ntlm_auth, with no word of ours on its command line.
    private func writeWindowsHelper() async throws {
        let user = DovecotLogins.windowsUser.replacing(#"\"#, with: ":")
        try TextFile.write("\(user):\(DovecotLogins.windowsPassword)\n", to: "\(folder)/windows.users")
        let program = "\(Python.packageFolder)/Tests/Peers/python/ntlm_helper.py"
        try TextFile.write(
            "#!/bin/sh\nexec '\(try await Python.interpreter())' -B '\(program)' '\(folder)/windows.users'\n",
            to: "\(folder)/ntlm_auth")
        chmod("\(folder)/ntlm_auth", 0o755)
    }

    private static func introspection(_ tokens: TokenServer) -> String {
        """
        introspection_mode = post
        introspection_url = \(tokens.introspectionURL)
        username_attribute = username
        username_format = %u
        active_attribute = active
        active_value = true

        """
    }

    private var main: String {
        """
        protocols = submission imap
        listen = 127.0.0.1
        base_dir = \(folder)/run
        state_dir = \(folder)/run
        log_path = \(folder)/dovecot.log
        login_greeting = Dovecot of \(folder) is ready.
        hostname = localhost
        import_environment = TZ\(realm.map { " KRB5_CONFIG=\($0.configuration)" } ?? "")

        ssl = \(offersTLS ? "yes" : "no")
        ssl_cert = <\(authority.certificate(.good))
        ssl_key = <\(authority.key(.good))

        submission_relay_host = \(relay.host)
        submission_relay_port = \(relay.port(.plain))
        submission_relay_ssl = no

        # Nothing waits, and nothing is counted against a client that fails on purpose.
        auth_mechanisms = \(mechanisms.map { $0.rawValue.lowercased() }.joined(separator: " "))
        auth_realms = example.test
        auth_failure_delay = 0
        auth_verbose = yes
        disable_plaintext_auth = no
        mail_max_userip_connections = 0
        mail_location = maildir:\(folder)/mail/%u
        userdb {
          driver = static
          args = uid=\(Self.mailUser) gid=\(Self.mailUser) home=\(folder)/mail/%u allow_all_users=yes
        }
        passdb {
          driver = passwd-file
          mechanisms = plain login cram-md5 digest-md5
          args = scheme=plain username_format=%u \(folder)/users
        }

        # The helper may stand where only root can read; so may key tables.
        auth_use_winbind = yes
        auth_winbind_helper_path = \(folder)/ntlm_auth
        service auth {
          user = root
          unix_listener auth-postfix {
            mode = 0666
          }
        }
        \(realm.map(kerberos) ?? "")\(tokens.map { _ in bearers } ?? "")
        service imap-login {
          chroot =
          inet_listener imap {
            port = \(imapPort)
          }
          inet_listener imaps {
            port = \(offersTLS ? imapsPort : 0)
            ssl = yes
          }
        }
        service submission-login {
          chroot =
          inet_listener submission {
            port = \(port)
          }
        \(offersTLS ? "  inet_listener submissions {\n    port = \(securePort)\n    ssl = yes\n  }\n" : "")}
        service anvil {
          unix_listener anvil-auth-penalty {
            mode = 0
          }
        }

        """
    }

    // By itself it would take tickets for submission/localhost only; every client asks for smtp/localhost.
    private func kerberos(_ realm: KerberosRealm) -> String {
        """
        auth_gssapi_hostname = "$ALL"
        auth_krb5_keytab = \(realm.serviceKeytab)
        passdb {
          driver = static
          mechanisms = gssapi
          args = nopassword
        }

        """
    }

    private var bearers: String {
        """
        passdb {
          driver = oauth2
          mechanisms = xoauth2 oauthbearer
          args = \(folder)/oauth2.conf
        }

        """
    }
}
