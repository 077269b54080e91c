import Diagnostics
import Peers
import Sandbox
import Testing

@Suite struct `Every kind of login to Exchange` {
    /// The sandbox's Exchange, behind a front that speaks NTLM or Kerberos where one is asked for.
    private struct Door {
        var port: Int
        var server: String

        func attempt(_ auth: String, environment: [String: String] = [:]) -> Attempt {
            Attempt(
                section: .exchange, server: server, kind: "exchange",
                settings: """
                    url: http://localhost:\(port)\(ExchangeServer.path)
                    auth: \(auth)
                    sender: {address: robot@example.com}
                    """,
                environment: environment, names: ["localhost:\(port)": "mail.example.com"])
        }
    }

    private static let basic = #"{username: robot, password: "${env:P}"}"#
    private static let windows = #"{type: windows, username: 'CORP\robot', password: "${env:P}"}"#
    private static let ticket = "{type: windows, username: robot@EXAMPLE.TEST}"

    private func withDoor(
        ntlm users: String? = nil, kerberos realm: KerberosRealm? = nil, _ body: (Door) async throws -> Void
    ) async throws {
        let secret = "\(Int.random(in: 1_000_000 ... .max))"
        var options = ExchangeServer.Options()
        options.front = Secret(secret)
        let mailboxes = Mailboxes([
            SandboxUser(login: "robot", password: Secret("sesame"), name: "Robot", addresses: ["robot@example.com"])
        ])
        let exchange = try await ListeningExchange.start(mailboxes, options)
        var door = Door(port: exchange.port, server: "router sandbox")
        var front: ExchangeFront?
        if users != nil || realm != nil {
            let before = try await ExchangeFront.start(
                before: exchange.port, secret: secret, users: users, realm: realm)
            front = before
            door = Door(port: before.port, server: realm == nil ? "pyspnego" : try await KerberosRealm.version)
        }
        let result: Result<Void, any Error>
        do { result = .success(try await body(door)) } catch { result = .failure(error) }
        await front?.stop()
        await exchange.stop()
        try result.get()
    }

    @Test func `a password`() async throws {
        try await withDoor { door in
            let right = try await door.attempt(Self.basic, environment: ["P": "sesame"]).noted("a password")
            #expect(right.status == 0, "\(right.says)")
            let wrong = try await door.attempt(Self.basic, environment: ["P": "hunter22"]).noted("a wrong password")
            #expect(wrong.status == 77)
            #expect(wrong.says.hasPrefix("error[authentication-refused]: "), "\(wrong.says)")
        }
    }

    @Test func `NTLM`() async throws {
        try await withDoor(ntlm: "CORP:robot:sesame\n") { door in
            let right = try await door.attempt(Self.windows, environment: ["P": "sesame"]).noted("NTLM")
            #expect(right.status == 0, "\(right.says)")
            let wrong = try await door.attempt(Self.windows, environment: ["P": "hunter22"]).noted(
                "NTLM with a wrong password")
            #expect(wrong.status == 77)
            #expect(wrong.says.hasPrefix("error[authentication-refused]: "), "\(wrong.says)")
            let strange = try await door.attempt(Self.windows, environment: ["P": "сезам"]).noted(
                "NTLM with a password that is not ASCII")
            #expect(strange.status != 0 && strange.says != wrong.says, "\(strange.says)")
            #expect(strange.says.contains("ASCII"), "\(strange.says)")
        }
    }

