import ConnectingTesting
import Peers
import Testing

@Suite struct `What a connection owes those who run it` {
    @Test func `13: the server verifies recipients before sending, and one that can't makes the connection fail`()
        async throws
    {
        let server = try await AsyncMailServer.start {
            $0.vrfyReplies = [
                "ivan@example.test": "250 2.1.5 ok", "robot@example.test": "250 2.1.5 ok", "*": "550 5.1.1 no",
            ]
        }
        let workspace = try Desk.workspace(port: server.port, "encryption: none\nverify-recipients: vrfy\n")
        #expect(try await workspace.router("test", "corporate").status == 0)
        #expect(try await workspace.send("note", Desk.data(to: "ivan@example.test")).status == 0)
        let refused = try await workspace.send("note", Desk.data(to: "ivan@example.test", "maria@example.test"))
        #expect(refused.status == 67, "\(refused.told)")
        #expect(try server.letters().map { $0.recipients.map(\.address) } == [["ivan@example.test"]])
        await server.stop()
        let mute = try await AsyncMailServer.start { $0.vrfyReplies = ["*": "502 5.5.1 not here"] }
        let failing = try Desk.workspace(port: mute.port, "encryption: none\nverify-recipients: vrfy\n")
        let outcome = try await failing.router("test", "corporate", "--json")
        #expect(outcome.status == 75)
        #expect(try outcome.json.error.code == "verification-not-offered")
        #expect(try await failing.send("note", Desk.data(to: "ivan@example.test")).status == 75)
        #expect(try mute.letters().isEmpty)
        await mute.stop()
    }

    @Test(arguments: [("full", 5...100), ("errors", 1...1), ("off", 0...0)])
    func `43: a log is full, of errors, or off`(_ level: String, _ lines: ClosedRange<Int>) async throws {
        let server = try ScriptedServer(Script(rules: [.init("RCPT", "550 5.1.1 no such user")]))
        let workspace = try Desk.workspace(port: server.port, "encryption: none\nlog: \(level)\n")
        #expect(try await workspace.send("note", Desk.data(to: "ivan@example.test")).status == 67)
        let count =
            workspace.exists("var/log") ? try workspace.text("var/log/corporate.log").split(separator: "\n").count : 0
        #expect(lines.contains(count), "\(count) lines")
    }

    @Test func `43: what a mailbox refuses stands in its log too`() async throws {
        let server = try ScriptedMailbox(
            MailboxScript(rules: [.init("AUTHENTICATE", "TAG NO [AUTHENTICATIONFAILED] not with this one")]))
        let workspace = try TemporaryWorkspace.of([
            "connections/desk.yaml": """
            kind: imap
            host: 127.0.0.1
            port: \(server.port)
            encryption: none
            auth: {type: basic, username: desk, password: open-sesame}
            """,
            "routes/intake.yaml": "kind: receive\nconnection: desk\n",
        ])
        #expect(try await workspace.router("receive", "intake", "--once").status == 77)
        let lines = try workspace.text("var/log/desk.log").split(separator: "\n")
        #expect(lines.count == 1 && lines[0].contains("[authentication-refused]"), "\(lines)")
        #expect(!lines[0].contains("open-sesame"))
    }

    @Test func `50: a log can be taken away whole`() async throws {
        let workspace = try TemporaryWorkspace.small()
        let text = (0..<500).map { "2026-11-21T08:15:30.250+03:00 1/1 C: line \($0)\n" }.joined()
        try workspace.write("var/log/box.log", text)
        #expect(try await workspace.router("log", "box", "--lines", "1000000").stdout == text)
    }
}
