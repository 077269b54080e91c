import Glibc
import Peers
import Testing

@Suite struct `Every kind of login, against servers that know it` {
    private func attempt(
        _ office: LoginOffice, _ auth: String, at door: Door = .dovecot, environment: [String: String] = [:]
    ) async throws -> Attempt {
        let (port, encryption, version) =
            switch door {
            case .dovecot: (office.dovecot.port, "tls", try await DovecotLogins.version)
            case .dovecotSecure: (office.dovecot.securePort, "ssl", try await DovecotLogins.version)
            case .dovecotClear: (office.dovecot.port, "none", try await DovecotLogins.version)
            case .postfix: (office.postfix.port(.authenticating), "tls", try await Postfix.version)
            }
        return Attempt(
            section: .logins, server: version,
            settings: """
                host: localhost
                port: \(port)
                encryption: \(encryption)
                tls: {ca: \(office.office.authority.certificate)}
                auth: \(auth)
                """,
            environment: ["P": DovecotLogins.password].merging(environment, uniquingKeysWith: { $1 }))
    }

    enum Door: String, CaseIterable, Sendable {
        case dovecot = "STARTTLS"
        case dovecotSecure = "TLS"
        case dovecotClear = "no TLS"
        case postfix = "STARTTLS to Postfix"
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
    }