    @Test func `a Kerberos ticket, a keytab, and none of them`() async throws {
        let realm = try await KerberosRealm.shared
        try await withDoor(kerberos: realm) { door in
            func tried(_ auth: String, _ cache: String, _ what: String) async throws -> Attempt.Result {
                try await door.attempt(
                    auth, environment: ["KRB5_CONFIG": realm.configuration, "KRB5CCNAME": cache]
                ).noted(what)
            }
            let right = try await tried(Self.ticket, try await realm.ticket(), "a Kerberos ticket")
            #expect(right.status == 0, "\(right.says)")
            let absent = "FILE:\(realm.guardian.folder)/absent"
            let keytab = try await tried(
                "{type: windows, username: robot@EXAMPLE.TEST, keytab: \(realm.clientKeytab)}", absent, "a keytab")
            #expect(keytab.status == 0, "\(keytab.says)")
            let none = try await tried(Self.ticket, absent, "no Kerberos ticket")
            #expect(none.status == 77)
            #expect(
                none.says
                    == Attempt.error(
                        "authentication-refused", "there is no Kerberos ticket for 'robot@EXAMPLE.TEST'",
                        "run kinit, or name a keytab: auth: {type: windows, keytab: …}"))
            let short = try await realm.ticket(seconds: 1)
            // Its time has to pass; nothing else tells.
            try await Task.sleep(for: .seconds(3))
            let old = try await tried(Self.ticket, short, "a Kerberos ticket that has expired")
            #expect(old.status == 77)
            #expect(
                old.says
                    == Attempt.error(
                        "authentication-refused", "the Kerberos ticket for 'robot@EXAMPLE.TEST' has expired",
                        "run kinit again, or name a keytab: auth: {type: windows, keytab: …}"))
        }
    }

    @Test func `a Kerberos ticket for a server that Kerberos does not know`() async throws {
        let realm = try await KerberosRealm.shared
        try await withDoor(kerberos: realm) { door in
            var attempt = door.attempt(
                Self.ticket, environment: ["KRB5_CONFIG": realm.configuration, "KRB5CCNAME": try await realm.ticket()])
            attempt.settings = attempt.settings.replacing("http://localhost:", with: "http://127.0.0.1:")
            attempt.names = ["127.0.0.1:\(door.port)": "mail.example.com", "HTTP/127.0.0.1": "HTTP/mail.example.com"]
            let result = try await attempt.noted("a Kerberos ticket, and a server that Kerberos does not know")
            #expect(result.status == 77)
            #expect(
                result.says.hasPrefix(
                    "error[authentication-refused]: Kerberos knows no service 'HTTP/mail.example.com@EXAMPLE.TEST': "),
                "\(result.says)")
        }
    }

    @Test func `Kerberos with a clock that is wrong`() async throws {
        let realm = try await KerberosRealm.shared
        try await withDoor(kerberos: realm) { door in
            let keytab = "{type: windows, username: robot@EXAMPLE.TEST, keytab: \(realm.clientKeytab)}"
            let absent = "FILE:\(realm.guardian.folder)/absent"
            func attempt(_ auth: String, _ cache: String) -> Attempt {
                door.attempt(auth, environment: ["KRB5_CONFIG": realm.unadjusted, "KRB5CCNAME": cache])
            }
            // With a ticket that was used before, the server is the first to see the clock.
            let used = attempt(Self.ticket, try await realm.ticket())
            for right in [used, attempt(keytab, absent)] {
                let result = try await right.result()
                #expect(result.status == 0, "\(result.says)")
            }
            for (wrong, what) in [
                (attempt(Self.ticket, try await realm.ticket()), "a Kerberos ticket"),
                (used, "a Kerberos ticket that was used before"), (attempt(keytab, absent), "a keytab"),
            ] {
                var wrong = wrong
                wrong.minutesAhead = 20
                let result = try await wrong.noted("\(what), and a clock that is 20 minutes fast")
                #expect(result.status == 77, "\(result.says)")
                #expect(
                    result.says.hasPrefix(
                        "error[authentication-refused]: this machine's clock and that of Kerberos are too far apart: "),
                    "\(result.says)")
                #expect(result.says.hasSuffix("\n  help: set this machine's clock"), "\(result.says)")
            }
        }
    }

    /// An Exchange before which nothing stands.
    private func withExchange(
        _ users: [SandboxUser], _ change: (inout ExchangeServer.Options) -> Void,
        _ body: (ListeningExchange, (_ auth: String, _ more: String) -> Attempt) async throws -> Void
    ) async throws {
        var options = ExchangeServer.Options()
        change(&options)
        let exchange = try await ListeningExchange.start(Mailboxes(users), options)
        let scheme = options.certificate == nil ? "http" : "https"
        func attempt(_ auth: String, _ more: String) -> Attempt {
            Attempt(
                section: .exchange, server: "router sandbox", kind: "exchange",
                settings: """
                    url: \(scheme)://localhost:\(exchange.port)\(ExchangeServer.path)
                    auth: \(auth)
                    sender: {address: robot@example.com}
                    \(more)
                    """,
                environment: ["P": "sesame", "S": TokenServer.clientSecret],
                names: ["localhost:\(exchange.port)": "mail.example.com"])
        }
        let result: Result<Void, any Error>
        do { result = .success(try await body(exchange, attempt)) } catch { result = .failure(error) }
        await exchange.stop()
        try result.get()
    }

    @Test func `TLS with an authority of one's own`() async throws {
        let authority = try await PostOffice.shared.authority
        let robot = SandboxUser(
            login: "robot", password: Secret("sesame"), name: "Robot", addresses: ["robot@example.com"])
        for (kind, what) in [
            (TestAuthority.Kind.good, "a password over TLS, with tls: {ca: …}"),
            (.stranger, "TLS, and a certificate of another authority"),
        ] {
            try await withExchange([robot]) {
                $0.certificate = ExchangeCertificate(
                    certificate: authority.certificate(kind), key: authority.key(kind))
            } _: { _, attempt in
                let result = try await attempt(Self.basic, "tls: {ca: \(authority.certificate)}").noted(what)
                #expect(result.status == (kind == .good ? 0 : 75), "\(result.says)")
                #expect(
                    kind == .good
                        ? result.says.contains("\nencrypted\n")
                        : result.says.hasPrefix("error[certificate-refused]: "), "\(result.says)")
            }
        }
    }

    @Test func `an application's token, in the name of a mailbox`() async throws {
        let tokens = try await TokenServer.start(authority: PostOffice.shared.authority)
        let robot = SandboxUser(
            login: TokenServer.mailbox, password: Secret("\(UInt64.random(in: 0 ... .max))"), name: "Application",
            addresses: [TokenServer.mailbox], mayImpersonate: true)
        let desk = SandboxUser(login: "desk", password: Secret("x"), name: "Desk", addresses: ["desk@example.com"])
        try await withExchange([robot, desk]) {
            $0.offersBasic = false
            $0.bearer = { token in try? await tokens.owner(of: token) }
        } _: { exchange, attempt in
            let auth = """

                  type: oauth2
                  grant: client-credentials
                  token-url: \(tokens.plainTokenURL)
                  client-id: \(TokenServer.clientID)
                  client-secret: "${env:S}"
                  scope: mail
                  username: desk@example.com
                """
            let right = try await attempt(auth, "").noted(
                "oauth2 with client credentials, in a mailbox's name")
            #expect(right.status == 0, "\(right.says)")
            #expect(right.says.contains("works in the name of desk@example.com"), "\(right.says)")
            let calls = exchange.server.faults.calls
            #expect(!calls.isEmpty && calls.allSatisfy { $0.user == TokenServer.mailbox && $0.actor == "desk" })
            #expect(calls.allSatisfy { $0.anchor == "desk@example.com" })
            // Without impersonation it is a stranger there, and says so.
            let delegate = try await attempt(auth, "mailbox: desk@example.com\nimpersonate: false").noted(
                "oauth2 with client credentials, as a delegate without rights")
            #expect(delegate.status != 0 && delegate.says.contains("ErrorAccessDenied"), "\(delegate.says)")
            #expect(try await tokens.count(of: .clientCredentials) >= 1)
        }
        await tokens.stop()
    }
}
