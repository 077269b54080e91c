import Attributes
import Peers
import Testing

/// Letters that a route sends to itself, through a real Postfix into a real Dovecot.
@Suite struct CanaryTests {
    private static func files(
        _ inbox: Inbox, _ office: PostOffice, to address: String, handler url: String
    ) -> [String: String] {
        [
            "connections/support.yaml": """
            kind: imap
            host: 127.0.0.1
            port: \(office.dovecot.imapPort)
            encryption: none
            auth: {type: basic, username: \(inbox.address), password: "\(inbox.password)"}
            poll-interval: 5s
            """,
            "connections/bpm.yaml": "kind: http\nurl: \(url)/messages\n",
            "connections/local.yaml": """
            kind: smtp
            default: true
            host: 127.0.0.1
            port: \(office.postfix.port(.plain))
            encryption: none
            sender: {address: \(inbox.address), name: Поддержка}
            """,
            // A canary lacks what the route wants of letters.
            "routes/intake.yaml": """
            kind: receive
            connection: support
            attributes:
              Number: {type: number, from: Subject, match: 'Inv-([0-9]+)', required: true}
            deliver: [{connection: bpm}]
            canary: {to: \(address), every: 10s, within: 10s}
            """,
        ]
    }

    private static func list(_ served: Served) async throws -> String {
        try await Router.run(["list"], in: served.workspace).text
    }

    @Test func `one comes back, is handed to nobody, and says so; two services send one, not two`() async throws {
        let (office, handler) = (try await PostOffice.shared, try await HandlerServer.start())
        let inbox = office.newInbox()
        let folder = try Guardian.newFolder()
        let files = Self.files(inbox, office, to: inbox.address, handler: handler.url)
            .merging(["router.yaml": "spool: sqlite:\(folder)/router.db\n"]) { $1 }
        let served = try await Served.start(files)
        let second = try await Served.start(files)
        try await served.until("one came back") { try await Self.list(served).contains("came back") }
        let page = try await served.get("/metrics").body
        #expect(page.contains("router_canary_round_trip_seconds{route=\"intake\"}"), "\(page)")
        try await served.until("figures tell it") {
            try await served.get("/metrics").body.contains("router_canary_well{route=\"intake\"} 1\n")
        }
        #expect(try await !served.get("/readyz").body.contains("canary"))
        let letters = try await inbox.letters(1)
        #expect(letters.allSatisfy { $0["Auto-Submitted"] == "auto-generated" && $0["X-Router-Canary"] != nil })
        try await served.until("it is marked") { try await inbox.letters(1).allSatisfy { $0.flags.contains("\\Seen") } }
        let sent = try await Router.run(["queue", "list", "--json"], in: served.workspace)
        let arrived = try await Router.run(["inbox", "list", "--json"], in: served.workspace)
        let arrivals = arrived.text.split(separator: "\n")
        #expect(sent.text.split(separator: "\n").count - arrivals.count <= 1, "\(sent.text)\(arrived.text)")
        #expect(arrivals.allSatisfy { $0.contains("\"delivered\"") }, "\(arrived.text)")
        // A letter that only says that it is one is a letter like any.
        try await Posted.send(
            Posted.letter("Inv-3", id: "forged", more: "X-Router-Canary: 123-456\n"), to: inbox, through: office)
        try await served.until("the forged one is handed over") { try await !handler.taken().isEmpty }
        #expect(try await handler.taken().map { $0.message["Number"] } == [3])
        await second.stop()
        await served.stop()
        await handler.stop()
        try await Tool.require("rm", ["-rf", folder])
    }

    @Test func `one that does not come back is missed, and that it came is told too`() async throws {
        let (office, handler) = (try await PostOffice.shared, try await HandlerServer.start())
        let (inbox, elsewhere, people) = (office.newInbox(), office.newInbox("elsewhere"), office.newInbox("people"))
        let files = Self.files(inbox, office, to: elsewhere.address, handler: handler.url)
            .merging(["router.yaml": "alerts: {to: [\(people.address)]}\n"]) { $1 }
        let served = try await Served.start(files)
        try await served.until("it is missed") { !served.events("canary-missing").isEmpty }
        #expect(served.events("canary-missing").first?["to"] == .string(elsewhere.address))
        let alert = try #require(try await people.letters(1).first)
        #expect(alert["Subject"]?.contains("A letter that the route 'intake' sent to itself did not come back") == true)
        #expect(
            alert.part("text/plain")?.text?.contains(
                "It was sent to \(elsewhere.address), and was to be there within 10 seconds") == true)
        try await served.until("it is not ready") {
            try await served.get("/readyz").body.contains("\"canary-missing\"")
        }
        #expect(try await Self.list(served).contains("missing, none ever came"))
        try await served.until("figures tell it") {
            try await served.get("/metrics").body.contains("router_canary_well{route=\"intake\"} 0\n")
        }
        try served.write(
            "routes/intake.yaml",
            (files["routes/intake.yaml"] ?? "").replacing(elsewhere.address, with: inbox.address))
        try await served.until("one came") { !served.events("canary-came").isEmpty }
        try await served.until("it is ready") {
            try await !served.get("/readyz").body.contains("canary")
        }
        await served.stop()
        await handler.stop()
    }
}