    @Test(arguments: ["PLAIN", "LOGIN", "CRAM-MD5"])
    func `a wrong password`(mechanism: String) async throws {
        let office = try await LoginOffice.shared
        let result = try await attempt(
            office, Self.basic + ", mechanism: \(mechanism)}", environment: ["P": "hunter22"]
        ).noted("\(mechanism) with a wrong password")
        #expect(result.status == 77)
        #expect(
            result.says.hasPrefix(
                "error[authentication-refused]: mail.example.com:587 refused the login 'robot@example.com': 535 5.7.8 "),
            "\(result.says)")
        #expect(
            result.says.hasSuffix(
                """
                help: check the user name and the password; the mailbox may want an app password, or its access for mail \
                programs (IMAP, SMTP) switched on
                """), "\(result.says)")
    }

    @Test func `a mechanism that the server does not offer`() async throws {
        let office = try await PostOffice.shared
        let dovecot = try await DovecotLogins.start(
            authority: office.authority, relayingTo: office.postfix, mechanisms: [.cramMD5])
        let settings = """
            host: localhost
            port: \(dovecot.port)
            tls: {ca: \(office.authority.certificate)}
            auth:
            """
        let pinned = Attempt(
            section: .logins, server: try await DovecotLogins.version,
            settings: "\(settings) \(Self.basic), mechanism: PLAIN}", environment: ["P": "x"])
        let result = try await pinned.noted("PLAIN where only CRAM-MD5 is offered")
        #expect(result.status == 77)
        #expect(
            result.says
                == Attempt.error(
                    "authentication-not-offered",
                    "mail.example.com:587 has no login for 'robot@example.com': the server offers only CRAM-MD5",
                    "check port: (587 is usual for logging in), or take auth: away"))
        let windows = Attempt(
            section: .logins, server: try await DovecotLogins.version,
            settings: "\(settings) {type: windows, domain: CORP, username: svc, password: \"${env:P}\"}",
            environment: ["P": "x"])
        let ntlm = try await windows.noted("NTLM where only CRAM-MD5 is offered")
        #expect(ntlm.status == 77)
        #expect(
            ntlm.says
                == Attempt.error(
                    "authentication-not-offered",
                    #"mail.example.com:587 has no login for 'CORP\svc': the server offers only CRAM-MD5"#,
                    "the server takes no such Windows logins: use auth: {type: basic, …}, or ask its operator"))
        await dovecot.stop()
    }

    @Test(arguments: ["PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5"], [true, false])
    func `a password that Cyrus SASL checks`(mechanism: String, isRight: Bool) async throws {
        let office = try await LoginOffice.shared
        let result = try await Attempt(
            section: .logins, server: "\(try await Postfix.version) with \(try await CyrusLogins.version)",
            settings: """
                host: localhost
                port: \(office.cyrusPostfix.port(.authenticating))
                tls: {ca: \(office.office.authority.certificate)}
                auth: \(Self.basic), mechanism: \(mechanism)}
                """, environment: ["P": isRight ? DovecotLogins.password : "hunter22"]
        ).noted("\(mechanism) that Cyrus SASL checks\(isRight ? "" : ", with a wrong password")")
        #expect(result.status == (isRight ? 0 : 77), "\(result.says)")
        if !isRight {
            #expect(result.says.contains("refused the login 'robot@example.com': 535 5.7.8"), "\(result.says)")
        }
    }

    // QUIRK: Dovecot 2.3 writes `algorithm="md5-sess"` in quotes, against RFC 2831 section 2.1.1: libcurl gives up there.
    @Test func `DIGEST-MD5 as Dovecot writes it is given up, and the password is not sent`() async throws {
        let office = try await LoginOffice.shared
        let result = try await attempt(office, Self.basic + ", mechanism: DIGEST-MD5}").noted(
            "DIGEST-MD5 over STARTTLS")
        #expect(result.status == 77)
        #expect(
            result.says
                == Attempt.error(
                    "authentication-not-offered",
                    """
                    mail.example.com:587 and router do not get on with this way to log in: 501 5.5.2 Authentication aborted \
                    by client.
                    """, "set another mechanism: in auth:, or take it away for the best that is offered"))
    }

    @Test(arguments: [
        (
            "provider: yandex", "535 5.7.8 Error: authentication failed: This user does not have access rights",
            """
            check the user name and the password; Yandex wants an app password (id.yandex.ru, Security, App passwords), and \
            IMAP switched on in the mailbox's settings under Email clients
            """, "Yandex's hint for a refused password"
        ),
        (
            "provider: gmail", "534 5.7.9 Application-specific password required",
            """
            check the user name and the password; Google wants an app password (myaccount.google.com/apppasswords, after \
            2-Step Verification), or auth: {type: oauth2, provider: google, …}
            """, "Google's hint for a refused password"
        ),
        (
            "provider: microsoft", "535 5.7.139 Authentication unsuccessful, basic authentication is disabled",
            """
            check the user name and the password; Exchange Online takes passwords no more, or only where its administrator \
            lets it: use auth: {type: oauth2, provider: microsoft, …}, with Authenticated SMTP switched on for the mailbox
            """, "Exchange Online's hint for a refused password"
        ),
    ])
    func `a provider's own hint`(provider: String, reply: String, help: String, what: String) async throws {
        let server = try await AsyncMailServer.start {
            $0.login = ("robot", "open-sesame")
            $0.loginReply = reply
        }
        let result = try await Attempt(
            section: .logins, server: server.version,
            settings: """
                \(provider)
                host: localhost
                port: \(server.port)
                encryption: none
                auth: {username: robot, password: "${env:P}"}
                """, environment: ["P": "hunter22"]
        ).noted(what)
        await server.stop()
        #expect(result.status == 77)
        #expect(
            result.says
                == Attempt.error(
                    "authentication-refused", "mail.example.com:587 refused the login 'robot': \(reply)", help))
    }

    // MARK: Windows

    @Test(arguments: Door.allCases)
    func `a Windows password`(door: Door) async throws {
        let office = try await LoginOffice.shared
        let result = try await attempt(
            office, "{type: windows, domain: CORP, username: svc, password: \"${env:P}\"}", at: door,
            environment: ["P": DovecotLogins.windowsPassword]
        ).noted("NTLM over \(door.rawValue)")
        #expect(result.status == 0, "\(result.says)")
        #expect(result.says.contains(#"logged in as CORP\svc"#), "\(result.says)")
    }

    @Test(arguments: [
        (#"{type: windows, username: 'CORP\svc', password: "${env:P}"}"#, "hunter22", "NTLM with a wrong password"),
        (
            #"{type: windows, domain: ELSEWHERE, username: svc, password: "${env:P}"}"#, DovecotLogins.windowsPassword,
            "NTLM with an unknown domain"
        ),
    ])
    func `a Windows password that is wrong`(auth: String, password: String, what: String) async throws {
        let office = try await LoginOffice.shared
        let result = try await attempt(office, auth, environment: ["P": password]).noted(what)
        #expect(result.status == 77)
        #expect(
            result.says.hasPrefix("error[authentication-refused]: mail.example.com:587 refused the login '"),
            "\(result.says)")
        #expect(
            result.says.hasSuffix("help: check the user name, the domain and the password"), "\(result.says)")
    }

    @Test(arguments: Door.allCases)
    func `a Kerberos ticket of the caller's`(door: Door) async throws {
        let office = try await LoginOffice.shared
        let environment = [
            "KRB5_CONFIG": office.realm.configuration, "KRB5CCNAME": try await office.realm.ticket(),
        ]
        let result = try await attempt(
            office, "{type: windows, username: robot@EXAMPLE.TEST}", at: door, environment: environment
        ).noted("a Kerberos ticket over \(door.rawValue)")
        #expect(result.status == 0, "\(result.says)")
    }

    @Test(arguments: Door.allCases)
    func `a keytab, which leaves nothing behind`(door: Door) async throws {
        let office = try await LoginOffice.shared
        let none = "FILE:\(office.realm.guardian.folder)/no-such-tickets"
        let result = try await attempt(
            office, "{type: windows, username: robot@example.test, keytab: \(office.realm.clientKeytab)}", at: door,
            environment: ["KRB5_CONFIG": office.realm.configuration, "KRB5CCNAME": none]
        ).noted("a keytab over \(door.rawValue)")
        #expect(result.status == 0, "\(result.says)")
        #expect(access(String(none.dropFirst(5)), F_OK) != 0)
    }

    @Test func `a letter goes out with a keytab`() async throws {
        let office = try await LoginOffice.shared
        let inbox = office.office.newInbox()
        let workspace = try Desk.workspace(
            port: office.dovecot.port,
            """
            tls: {ca: \(office.office.authority.certificate)}
            auth: {type: windows, username: robot@EXAMPLE.TEST, keytab: \(office.realm.clientKeytab)}

            """)
        let outcome = try await workspace.send(
            "note", Desk.data(to: inbox.address), environment: ["KRB5_CONFIG": office.realm.configuration])
        #expect(outcome.status == 0, "\(outcome.told)")
        #expect(try await inbox.letter()["Subject"] == "Привет")
    }

    @Test func `no ticket, an old one, and none for that name`() async throws {
        let office = try await LoginOffice.shared
        let realm = office.realm
        let auth = "{type: windows, username: robot@EXAMPLE.TEST}"
        func tried(_ auth: String, _ cache: String, _ what: String) async throws -> Attempt.Result {
            try await attempt(
                office, auth, environment: ["KRB5_CONFIG": realm.configuration, "KRB5CCNAME": cache]
            ).noted(what)
        }
        let none = try await tried(auth, "FILE:\(realm.guardian.folder)/none", "no Kerberos ticket")
        #expect(none.status == 77)
        #expect(
            none.says
                == Attempt.error(
                    "authentication-refused", "there is no Kerberos ticket for 'robot@EXAMPLE.TEST'",
                    "run kinit, or name a keytab: auth: {type: windows, keytab: …}"))
        let other = try await tried(
            "{type: windows, username: svc@EXAMPLE.TEST}", try await realm.ticket(),
            "a Kerberos ticket for another name")
        #expect(other.status == 77)
        #expect(
            other.says.hasPrefix("error[authentication-refused]: there is no Kerberos ticket for 'svc@EXAMPLE.TEST'"))
        let short = try await realm.ticket(seconds: 1)
        // Its time has to pass; nothing else tells.
        try await Task.sleep(for: .seconds(3))
        let old = try await tried(auth, short, "a Kerberos ticket that has expired")
        #expect(old.status == 77)
        #expect(
            old.says
                == Attempt.error(
                    "authentication-refused", "the Kerberos ticket for 'robot@EXAMPLE.TEST' has expired",
                    "run kinit again, or name a keytab: auth: {type: windows, keytab: …}"))
        let fallen = try await attempt(
            office, #"{type: windows, username: 'CORP\svc', password: "${env:P}"}"#,
            environment: ["P": DovecotLogins.windowsPassword, "KRB5_CONFIG": realm.configuration]
        ).noted("NTLM where there is no ticket")
        #expect(fallen.status == 0, "\(fallen.says)")
    }

    @Test func `a service that Kerberos does not know is named`() async throws {
        let office = try await LoginOffice.shared
        let hosts = try Hosts(["mail.example.test": ["127.0.0.1"]])
        let environment = hosts.environment.merging(
            ["KRB5_CONFIG": office.realm.configuration, "KRB5CCNAME": try await office.realm.ticket()],
            uniquingKeysWith: { $1 })
        let result = try await Attempt(
            section: .logins, server: try await DovecotLogins.version,
            settings: """
                host: mail.example.test
                port: \(office.dovecot.port)
                encryption: none
                auth: {type: windows, username: robot@EXAMPLE.TEST}
                """, environment: environment
        ).noted("a service that Kerberos does not know")
        await hosts.stop()
        #expect(result.status == 77)
        #expect(
            result.says.contains(
                "error[authentication-refused]: Kerberos knows no service 'smtp/mail.example.com@EXAMPLE.TEST': "),
            "\(result.says)")
    }

    @Test func `a Kerberos server that is away, and keytabs that do not do`() async throws {
        let office = try await LoginOffice.shared
        let realm = office.realm
        func tried(
            _ keytab: String, _ what: String, username: String = "robot@EXAMPLE.TEST", configuration: String? = nil,
            files: [String: String] = [:]
        ) async throws -> Attempt.Result {
            var attempt = try await attempt(
                office, "{type: windows, username: \(username), keytab: \(keytab)}",
                environment: ["KRB5_CONFIG": configuration ?? realm.configuration])
            attempt.files = files
            return try await attempt.noted(what)
        }
        let elsewhere = try TemporaryWorkspace.of([
            "krb5.conf": """
            [libdefaults]
            default_realm = EXAMPLE.TEST
            dns_lookup_kdc = false
            [realms]
            EXAMPLE.TEST = {
                kdc = 127.0.0.254:1
            }

            """
        ])
        let away = try await tried(
            realm.clientKeytab, "a Kerberos server that is away", configuration: elsewhere.path("krb5.conf"))
        #expect(away.status == 75)
        #expect(
            away.says.hasPrefix("error[not-now]: no Kerberos server answers for 'robot@EXAMPLE.TEST': "), "\(away.says)"
        )
        let without = try await tried(realm.clientKeytab, "a keytab of another name", username: "svc@EXAMPLE.TEST")
        #expect(without.status == 78)
        #expect(
            without.says.hasPrefix("error[settings-wrong]: the keytab has no key for 'svc@EXAMPLE.TEST': "),
            "\(without.says)")
        let damaged = try await tried("bad.keytab", "a keytab that is none", files: ["bad.keytab": "hello, keytab\n"])
        #expect(damaged.status == 78)
        #expect(damaged.says.hasPrefix("error[settings-wrong]: the keytab is none: "), "\(damaged.says)")
        let missing = try await tried("none.keytab", "a keytab that is not there")
        #expect(missing.status == 78)
        #expect(
            missing.says.contains("error[bad-file]: the file 'none.keytab' does not exist"), "\(missing.says)")
    }
}
