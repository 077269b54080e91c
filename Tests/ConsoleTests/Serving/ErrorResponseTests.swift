import Attributes
import Peers
import Testing

/// What a handler hears of letters that can't be handed over, from a real Dovecot by way of a real service.
@Suite struct ErrorResponseTests {
    private static func files(_ inbox: Inbox, _ office: PostOffice, _ url: String, _ deliver: String) -> [String:
        String]
    {
        [
            "connections/support.yaml": """
            kind: imap
            host: 127.0.0.1
            port: \(office.dovecot.imapPort)
            encryption: none
            auth: {type: basic, username: \(inbox.address), password: "${env:DESK_PASSWORD}"}
            poll-interval: 5s
            """,
            "connections/bpm.yaml": "kind: http\nurl: \(url)\nauth: {type: none}\n",
            "connections/archive.yaml": "kind: http\nurl: \(url)\nauth: {type: none}\n",
            "routes/intake.yaml": """
            kind: receive
            connection: support
            attributes:
              Number: {type: number, from: Subject, match: 'Inv-([0-9]+)', required: true}
            deliver:
              \(deliver)
            response: {IsDeclined: boolean}
            error-response: {Reason: string, Code: string, State: string, Handler: string, Number: number, Subject: string}
            """,
        ]
    }

    private static func start(
        _ inbox: Inbox, _ office: PostOffice, _ handler: HandlerServer, deliver: String
    ) async throws -> Served {
        try await Served.start(
            files(inbox, office, handler.url, deliver), variables: ["DESK_PASSWORD": inbox.password])
    }

    private static func story(_ subject: String, _ served: Served) async throws -> (json: JSON, text: String) {
        let list = try await Router.run(["inbox", "list", "--json"], in: served.workspace)
        let line = try #require(list.text.split(separator: "\n").first { $0.contains(subject) })
        let id = try #require(try JSON.read(String(line))["id"]?.text)
        let json = try await Router.run(["inbox", "show", id, "--json"], in: served.workspace)
        let text = try await Router.run(["inbox", "show", id], in: served.workspace)
        return (try JSON.read(json.text), text.text)
    }

    @Test func `a letter in quarantine is told of to who responds, once, also when the service starts again`()
        async throws
    {
        let (office, handler) = (try await PostOffice.shared, try await HandlerServer.start())
        let inbox = office.newInbox()
        let served = try await Self.start(
            inbox, office, handler,
            deliver: "- {connection: bpm, path: /messages/<Number>, error-path: /errors, process: Claim}")
        try await Posted.send(Posted.letter("no number", id: "lacks"), to: inbox, through: office)
        try await served.until("it was told of") { try await !handler.taken().isEmpty }
        let taken = try await handler.taken()
        let told = try #require(taken.first)
        #expect(taken.count == 1 && told.path == "/errors" && told.headers["Router-Kind"] == "error-response")
        #expect(told.message["kind"] == "error-response" && told.message["process"] == ["name": "Claim"])
        #expect(told.message["State"] == "quarantined" && told.message["Code"] == "missing-attribute")
        #expect(told.message["Reason"]?.text?.contains("'Number'") == true, "\(told.message)")
        #expect(told.message["GlobalMessageId"] == "<lacks@example.test>" && told.message["Subject"] == "no number")
        #expect(told.message["Number"] == .null && told.message["Handler"] == .null && told.message["From"] == nil)
        #expect(told.key.hasSuffix("/error"))
        try await served.until("it is written down") { !served.events("error-told").isEmpty }
        let story = try await Self.story("no number", served)
        #expect(story.json["state"] == "quarantined" && story.json["error"]?["code"] == "missing-attribute")
        #expect(story.text.contains("error response to connection:bpm"), "\(story.text)")
        // Looked into once more and quarantined again, it is not told of a second time.
        _ = try await Router.run(["inbox", "retry", "--all", "--yes"], in: served.workspace)
        try await served.until("it is quarantined again") { served.events("quarantined").count == 2 }
        try await Posted.send(Posted.letter("Inv-5", id: "good"), to: inbox, through: office)
        try await served.until("the next one is taken") { try await handler.taken().count == 2 }
        #expect(try await handler.taken().map(\.count) == [1, 1])
        #expect(try await handler.taken().last?.path == "/messages/5")
        await served.stop()
        await handler.stop()
    }

    @Test func `a letter that a handler refuses is told of to who responds, and the others get it`() async throws {
        let (office, handler) = (try await PostOffice.shared, try await HandlerServer.start())
        let inbox = office.newInbox()
        let served = try await Self.start(
            inbox, office, handler,
            deliver: """
                - {connection: archive, path: /status/410, responds: false}
                  - {connection: bpm, path: /refuses, process: Claim, instance: existing, by: Number}
                """)
        try await Posted.send(Posted.letter("Inv-7", id: "refused"), to: inbox, through: office)
        try await served.until("it was told of") { !served.events("error-told").isEmpty }
        try await served.until("both have refused it") { served.events("not-deliverable").count == 2 }
        let taken = try await handler.taken()
        let told = try #require(taken.first)
        #expect(taken.count == 1 && told.count == 1 && told.path == "/refuses")
        #expect(told.message["process"] == ["name": "Claim", "instance": "existing", "key": "7"])
        #expect(told.message["State"] == "failed" && told.message["Number"] == 7)
        #expect(told.message["Handler"]?.text?.hasPrefix("connection:") == true)
        let story = try await Self.story("Inv-7", served)
        guard case .array(let handlings)? = story.json["handlings"] else {
            throw Served.Failure(description: story.text)
        }
        #expect(story.json["state"] == "failed" && handlings.count == 3)
        #expect(handlings.map { $0["errorResponse"] } == [false, false, true])
        #expect(handlings.last?["state"] == "done" && handlings.last?["response"]?["Message"] == "взято")
        await served.stop()
        await handler.stop()
    }

    @Test func `a response that lacks what is required is a failure, and one that does not fit is told`() async throws {
        let (office, handler) = (try await PostOffice.shared, try await HandlerServer.start())
        let inbox = office.newInbox()
        let served = try await Self.start(inbox, office, handler, deliver: "- {connection: bpm, path: /messages}")
        try await Posted.send(Posted.letter("Inv-1", id: "extra"), to: inbox, through: office)
        try await served.until("it is taken") { !served.events("delivered").isEmpty }
        let words = served.events("delivered").first?["answer"]?.text ?? ""
        #expect(words.contains("its response does not fit") && words.contains("/Id"), "\(words)")
        #expect(try await Self.story("Inv-1", served).json["handlings"]?.printed().contains("взято") == true)
        let file = Self.files(inbox, office, handler.url, "- {connection: bpm, path: /messages}")["routes/intake.yaml"]
        try served.write(
            "routes/intake.yaml",
            (file ?? "").replacing(
                "response: {IsDeclined: boolean}", with: "response: {Decision: {type: string, required: true}}"))
        try await served.until("the route was read again") { !served.events("reloaded").isEmpty }
        try await Posted.send(Posted.letter("Inv-2", id: "lacking"), to: inbox, through: office)
        try await served.until("it has failed") { !served.events("not-deliverable").isEmpty }
        let failure = try #require(served.events("not-deliverable").first)
        #expect(failure["code"] == "bad-response" && failure["state"] == "failed")
        #expect(failure["why"]?.text?.contains("/Decision") == true, "\(failure)")
        try await served.until("that is told too") { !served.events("error-told").isEmpty }
        #expect(try await handler.taken().contains { $0.message["Code"] == "bad-response" })
        await served.stop()
        await handler.stop()
    }
}
