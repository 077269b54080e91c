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
}
