import Peers
import Testing

@Suite struct `What a server refuses is told with its words, its owed and its code` {
    @Test func `a refused recipient fails, and the others get the letter`() async throws {
        let desk = try await Desk.open()
        let inbox = desk.office.newInbox()
        let outcome = try await desk.send("note", Desk.data(to: inbox.address, Postfix.refused), "--json")
        #expect(outcome.status == 67)
        let line = try outcome.json
        #expect(line.state == "partial")
        #expect(line.recipients.items.map(\.state) == ["sent", "failed"])
        #expect(line.recipients[1].reply.text?.hasPrefix("550 5.1.1 <refused@example.test>") == true)
        #expect(line.error.keys == ["code", "help", "message"])
        #expect(line.error.code == "recipient-refused" && line.error.help == "check the address")
        #expect(try await inbox.letter()["Subject"] == "Привет")
        #expect(try await desk.office.inbox(Postfix.refused).letters(0).isEmpty)

        let alone = try await desk.send("note", Desk.data(to: Postfix.refused))
        #expect(alone.status == 67)
        #expect(alone.stdout.contains("  failed refused@example.test: 550 5.1.1"))
        let first = alone.stderr.split(separator: "\n").first.map(String.init) ?? ""
        let start = "error[recipient-refused]: localhost:\(desk.office.postfix.port(.authenticating)) refused "
        #expect(first.hasPrefix(start + "refused@example.test: 550 5.1.1"), "\(alone.told)")
    }

    @Test func `a deferred recipient is owed a letter, and is named`() async throws {
        let desk = try await Desk.open()
        let inbox = desk.office.newInbox()
        let outcome = try await desk.send("note", Desk.data(to: inbox.address, Postfix.later))
        #expect(outcome.status == 75)
        #expect(outcome.stdout.contains("  sent \(inbox.address): 250 2.0.0"))
        #expect(outcome.stdout.contains("  deferred later@example.test: 450 4.2.0"))
        #expect(outcome.stderr.contains("error[not-now]: "))
        #expect(
            outcome.stderr.hasSuffix(
                "the spool keeps it for: later@example.test; 'router serve' or 'router queue run' sends it again\n"))
        let scripted = try await desk.send("note", Desk.data(to: Postfix.later), "--json")
        #expect(scripted.status == 75)
        #expect(try scripted.json.state == "deferred")
        #expect(try scripted.json.error.code == "not-now")
        // Refused for good counts before deferred.
        let both = try await desk.send("note", Desk.data(to: Postfix.later, Postfix.refused), "--json")
        #expect(both.status == 67)
        #expect(try both.json.state == "deferred")
        _ = try await inbox.letter()
    }

    @Test func `a refused sender is exit 69`() async throws {
        let desk = try await Desk.open(at: .plain, "encryption: tls\ntls: {ca: CA}\n")
        let inbox = desk.office.newInbox()
        let outcome = try await desk.send("note", Desk.data(to: inbox.address, from: Postfix.banned), "--json")
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
        let outcome = try await desk.send("note", Desk.data(to: inbox.address, body: body))
        #expect(outcome.status == 69)
        #expect(outcome.stderr.hasPrefix("error[message-refused]: the letter has "))
        #expect(outcome.stderr.contains("takes at most 100000\n  help: make the letter smaller"))
        #expect(try await inbox.letters(0).isEmpty)
    }
}
