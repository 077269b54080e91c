import Attributes
import Peers
import Spool
import Testing

@Suite struct `What router send puts into the spool goes out through a real server` {
    private func queue(_ desk: Desk, _ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(
            ["queue"] + arguments, in: desk.workspace.folder, environment: Desk.environment)
    }

    @Test func `a letter that was left there is sent by a run, and its story has the server's words`() async throws {
        let desk = try await Desk.open()
        let inbox = desk.office.newInbox()
        let sent = try await desk.send("note", Desk.data(to: inbox.address), "--no-wait", "--json")
        #expect(sent.status == 0, "\(sent.told)")
        let id = try #require(try sent.json.id.text)
        let line = try await queue(desk, "list", "--json", "--recipient", inbox.address).json
        #expect(line.id.text == id && line.state == "queued" && line.subject == "Привет")
        #expect(line.route == "note" && line.connection == "corporate" && line.sender == "robot@example.test")

        let outcome = try await queue(desk, "run", "--json")
        #expect(outcome.status == 0, "\(outcome.told)")
        #expect(try outcome.json.id.text == id && outcome.json.state == "sent")
        let letter = try await inbox.letter()
        #expect(letter["Subject"] == "Привет")
        let story = try await queue(desk, "show", try #require(letter["Message-ID"]), "--json").json
        #expect(story.id.text == id)
        #expect(story.history[0].recipients[0].reply.text?.hasPrefix("250 2.0.0") == true, "\(story)")
    }

    @Test func `recipients who are refused, asked to wait, and served are told apart`() async throws {
        let desk = try await Desk.open()
        let inbox = desk.office.newInbox()
        let data = Desk.data(to: inbox.address, Postfix.refused, Postfix.later)
        let sent = try await desk.send("note", data, "--no-wait", "--json")
        let id = try #require(try sent.json.id.text)
        let outcome = try await queue(desk, "run")
        #expect(outcome.status == 67, "\(outcome.told)")
        #expect(outcome.stdout.hasPrefix("deferred \(id) note → \(Postfix.refused) +2: 550 5.1.1 "), "\(outcome.told)")
        #expect(outcome.stderr.hasPrefix("1 deferred; the next is due in "))
        let story = try await queue(desk, "show", id, "--json").json
        #expect(story.recipients.items.map(\.state) == ["sent", "failed", "deferred"])
        // Given up, the letter is what it is to the others.
        let cancelled = try await queue(desk, "cancel", id)
        #expect(cancelled.stdout == "cancelled \(id): 1 recipient; the message is partial\n")
        #expect(try await queue(desk, "list", "--state", "partial", "--json").json.id.text == id)
        _ = try await inbox.letter()
    }

    @Test func `runs at once through a real server send each letter once`() async throws {
        let desk = try await Desk.open()
        let inboxes = (0..<12).map { _ in desk.office.newInbox() }
        let lines = inboxes.map { Desk.data(to: $0.address) }.joined(separator: "\n")
        let sent = try await desk.send("note", lines, "--ndjson", "--no-wait")
        #expect(sent.status == 0, "\(sent.told)")
        async let first = queue(desk, "run")
        async let second = queue(desk, "run")
        async let third = queue(desk, "run")
        for outcome in try await [first, second, third] { #expect(outcome.status == 0, "\(outcome.told)") }
        for inbox in inboxes { #expect(try await inbox.letters(1).count == 1) }
        let ids = try await queue(desk, "list", "--json", "--state", "sent").jsonLines.compactMap(\.id.text)
        #expect(ids.count == 12 && Set(ids).count == 12)
    }
}
