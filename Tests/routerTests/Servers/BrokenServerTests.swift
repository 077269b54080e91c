import ConnectingTesting
import Peers
import Testing

@Suite struct `A server that breaks off, garbles or is silent is one clear error` {
    @Test func `a server that is down, or is none, is one clear error`() async throws {
        // A port that was just free: nobody listens there.
        let sink = try await Sink.start([])
        await sink.stop()
        let down = try Desk.workspace(port: sink.port)
        let outcome = try await down.send("note", Desk.data(to: "ivan@example.test"))
        #expect(outcome.status == 75)
        #expect(outcome.stderr.hasPrefix("error[connection-refused]: localhost:\(sink.port) takes no connections"))
        #expect(outcome.stdout.contains("  deferred ivan@example.test\n"))

        let nowhere = try Desk.workspace(port: 25, "encryption: none\n")
        try nowhere.write(
            "connections/corporate.yaml",
            nowhere.text("connections/corporate.yaml").replacing("localhost", with: "mail.invalid"))
        let unknown = try await nowhere.send("note", Desk.data(to: "ivan@example.test"))
        #expect(unknown.status == 75)
        #expect(unknown.stderr.hasPrefix("error[host-not-found]: the host mail.invalid is not found"))
    }

    @Test func `an outcome that nobody can know is held, with who to ask`() async throws {
        let server = try ScriptedServer(Script(fault: .closesAt(".")))
        let workspace = try Desk.workspace(port: server.port)
        let outcome = try await workspace.send("note", Desk.data(to: "ivan@example.test", "maria@example.test"))
        #expect(outcome.status == 76)
        #expect(outcome.stdout.contains("  held ivan@example.test\n  held maria@example.test\n"), "\(outcome.told)")
        #expect(outcome.stderr.hasPrefix("error[outcome-unknown]: the whole letter went out"))
        #expect(
            outcome.stderr.contains(
                "whether these got it is not known, and it is held: ivan@example.test, maria@example.test; 'router queue retry "
            ))
        try workspace.write("router.yaml", "spool: none\n")
        let unkept = try await workspace.send("note", Desk.data(to: "ivan@example.test"))
        #expect(unkept.status == 76)
        #expect(
            unkept.stderr.hasSuffix(
                "whether these got it is not known, ask before sending again: ivan@example.test\n"))
        let scripted = try await workspace.send("note", Desk.data(to: "ivan@example.test"), "--json")
        #expect(scripted.status == 76)
        #expect(try scripted.json.state == "held")
        #expect(try scripted.json.recipients[0].state == "held")

        let sink = try await Sink.start([.hangsUp(".")])
        let real = try await Desk.workspace(port: sink.port).send("note", Desk.data(to: "ivan@example.test"))
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
                "note", Desk.data(to: "ivan@example.test", body: String(repeating: "x", count: 8_000_000)), "--json")
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
        let outcome = try await workspace.send("note", Desk.data(to: "ivan@example.test"))
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
        let outcome = try await workspace.send("note", Desk.data(to: "ivan@example.test"))
        #expect(outcome.status == 75)
        #expect(outcome.took < .seconds(100))
        let code = command == "EHLO" ? "timed-out" : "connection-lost"
        #expect(outcome.stderr.hasPrefix("error[\(code)]: "), "\(outcome.told)")
    }
}
