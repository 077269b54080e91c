import Attributes
import Connecting
import ConnectingTesting
import Spool
import Testing

@Suite struct `The whole story of a message is told` {
    @Test func `with everything that is known of it`() async throws {
        let server = try ScriptedServer(Script(rules: [.init("RCPT TO:<bob@", "450 4.2.1 mailbox busy")]))
        let waiting = try Waiting.at(server, ["router.yaml": "timezone: Europe/Moscow\n"])
        let created = Instant.now + .seconds(-7_200)
        let id = try await waiting.put(
            to: "bob@example.test", "ivan@example.test", bus: 2, created: created,
            details: """
                {"subject":"Встреча","meeting":{"uid":"m1@example.test","sequence":4},\
                "links":[{"rule":"invoice","object":"Invoice","key":"Number","value":"Inv-7","known":true}]}
                """,
            application: "hr",
            key: SubmissionKey(scope: "note", key: "k-17", fingerprint: [UInt8](repeating: 1, count: 32)),
            trace: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
        _ = try await waiting.queue("run")
        try await waiting.postpone()

        let text = try await waiting.queue("show", id)
        #expect(text.status == 0 && text.stderr == "")
        let lines = text.stdout.split(separator: "\n").map(String.init)
        try #require(lines.count > 18, "\(text.told)")
        #expect(lines[0] == "Встреча")
        #expect(lines[1].hasPrefix("  state        deferred, next attempt 20") && lines[1].contains(" +03:00, in "))
        #expect(
            Array(lines[2...4]) == [
                "  id           \(id)", "  message-id   <\(id)@example.test>",
                "  route        note → corporate, bus 2",
            ])
        #expect(lines[5].hasPrefix("  accepted     20") && lines[5].hasSuffix(" +03:00, 2h ago"))
        #expect(
            Array(lines[6...9]) == [
                "  application  hr", "  key          k-17",
                "  trace        00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "  sender       robot@example.test",
            ])
        #expect(lines[10].hasPrefix("  size         ") && lines[10].hasSuffix(" bytes"))
        #expect(
            Array(lines[11...15]) == [
                "  meeting      m1@example.test, sequence 4", "  speaks of    Invoice Inv-7", "recipients",
                "  deferred bob@example.test: 450 4.2.1 mailbox busy", "  sent ivan@example.test: 250 2.0.0 Ok: queued",
            ], "\(text.told)")
        #expect(lines[16].hasPrefix("attempt 1 20"))
        #expect(lines.contains { $0.hasPrefix("  error[not-now]: ") })
        #expect(lines.last?.hasPrefix("    help: ") == true)

        let story = try await waiting.story(id)
        #expect(
            story.keys == [
                "application", "attempts", "bus", "connection", "created", "error", "history", "id", "key", "links",
                "meeting", "messageId", "next", "priority", "recipients", "route", "sender", "size", "state", "subject",
                "submission", "trace", "unknown",
            ])
        #expect(story.key == "k-17" && story.application == "hr" && story.subject == "Встреча" && story.bus == 2)
        #expect(story.meeting.uid == "m1@example.test" && story.links[0].value == "Inv-7")
        #expect(story.recipients[0].keys == ["address", "reason", "reply", "state"])
        #expect(story.history[0].error.help.text?.isEmpty == false)
    }

    @Test func `a held one says what can be decided`() async throws {
        let waiting = try Waiting.nobody()
        let id = try await waiting.put(to: "bob@example.test")
        try await waiting.hold(id)
        let text = try await waiting.queue("show", id).stdout
        #expect(
            text.contains("  state        held: nobody knows whether it arrived; 'router queue retry' sends it again"))
        #expect(text.contains("  session      localhost:25\n"))
        #expect(
            text.hasSuffix(
                "  error[outcome-unknown]: localhost:25 hung up after the letter\n    help: ask before it is sent again\n"
            ))
    }

    @Test func `of a crowd of recipients it tells some, and JSON all`() async throws {
        let waiting = try Waiting.nobody()
        let id = UUIDv7()
        let people = (0..<50).map { "r\($0)@example.test" }
        try await waiting.withSpool { spool in
            let letter = Waiting.letter(id, to: people, "Many", nil)
            _ = try await spool.put(
                NewSubmission(
                    id: id, created: .now, letters: [NewLetter(letter, route: "note", connection: "corporate")]))
        }
        let text = try await waiting.queue("show", id.description).stdout
        #expect(text.hasPrefix("a letter without a subject\n"))
        #expect(text.contains("  and 30 more; --json has them all\n"))
        #expect(try await waiting.story(id.description).recipients.items.count == 50)
    }
}
