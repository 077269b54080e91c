import Peers
import Testing

@Suite struct `Every kind of login to a mailbox` {
    enum Door: String, CaseIterable, Sendable {
        case tls = "TLS"
        case startTLS = "STARTTLS"
        case clear = "no TLS"
    }

    private func attempt(
        _ office: LoginOffice, _ auth: String, at door: Door = .tls, environment: [String: String] = [:],
        ca: String? = nil
    ) async throws -> Attempt {
        let port = door == .tls ? office.dovecot.imapsPort : office.dovecot.imapPort
        let encryption =
            switch door {
            case .tls: "ssl"
            case .startTLS: "tls"
            case .clear: "none"
            }
        return Attempt(
            section: .mailboxes, server: try await DovecotLogins.version, kind: "imap",
            settings: """
                host: localhost
                port: \(port)
                encryption: \(encryption)
                tls: {ca: \(ca ?? office.office.authority.certificate)}
                auth: \(auth)
                """,
            environment: ["P": DovecotLogins.password].merging(environment, uniquingKeysWith: { $1 }),
            names: ["localhost:\(port)": "imap.example.com:\(door == .tls ? 993 : 143)"])
    }

    private static let basic = "{username: \(DovecotLogins.user), password: \"${env:P}\""

    @Test(arguments: Door.allCases, ["PLAIN", "LOGIN", "CRAM-MD5", ""])
    func `a password`(door: Door, mechanism: String) async throws {
        let office = try await LoginOffice.shared
        let pinned = mechanism.isEmpty ? "" : ", mechanism: \(mechanism)"
        let result = try await attempt(office, Self.basic + pinned + "}", at: door).noted(
            "\(mechanism.isEmpty ? "the best mechanism" : mechanism) over \(door.rawValue)")
        #expect(result.status == 0, "\(result.says)")
        #expect(result.says.contains("\nlogged in as robot@example.com\n"), "\(result.says)")
        #expect(result.says.hasSuffix("\nfolders: INBOX"), "\(result.says)")
    }

    @Test func `a wrong password`() async throws {
        let office = try await LoginOffice.shared
        let result = try await attempt(office, Self.basic + "}", environment: ["P": "hunter22"]).noted(
            "a wrong password")
        #expect(result.status == 77)
        #expect(
            result.says
                == Attempt.error(
                    "authentication-refused",
                    "imap.example.com:993 refused the login 'robot@example.com': NO [AUTHENTICATIONFAILED] Authentication failed.",
                    "check the user name and the password; IMAP may be off in the mailbox's settings, or it may want an app password"
                ), "\(result.says)")
    }

    @Test(arguments: ["XOAUTH2", "OAUTHBEARER"])
    func `a token`(mechanism: String) async throws {
        let office = try await LoginOffice.shared
        let token = try await office.tokens.newAccessToken()
        let auth =
            "{type: oauth2, username: \(DovecotLogins.user), access-token: \"${env:T}\", mechanism: \(mechanism)}"
        let result = try await attempt(office, auth, environment: ["T": token]).noted("a token by \(mechanism)")
        #expect(result.status == 0, "\(result.says)")
        let refused = try await attempt(office, auth, environment: ["T": "stale-token-1234"])
            .noted("a token by \(mechanism) that is good no more")
        #expect(refused.status == 77, "\(refused.says)")
        #expect(!refused.says.contains("stale-token"))
    }

    @Test func `a Windows password`() async throws {
        let office = try await LoginOffice.shared
        let result = try await attempt(
            office, #"{type: windows, username: 'CORP\svc', password: "${env:P}"}"#,
            environment: ["P": DovecotLogins.windowsPassword]
        ).noted("a Windows password by NTLM")
        #expect(result.status == 0, "\(result.says)")
    }

    @Test(arguments: Door.allCases)
    func `a Kerberos ticket, and a keytab`(door: Door) async throws {
        let office = try await LoginOffice.shared
        let ticket = try await attempt(
            office, "{type: windows, username: robot@EXAMPLE.TEST}", at: door,
            environment: ["KRB5_CONFIG": office.realm.configuration, "KRB5CCNAME": try await office.realm.ticket()]
        ).noted("a Kerberos ticket over \(door.rawValue)")
        #expect(ticket.status == 0, "\(ticket.says)")
        let keytab = try await attempt(
            office, "{type: windows, username: robot@example.test, keytab: \(office.realm.clientKeytab)}", at: door,
            environment: [
                "KRB5_CONFIG": office.realm.configuration, "KRB5CCNAME": "FILE:\(office.realm.guardian.folder)/none",
            ]
        ).noted("a keytab over \(door.rawValue)")
        #expect(keytab.status == 0, "\(keytab.says)")
    }

    @Test func `a port of another kind`() async throws {
        let office = try await LoginOffice.shared
        var smtp = try await attempt(office, Self.basic + "}", at: .clear)
        smtp.settings = smtp.settings.replacing(
            "port: \(office.dovecot.imapPort)", with: "port: \(office.dovecot.port)")
        smtp.names = ["localhost:\(office.dovecot.port)": "imap.example.com:143"]
        let result = try await smtp.noted("the port of a server that speaks SMTP")
        #expect(result.status == 75, "\(result.says)")
        #expect(
            result.says.hasPrefix(
                "error[protocol-violation]: imap.example.com:143 does not keep to IMAP: it greets with '220 "))
    }
}
