import Attributes
import Spool
import Testing

@Suite struct `The whole story of a letter that came in is told` {
    @Test func `with everything that is known of it`() async throws {
        let received = try Received(["router.yaml": "timezone: Europe/Moscow\n"])
        let links = [
            ArrivalLink(rule: "invoice", object: "Invoice", key: "Number", value: "17"),
            ArrivalLink(rule: "", object: "Order", key: "Id", value: "5"),
        ]
        try await received.put(Arriving(thread: "<t@example.org>"))
        let id = try await received.put(
            Arriving(
                subject: "Счёт 17", thread: "<t@example.org>", contact: "ivan", links: links, needsProcessing: true,
                end: .done(words: "201 Created", response: "{\"IsDeclined\":false}"),
                received: .now + .seconds(-7_200), isAcknowledged: false))
        let text = try await received.inbox("show", id)
        #expect(text.status == 0 && text.stderr == "")
        let lines = text.stdout.split(separator: "\n").map(String.init)
        try #require(lines.count == 21, "\(text.told)")
        #expect(
            Array(lines[0...5]) == [
                "Счёт 17", "  state        delivered", "  id           \(id)", "  message-id   <\(id)@example.org>",
                "  route        claims ← support/INBOX", "  identity     1/\(id)",
            ])
        #expect(lines[6].hasPrefix("  received     20") && lines[6].hasSuffix(" +03:00, 2h ago"), "\(lines[6])")
        #expect(
            Array(lines[7...10]) == [
                "  acknowledged not yet: the mailbox may not know that it is stored here",
                "  from         Anna <anna@example.org>", "  contact      ivan",
                "  thread       <t@example.org>, with 1 other letter",
            ])
        #expect(lines[11].hasPrefix("  size         ") && lines[11].hasSuffix(" bytes"))
        #expect(
            Array(lines[12...18]) == [
                "  processing   needed; 'router inbox link' or 'router inbox processed' ends that",
                "  speaks of    Invoice Number 17 (by the rule 'invoice')", "  speaks of    Order Id 5 (by hand)",
                "  begins       Dear all, I have a question", "handler connection:bpm",
                "  state        done, 1 attempt", lines[18],
            ], "\(text.told)")
        #expect(lines[18].hasPrefix("  last         20"))
        #expect(lines[19] == "  said         201 Created")
        #expect(lines[20] == "  response     {\"IsDeclined\":false}", "\(text.told)")

        let story = try await received.story(id)
        #expect(
            story.keys == [
                "acknowledged", "connection", "contact", "error", "folder", "handlings", "id", "identity", "links",
                "messageId", "needsProcessing", "outgoing", "received", "route", "sender", "size", "snippet", "state",
                "subject", "thread",
            ])
        #expect(story.acknowledged == false && story.contact == "ivan" && story.needsProcessing == true)
        #expect(story.links[0].rule == "invoice" && story.links[1].value == "5" && story.error == .null)
        #expect(
            story.handlings[0].keys == [
                "attempts", "due", "error", "errorResponse", "firstAttempt", "lastAttempt", "number", "response",
                "state",
                "target", "words",
            ])
        #expect(story.handlings[0].response.IsDeclined == false && story.handlings[0].words == "201 Created")
    }

    @Test func `a letter that is stuck says why, and what mends it`() async throws {
        let received = try Received()
        let stuck = try await received.put(Arriving(end: .quarantined(Arriving.unfit)))
        let text = try await received.inbox("show", stuck)
        #expect(
            text.stdout.contains(
                "  state        quarantined; 'router inbox retry' looks into it again, once its route was mended\n"))
        let words = """
              error[attribute-missing]: the required attribute 'Invoice' is missing
                help: mend the 'match:' of 'Invoice'

            """
        #expect(text.stdout.hasSuffix(words), "\(text.told)")
        #expect(try await received.story(stuck).error.code == "attribute-missing")

        let failed = try await received.put(Arriving(end: .failed(Arriving.refusal)))
        let story = try await received.inbox("show", failed)
        #expect(story.stdout.contains("  state        failed; 'router inbox retry' hands it over again\n"))
        // Once, with its handler.
        #expect(story.stdout.split(separator: "error[handler-refused]").count == 2, "\(story.told)")
        let deferred = try await received.put(Arriving(end: .deferred(Arriving.busy)))
        let later = try await received.inbox("show", deferred)
        #expect(later.stdout.contains("  state        waiting, 1 attempt\n"), "\(later.told)")
        #expect(later.stdout.contains(", in 59m\n") || later.stdout.contains(", in 1h\n"), "\(later.told)")
    }

    @Test func `the letter itself comes out byte for byte, however large`() async throws {
        let received = try Received()
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let inMemory = try await received.put(Arriving(raw: .bytes(bytes)))
        let path = try received.workspace.write("large.eml", [UInt8](repeating: 0x41, count: 5_000_000))
        let large = try await received.put(Arriving(raw: .file(path: path, size: 5_000_000)))
        for (id, name, whole) in [
            (inMemory, "one.eml", bytes), (large, "two.eml", try received.workspace.bytes("large.eml")),
        ] {
            let written = try await received.inbox("show", id, "--eml", name, "--json")
            #expect(written.status == 0 && written.stderr == "", "\(written.told)")
            #expect(try written.json.size.number == Double(whole.count) && written.json.whole == true)
            #expect(try received.workspace.bytes(name) == whole)
            let piped = try await Program.run(
                "/bin/sh", ["-c", "\"$0\" inbox show \(id) --raw | cmp - \(name)", Program.path],
                in: received.workspace.folder)
            #expect(piped.status == 0, "\(piped.told)")
        }
        let gone = try await received.inbox("show", large, "--eml", "no/such/folder.eml")
        #expect(gone.status == 74 && gone.stderr.hasPrefix("error[not-writable]: "), "\(gone.told)")
    }

    @Test func `of a letter that was too large to fetch the header comes, and it is said`() async throws {
        let received = try Received()
        let header = Array("Subject: Huge\r\n\r\n".utf8)
        let id = try await received.put(
            Arriving(end: .quarantined(Arriving.unfit), raw: .headerOnly(header, size: 2_000_000_000)))
        #expect(try await received.story(id).size == 2_000_000_000)
        let raw = try await received.inbox("show", id, "--raw")
        #expect(raw.status == 0 && raw.stdout == "Subject: Huge\r\n\r\n")
        #expect(raw.stderr == "only the letter's header was fetched: it is larger than is taken\n")
        #expect(try await received.inbox("show", id, "--eml", "h.eml", "--json").json.whole == false)
    }
}
