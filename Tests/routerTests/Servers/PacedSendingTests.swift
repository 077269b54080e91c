import ConnectingTesting
import Peers
import Testing

@Suite struct `Sessions and rates are the connection's, and the server's limits are kept to` {
    private static func lines(_ count: Int) -> [UInt8] {
        Array((1...count).map { #"{"To": ["ivan@example.test"], "Title": "Letter \#($0)"}"# + "\n" }.joined().utf8)
    }

    @Test func `a rate is kept to, and --verbose says what is waited for`() async throws {
        let server = try await AsyncMailServer.start()
        let workspace = try Desk.workspace(port: server.port, "encryption: none\nrate: 2/s\n")
        let outcome = try await Program.run(
            ["send", "note", "--data", "-", "--ndjson", "--verbose"], in: workspace.folder, stdin: Self.lines(9))
        #expect(outcome.status == 0)
        #expect(outcome.took >= .seconds(4))
        // A machine that is busy may be late for one of the waits, but not for all four.
        let said = Set(outcome.stderr.split(separator: "\n").map(String.init))
        #expect(said == ["waits 1 s: the rate is 2/s", "9 sent"], "\(outcome.told)")
        #expect(try server.letters().count == 9)
        try Tried.record(
            .sessions, "rate: 2/s, nine letters, --verbose", server: server.version, exit: outcome.status,
            says: said.sorted(by: >).joined(separator: "\n"))
        await server.stop()
    }

    @Test func `a rate that makes no sense is told with its place`() async throws {
        let workspace = try Desk.workspace(port: 25, "encryption: none\nrate: 0/min\n")
        let outcome = try await workspace.router("check")
        #expect(outcome.status == 78)
        #expect(
            outcome.stderr.contains(
                "connections/corporate.yaml:7:7: error[unknown-value]: a rate can't be 0\n"), "\(outcome.told)")
    }

    @Test(arguments: ["421 4.7.0 Too many sessions from your address", "432 4.3.2 Too many sessions"])
    func `a server that takes fewer sessions gets fewer, and every letter goes`(reply: String) async throws {
        let server = try await AsyncMailServer.start {
            $0.sessionsAtOnce = 2
            $0.sessionsReply = reply
            $0.lettersPerSession = 30
            $0.offersPipelining = true
        }
        let trial = Trial(
            .sessions, "a server that takes two sessions at once, and says \(reply.prefix(3)) to others; 200 letters",
            server: server.version, port: server.port, "")
        let workspace = try Desk.workspace(port: server.port, "encryption: none\nsessions: 4\n")
        let outcome = try await Program.run(
            ["send", "note", "--data", "-", "--ndjson"], in: workspace.folder, stdin: Self.lines(200))
        #expect(outcome.status == 0, "\(outcome.told)")
        #expect(outcome.stderr == "200 sent\n", "\(outcome.told)")
        #expect(try server.letters().count == 200)
        try trial.note(outcome)
        await server.stop()
    }

    @Test func `Postfix tells the sender what was asked for, with the letter's own id`() async throws {
        let desk = try await Desk.open(at: .plain, "encryption: none\nnotify: success\n")
        let sender = desk.office.newInbox("sender")
        let reader = desk.office.newInbox()
        let outcome = try await desk.send("note", Desk.data(to: reader.address, from: sender.address), "--json")
        #expect(outcome.status == 0, "\(outcome.told)")
        let id = try #require(try outcome.json.id.text)
        _ = try await reader.letter()
        let notice = try await sender.letter()
        let text = String(decoding: notice.raw, as: UTF8.self)
        #expect(text.contains("Original-Envelope-Id: \(id)"), "\(text)")
        #expect(text.contains("Original-Recipient: rfc822;\(reader.address)"), "\(text)")
    }

    @Test func `Postfix can't say by VRFY who exists, which test and check --online find`() async throws {
        let desk = try await Desk.open(at: .plain, "encryption: none\nverify-recipients: vrfy\n")
        let trial = Trial(
            .sessions, "verify-recipients: vrfy, tried without a letter", server: try await Postfix.version,
            port: desk.office.postfix.port(.plain), "")
        let tested = try await desk.workspace.router("test", "corporate")
        #expect(tested.status == 75, "\(tested.told)")
        #expect(tested.stderr.hasPrefix("error[verification-not-offered]: localhost:"), "\(tested.told)")
        try trial.note(tested)
        #expect(try await desk.workspace.router("check", "--online").status == 75)
        let strict = try await Desk.open(at: .plain, "encryption: none\nverify-recipients: rcpt\n")
        let inbox = strict.office.newInbox()
        let refused = try await strict.send("note", Desk.data(to: inbox.address, Postfix.refused))
        #expect(refused.status == 67)
        #expect(refused.stdout.contains("  failed \(inbox.address)\n  failed refused@example.test: 550 5.1.1"))
        #expect(refused.stderr.contains("; as verify-recipients: asks, nobody got the letter\n"), "\(refused.told)")
        #expect(try await strict.send("note", Desk.data(to: inbox.address)).status == 0)
        #expect(try await inbox.letters(1).count == 1)
    }

    @Test(arguments: [
        (Sink.Fault.hangsUp("DATA"), "smtp-sink hangs up at DATA", 75),
        (.leaves("MAIL"), "smtp-sink says 421 to the first letter", 75),
        (.leaves("."), "smtp-sink says 421 to the whole letter", 75),
        (.hangsUp("."), "smtp-sink hangs up after the whole letter", 76),
    ])
    func `a server that leaves`(fault: Sink.Fault, what: String, exit: Int) async throws {
        let sink = try await Sink.start([fault])
        let trial = Trial(.faults, what, server: try await Sink.version, port: sink.port, "encryption: none\n")
        let outcome = try await trial.run(to: "ivan@example.test")
        #expect(outcome.status == exit, "\(outcome.told)")
        await sink.stop()
    }
}
