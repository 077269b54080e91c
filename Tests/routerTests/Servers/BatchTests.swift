import ConnectingTesting
import Peers
import Testing

@Suite struct `Many letters arrive, each once` {
    private static func lines(_ numbers: Range<Int>, to address: String) -> [String] {
        numbers.map { #"{"To": ["\#(address)"], "Title": "Letter \#($0)", "Body": "Number \#($0)"}"# }
    }

    @Test func `two hundred lines through a real server`() async throws {
        let desk = try await Desk.open()
        let inbox = desk.office.newInbox()
        try desk.workspace.write("many.ndjson", Self.lines(0..<200, to: inbox.address).joined(separator: "\n"))
        let outcome = try await desk.workspace.router(
            "send", "note", "--data", "many.ndjson", "--json", environment: Desk.environment)
        #expect(outcome.status == 0, "\(outcome.stderr)")
        #expect(outcome.stderr == "200 sent\n")
        let lines = try outcome.jsonLines
        #expect(lines.count == 200 && lines.allSatisfy { $0.state == "sent" })
        let letters = try await inbox.letters(200)
        #expect(letters.count == 200)
        #expect(Set(letters.compactMap { $0["Subject"] }) == Set((0..<200).map { "Letter \($0)" }))
        #expect(Set(letters.compactMap { $0["Message-ID"] }) == Set(lines.compactMap(\.messageId.text)))
        #expect(letters.allSatisfy { $0.defects == [] })
    }

    private static let mixed = [
        #"{"To": ["ivan@example.test"], "Title": "one"}"#, "", #"{"To": ["ivan@example.test"]}"#,
        #"{"To": ["nobody"], "Title": "three"}"#, "{nonsense", "  ", #"{"To": ["ivan@example.test"], "Title": "two"}"#,
    ].joined(separator: "\r\n")

    @Test func `one bad line, and nothing is sent; all bad lines are named`() async throws {
        let server = try ScriptedServer()
        let workspace = try Desk.workspace(port: server.port)
        try workspace.write("mixed.ndjson", Self.mixed)
        let outcome = try await workspace.router("send", "note", "--data", "mixed.ndjson")
        #expect(outcome.status == 65)
        #expect(
            outcome.stderr == """
                mixed.ndjson:3: /Title: expected a text, found nothing
                mixed.ndjson:4: /To/0: expected one e-mail address such as ivan@example.com, found 'nobody': has no @
                mixed.ndjson:5:2: the key nonsense is not in quotes
                error[data-mismatch]: 3 of 5 lines do not fit the route 'note'; nothing was sent
                  help: mend them, or send the others with --keep-going

                """)
        let scripted = try await workspace.router("send", "note", "--data", "mixed.ndjson", "--json")
        #expect(scripted.status == 65)
        let details = try scripted.json.error.details
        #expect(details.items.map(\.line) == [3, 4, 5])
        #expect(details.items.allSatisfy { $0.keys == ["expected", "found", "line", "pointer"] })
        #expect(server.record.connections == 0)
    }

    @Test func `--keep-going sends the good lines, and still says 65`() async throws {
        let server = try ScriptedServer()
        let workspace = try Desk.workspace(port: server.port)
        let outcome = try await workspace.router(
            "send", "note", "--data", "-", "--ndjson", "--keep-going", stdin: Array(Self.mixed.utf8))
        #expect(outcome.status == 65)
        #expect(outcome.stdout == "")
        #expect(outcome.stderr.hasPrefix("standard input:3: /Title") && outcome.stderr.hasSuffix("2 sent\n"))
        #expect(server.deliveries.map(\.recipients) == [["ivan@example.test"], ["ivan@example.test"]])
    }

    @Test func `letters that do not go out are named, the others counted`() async throws {
        let server = try ScriptedServer(
            Script(rules: [.init("RCPT TO:<bad@", "550 5.1.1 unknown"), .init("RCPT TO:<busy@", "450 4.2.1 busy")]))
        let workspace = try Desk.workspace(port: server.port)
        let lines = ["ivan", "bad", "busy", "maria"].map { #"{"To": ["\#($0)@example.test"], "Title": "To \#($0)"}"# }
        try workspace.write("four.ndjson", lines.joined(separator: "\n") + "\n")
        let outcome = try await workspace.router("send", "note", "--data", "four.ndjson")
        #expect(outcome.status == 67)
        #expect(outcome.stdout.contains("  failed bad@example.test: 550 5.1.1 unknown\n"))
        #expect(outcome.stdout.contains("  deferred busy@example.test: 450 4.2.1 busy\n"))
        #expect(!outcome.stdout.contains("ivan@example.test"))
        #expect(outcome.stderr.contains("the spool keeps it for: busy@example.test; "))
        #expect(outcome.stderr.hasSuffix("1 deferred, 1 failed, 2 sent\n"), "\(outcome.told)")
    }

    @Test func `an empty file sends nothing and says so`() async throws {
        let server = try ScriptedServer()
        let workspace = try Desk.workspace(port: server.port)
        try workspace.write("none.ndjson", "\n\n")
        let outcome = try await workspace.router("send", "note", "--data", "none.ndjson")
        #expect(outcome.status == 0)
        #expect(outcome.stderr == "nothing to send\n")
        #expect(server.record.connections == 0)
    }

    @Test func `a server that dies in the middle owes the rest, and nothing goes twice`() async throws {
        let script = Script(rules: [.init(".", "421 4.3.2 shutting down")])
        let server = try ScriptedServer(script)
        let workspace = try Desk.workspace(port: server.port)
        try workspace.write(
            "many.ndjson", Self.lines(0..<20, to: "ivan@example.test").joined(separator: "\n"))
        let outcome = try await workspace.router("send", "note", "--data", "many.ndjson", "--json")
        #expect(outcome.status == 75, "\(outcome.told)")
        #expect(try outcome.jsonLines.count == 20)
        #expect(try outcome.jsonLines.allSatisfy { $0.state == "deferred" })
        #expect(server.deliveries == [])
    }

    @Test func `bcc gets the letter and stands in none`() async throws {
        let desk = try await Desk.open()
        let (open, hidden, other) = (
            desk.office.newInbox(), desk.office.newInbox("hidden"), desk.office.newInbox("other")
        )
        let outcome = try await desk.send(
            "note",
            #"{"To": ["\#(open.address)"], "Hidden": ["\#(hidden.address)", "\#(other.address)"], "Title": "x"}"#,
            "--json")
        #expect(outcome.status == 0)
        #expect(
            try outcome.json.recipients.items.map(\.address.text) == [open, hidden, other].map(\.address))
        for inbox in [open, hidden, other] {
            let letter = try await inbox.letter()
            #expect(letter.all("Bcc") == [])
            let submitted = String(decoding: letter.submitted, as: UTF8.self)
            #expect(!submitted.contains("hidden") && !submitted.contains("other-"))
            #expect(submitted.contains(open.address))
        }
    }
}
