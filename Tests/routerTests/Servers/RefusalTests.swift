import ConnectingTesting
import Peers
import Testing

@Suite struct `What a server refuses is told with its words, its owed and its code` {
    private static func data(to addresses: String..., from: String? = nil, body: String? = nil) -> String {
        var members = [
            "\"To\": [\(addresses.map { "\"\($0)\"" }.joined(separator: ", "))]", "\"Title\": \"Привет\"",
        ]
        if let from { members.append("\"From\": \"\(from)\"") }
        if let body { members.append("\"Body\": \"\(body)\"") }
        return "{\(members.joined(separator: ", "))}"
    }

    @Test func `a refused recipient fails, and the others get the letter`() async throws {
        let desk = try await Desk.open()
        let inbox = desk.office.newInbox()
        let outcome = try await desk.send("note", Self.data(to: inbox.address, Postfix.refused), "--json")
        #expect(outcome.status == 67)
        let line = try outcome.json
        #expect(line.state == "partial")
        #expect(line.recipients.items.map(\.state) == ["sent", "failed"])
        #expect(line.recipients[1].reply.text?.hasPrefix("550 5.1.1 <refused@example.test>") == true)
        #expect(line.error.keys == ["code", "help", "message"])
        #expect(line.error.code == "recipient-refused" && line.error.help == "check the address")
        #expect(try await inbox.letter()["Subject"] == "Привет")
        #expect(try await desk.office.inbox(Postfix.refused).letters(0).isEmpty)

        let alone = try await desk.send("note", Self.data(to: Postfix.refused))
        #expect(alone.status == 67)
        #expect(alone.stdout.contains("  failed refused@example.test: 550 5.1.1"))
        let first = alone.stderr.split(separator: "\n").first.map(String.init) ?? ""
        let start = "error[recipient-refused]: localhost:\(desk.office.postfix.port(.authenticating)) refused "
        #expect(first.hasPrefix(start + "refused@example.test: 550 5.1.1"), "\(alone.told)")
    }

    @Test func `a deferred recipient is owed a letter, and is named`() async throws {
        let desk = try await Desk.open()
        let inbox = desk.office.newInbox()
        let outcome = try await desk.send("note", Self.data(to: inbox.address, Postfix.later))
        #expect(outcome.status == 75)
        #expect(outcome.stdout.contains("  sent \(inbox.address): 250 2.0.0"))
        #expect(outcome.stdout.contains("  deferred later@example.test: 450 4.2.0"))
        #expect(outcome.stderr.contains("error[not-now]: "))
        #expect(outcome.stderr.hasSuffix("nothing will retry this letter; send it again to: later@example.test\n"))
        let scripted = try await desk.send("note", Self.data(to: Postfix.later), "--json")
        #expect(scripted.status == 75)
        #expect(try scripted.json.state == "deferred")
        #expect(try scripted.json.error.code == "not-now")
        // Refused for good counts before deferred.
        let both = try await desk.send("note", Self.data(to: Postfix.later, Postfix.refused), "--json")
        #expect(both.status == 67)
        #expect(try both.json.state == "deferred")
        _ = try await inbox.letter()
    }

    @Test func `a refused sender is exit 69`() async throws {
        let desk = try await Desk.open(at: .plain, "encryption: tls\ntls: {ca: CA}\n")
        let inbox = desk.office.newInbox()
        let outcome = try await desk.send("note", Self.data(to: inbox.address, from: Postfix.banned), "--json")
        #expect(outcome.status == 69)
        #expect(try outcome.json.state == "failed")
        #expect(try outcome.json.error.code == "sender-refused")
        #expect(try outcome.json.error.message.text?.contains("553 5.7.1") == true)
        #expect(try await inbox.letters(0).isEmpty)
    }

    @Test func `a letter that is too large is exit 69, and says how large it may be`() async throws {
        let desk = try await Desk.open(at: .small, "encryption: none\n")
        let inbox = desk.office.newInbox()
        let body = String(repeating: "Дорогой друг! ", count: 8000)
        let outcome = try await desk.send("note", Self.data(to: inbox.address, body: body))
        #expect(outcome.status == 69)
        #expect(outcome.stderr.hasPrefix("error[message-refused]: the letter has "))
        #expect(outcome.stderr.contains("takes at most 100000\n  help: make the letter smaller"))
        #expect(try await inbox.letters(0).isEmpty)
    }

    @Test func `a wrong password is exit 77, and is not shown`() async throws {
        let desk = try await Desk.open()
        let inbox = desk.office.newInbox()
        for more in [[], ["--json"]] {
            let outcome = try await Program.run(
                ["send", "note", "--data", "-"] + more, in: desk.workspace.folder,
                stdin: Array(Self.data(to: inbox.address).utf8), environment: ["DESK_PASSWORD": "hunter2-is-wrong"])
            #expect(outcome.status == 77)
            let said = outcome.stdout + outcome.stderr
            #expect(said.contains("authentication-refused") && said.contains("535 5.7.8"))
            #expect(said.contains("refused the login 'robot@example.test'"))
            #expect(!said.contains("hunter2"))
        }
        #expect(try await inbox.letters(0).isEmpty)
    }

    @Test func `a password that is nowhere is named before anything is sent`() async throws {
        let desk = try await Desk.open()
        let outcome = try await desk.workspace.send("note", Self.data(to: "ivan@example.test"))
        #expect(outcome.status == 78)
        #expect(
            outcome.stderr == """
                connections/corporate.yaml:7:62: error[secret-missing]: the environment has no variable 'DESK_PASSWORD'
                  7 | auth: {type: basic, username: robot@example.test, password: "${env:DESK_PASSWORD}"}
                    |                                                              ^^^^^^^^^^^^^^^^^^^^
                  help: set it before router starts: export DESK_PASSWORD=…
                routes/note.yaml:1:1: error[unknown-connection]: the connection 'corporate' has errors of its own
                  1 | kind: send
                    | ^^^^
                  help: mend connections/corporate.yaml
                error[workspace]: the route 'note' is wrong
                  help: mend what is named above; 'router check' shows everything

                """)
    }

    @Test func `no AUTH on offer is exit 77, no STARTTLS 75, and nothing is sent`() async throws {
        let inbox = try await PostOffice.shared.newInbox()
        let noLogin = try await Desk.open(at: .plain)
        let login = try await noLogin.send("note", Self.data(to: inbox.address))
        #expect(login.status == 77)
        #expect(login.stderr.contains("error[authentication-not-offered]"), "\(login.told)")

        let noTLS = try await Desk.open(at: .bare, "encryption: tls\ntls: {ca: CA}\n")
        let encryption = try await noTLS.send("note", Self.data(to: inbox.address))
        #expect(encryption.status == 75)
        #expect(encryption.stderr.contains("error[encryption-not-offered]"), "\(encryption.told)")
        #expect(
            encryption.stderr.hasSuffix("nothing will retry this letter; send it again to: \(inbox.address)\n"))
        #expect(try await inbox.letters(0).isEmpty)
    }

    @Test(arguments: [
        (Listener.expired, "has expired"), (.otherHost, "is for another name than localhost"),
        (.selfSigned, "is signed by itself"),
    ])
    func `a certificate that proves nothing is exit 75`(door: Listener, words: String) async throws {
        let desk = try await Desk.open(at: door, "encryption: tls\ntls: {ca: CA}\n")
        let inbox = desk.office.newInbox()
        let outcome = try await desk.send("note", Self.data(to: inbox.address))
        #expect(outcome.status == 75)
        let server = "localhost:\(desk.office.postfix.port(door))"
        #expect(
            outcome.stderr.hasPrefix("error[certificate-refused]: the certificate of \(server) \(words)"),
            "\(outcome.told)")
        #expect(try await inbox.letters(0).isEmpty)
    }

    @Test func `an authority that nobody knows is exit 75`() async throws {
        let desk = try await Desk.open(at: .plain, "encryption: tls\n")
        let outcome = try await desk.send("note", Self.data(to: "ivan@example.test"))
        #expect(outcome.status == 75)
        #expect(outcome.stderr.contains("is signed by nobody whom this machine trusts"), "\(outcome.told)")
    }

    @Test func `TLS from the first byte works, and a client's certificate opens the door`() async throws {
        let secure = try await Desk.open(at: .secure, "encryption: ssl\ntls: {ca: CA}\n")
        let inbox = secure.office.newInbox()
        #expect(try await secure.send("note", Self.data(to: inbox.address)).status == 0)
        let authority = secure.office.authority
        let mutual = try await Desk.open(
            at: .mutual,
            "encryption: ssl\ntls: {ca: CA, certificate: \(authority.certificate(.client)), key: \(authority.key(.client))}\n"
        )
        let outcome = try await mutual.send("note", Self.data(to: inbox.address))
        #expect(outcome.status == 0, "\(outcome.told)")
        #expect(try await inbox.letters(2).count == 2)
    }

    @Test func `a server that is down, or is none, is one clear error`() async throws {
        // A port that was just free: nobody listens there.
        let sink = try await Sink.start([])
        await sink.stop()
        let down = try Desk.workspace(port: sink.port)
        let outcome = try await down.send("note", Self.data(to: "ivan@example.test"))
        #expect(outcome.status == 75)
        #expect(outcome.stderr.hasPrefix("error[connection-refused]: localhost:\(sink.port) takes no connections"))
        #expect(outcome.stdout.contains("  deferred ivan@example.test\n"))

        let nowhere = try Desk.workspace(port: 25, "encryption: none\n")
        try nowhere.write(
            "connections/corporate.yaml",
            nowhere.text("connections/corporate.yaml").replacing("localhost", with: "mail.invalid"))
        let unknown = try await nowhere.send("note", Self.data(to: "ivan@example.test"))
        #expect(unknown.status == 75)
        #expect(unknown.stderr.hasPrefix("error[host-not-found]: the host mail.invalid is not found"))
    }

    @Test func `an outcome that nobody can know is held, with who to ask`() async throws {
        let server = try ScriptedServer(Script(fault: .closesAt(".")))
        let workspace = try Desk.workspace(port: server.port)
        let outcome = try await workspace.send("note", Self.data(to: "ivan@example.test", "maria@example.test"))
        #expect(outcome.status == 76)
        #expect(outcome.stdout.contains("  held ivan@example.test\n  held maria@example.test\n"), "\(outcome.told)")
        #expect(outcome.stderr.hasPrefix("error[outcome-unknown]: the whole letter went out"))
        #expect(
            outcome.stderr.hasSuffix(
                "whether these got it is not known, ask before sending again: ivan@example.test, maria@example.test\n"))
        let scripted = try await workspace.send("note", Self.data(to: "ivan@example.test"), "--json")
        #expect(scripted.status == 76)
        #expect(try scripted.json.state == "held")
        #expect(try scripted.json.recipients[0].state == "held")

        let sink = try await Sink.start([.hangsUp(".")])
        let real = try await Desk.workspace(port: sink.port).send("note", Self.data(to: "ivan@example.test"))
        #expect(real.status == 76, "\(real.told)")
        await sink.stop()
    }

    @Test func `a broken connection before the end owes the letter`() async throws {
        for fault in [
            Script.Fault.closesAt("MAIL"), .closesAt("RCPT"), .closesAt("DATA"), .resets(afterLetterBytes: 10),
        ] {
            var script = Script(fault: fault)
            // Else the system's buffers swallow the whole letter, and the outcome is unknown.
            script.buffer = 4096
            let server = try ScriptedServer(script)
            let outcome = try await Desk.workspace(port: server.port).send(
                "note", Self.data(to: "ivan@example.test", body: String(repeating: "x", count: 8_000_000)), "--json")
            #expect(outcome.status == 75, "\(fault): \(outcome.told)")
            #expect(try outcome.json.state == "deferred")
            #expect(try outcome.json.error.code == "connection-lost")
            #expect(server.deliveries == [])
        }
    }

    @Test(arguments: [
        // libcurl waits for a line with a code.
        ("garbage\u{7}\u{1B}[31m and no code", "timed-out"), ("999 what", "protocol-violation"),
        ("554 5.7.1 go away", "connection-refused"), ("421 4.3.2 busy", "not-now"),
    ])
    func `a server that greets wrongly is one error in clean words`(greeting: String, code: String) async throws {
        var script = Script()
        script.greeting = greeting
        let server = try ScriptedServer(script)
        let workspace = try Desk.workspace(port: server.port, "encryption: none\ntimeout: 1s\n")
        let outcome = try await workspace.send("note", Self.data(to: "ivan@example.test"))
        #expect(outcome.status == 75, "\(outcome.told)")
        #expect(outcome.stderr.hasPrefix("error[\(code)]: "), "\(outcome.told)")
        #expect(!outcome.stderr.contains("\u{1B}") && !outcome.stderr.contains("\u{7}"))
        #expect(server.deliveries == [])
    }

    @Test(arguments: ["EHLO", "CONNECT"])
    func `a server that says nothing costs no more than the timeout`(command: String) async throws {
        var script = Script(fault: .hangsAt(command))
        if command == "CONNECT" { script = Script(fault: .closes(afterBytes: 0)) }
        let server = try ScriptedServer(script)
        let workspace = try Desk.workspace(port: server.port, "encryption: none\ntimeout: 1s\n")
        let outcome = try await workspace.send("note", Self.data(to: "ivan@example.test"))
        #expect(outcome.status == 75)
        #expect(outcome.took < .seconds(10))
        let code = command == "EHLO" ? "timed-out" : "connection-lost"
        #expect(outcome.stderr.hasPrefix("error[\(code)]: "), "\(outcome.told)")
    }

    @Test func `the test of a connection finds the same, and sends a letter when asked`() async throws {
        let desk = try await Desk.open()
        let right = try await desk.workspace.router("test", "corporate", environment: Desk.environment)
        #expect(right.status == 0, "\(right.told)")
        let inbox = desk.office.newInbox()
        let letter = try await desk.workspace.router(
            "test", "corporate", "--to", "\(inbox.address),\(Postfix.refused)", "--json", environment: Desk.environment)
        #expect(letter.status == 67)
        #expect(try letter.json.state == "partial")
        #expect(try await inbox.letter()["Subject"] == "Test of the connection 'corporate'")

        let wrong = try await desk.workspace.router("test", "corporate", environment: ["DESK_PASSWORD": "hunter2"])
        #expect(wrong.status == 77)
        #expect(wrong.stderr.contains("error[authentication-refused]") && !wrong.stderr.contains("hunter2"))
        let scripted = try await desk.workspace.router(
            "test", "corporate", "--json", environment: ["DESK_PASSWORD": "hunter2"])
        #expect(scripted.status == 77)
        #expect(try scripted.json.keys == ["connection", "error", "ok"])
        #expect(try scripted.json.ok == false)
        let online = try await desk.workspace.router("check", "--online", environment: ["DESK_PASSWORD": "hunter2"])
        #expect(online.status == 77)
    }

    @Test func `every session says goodbye`() async throws {
        let server = try ScriptedServer()
        let workspace = try Desk.workspace(port: server.port)
        #expect(try await workspace.send("note", Self.data(to: "ivan@example.test")).status == 0)
        #expect(try await workspace.router("test", "corporate", "--to", "ivan@example.test").status == 0)
        #expect(try await workspace.router("test", "corporate").status == 0)
        #expect(server.commands.filter { $0 == "QUIT" }.count == server.record.connections)
        #expect(server.record.connections == 3)
    }
}
