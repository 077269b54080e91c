import Attributes
import Peers
import Testing

@Suite struct LookingTests {
    @Test func `pages follow each other, filtered and in order`() async throws {
        let served = try await Served.start()
        var ids: [String] = []
        for number in 1...5 {
            let reply = try await served.submit("{\"To\": \"p\(number)@example.com\", \"Title\": \"T\(number)\"}")
            ids.append(try #require(reply.json["id"]?.text))
        }
        _ = try await served.submit(#"{"People": ["p1@example.com"]}"#, to: "each")
        try await served.until("all are sent") {
            try await served.get("/v1/messages?state=sent").json["messages"]?.items.count == 6
        }
        let first = try await served.get("/v1/messages?route=note&limit=3")
        #expect(first.json["messages"]?.ids == [ids[4], ids[3], ids[2]])
        let cursor = try #require(first.json["next"]?.text)
        let second = try await served.get("/v1/messages?route=note&limit=3&cursor=\(cursor)")
        #expect(second.json["messages"]?.ids == [ids[1], ids[0]])
        #expect(second.json["next"] == .null)
        let oldest = try await served.get("/v1/messages?order=oldest&limit=1&application=hr")
        #expect(oldest.json["messages"]?.ids == [ids[0]])
        let own = try await served.get("/v1/messages?recipient=p1%40example.com&since=1h&connection=local")
        #expect(own.json["messages"]?.items.count == 2)
        #expect(try await served.get("/v1/messages?state=held,failed").json["messages"] == [])
        #expect(try await served.get("/v1/messages?submission=\(ids[2])").json["messages"]?.ids == [ids[2]])
        await served.stop()
    }

    @Test func `all wrong parameters are named at once`() async throws {
        let served = try await Served.start()
        let reply = try await served.get(
            "/v1/messages?stat=sent&state=sended&limit=0&since=yesterday&cursor=7&order=up")
        #expect(reply.status == 400)
        #expect(reply.code == "bad-parameter")
        let names = reply.json["errors"]?.items.compactMap { $0["parameter"]?.text } ?? []
        #expect(Set(names) == ["stat", "state", "limit", "since", "cursor", "order"])
        #expect(reply.json["errors"]?.items.first { $0["parameter"] == "stat" }?["help"] == "did you mean 'state'?")
        await served.stop()
    }

    @Test func `a story tells of every attempt, and decisions change it`() async throws {
        let sink = try await Sink.start([.defers("RCPT")])
        let served = try await Served.start([
            "connections/local.yaml": """
            kind: smtp
            default: true
            host: 127.0.0.1
            port: \(sink.port)
            encryption: none
            sender: {address: robot@example.com}
            """
        ])
        let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        let reply = try await served.post(
            "/v1/routes/note/messages?wait=60s", Sample.note,
            ["-H", "traceparent: \(parent)", "-H", "Idempotency-Key: k"])
        #expect(reply.json["state"] == "deferred")
        #expect(reply.headers["traceparent"] == parent)
        let id = try #require(reply.json["id"]?.text)
        let story = try await served.get("/v1/messages/\(id)").json
        #expect(story["trace"]?.text == parent)
        #expect(story["key"] == "k")
        #expect(story["details"]?["subject"] == "Tea")
        #expect(story["due"]?.text != nil)
        let attempt = try #require(story["history"]?.items.first)
        #expect(attempt["recipients"]?.items.first?["state"] == "deferred")
        #expect(attempt["recipients"]?.items.first?["reply"]?.text?.hasPrefix("450") == true)
        let retried = try await served.post("/v1/messages/\(id)/retry")
        #expect(retried.status == 200)
        #expect(retried.json["decisions"]?.items.first?["decision"] == "done")
        try await served.until("it was tried again") {
            try await served.get("/v1/messages/\(id)").json["attempts"] == 2
        }
        let cancelled = try await served.post("/v1/messages/\(id)/cancel")
        #expect(cancelled.json["decisions"]?.items.first?["state"] == "cancelled")
        let again = try await served.post("/v1/messages/\(id)/cancel")
        #expect(again.status == 409)
        #expect(again.code == "nothing-to-do")
        // Every line about the message tells its trace.
        let lines = served.log.filter { $0["message"]?.text == id }
        #expect(lines.count >= 3)
        #expect(lines.allSatisfy { $0["trace"] == "4bf92f3577b34da6a3ce929d0e0e4736" })
        await served.stop()
        await sink.stop()
    }

    @Test func `the content is what went out, and a submission shows its messages`() async throws {
        let served = try await Served.start()
        let reply = try await served.post(
            "/v1/routes/each/messages?wait=60s", #"{"People": ["a@example.com", "b@example.com"]}"#)
        let submission = try #require(reply.json["id"]?.text)
        let whole = try await served.get("/v1/messages/\(submission)").json
        #expect(whole["messages"]?.items.count == 2)
        var letters: Set<String> = []
        for id in whole["messages"]?.ids ?? [] {
            let content = try await served.get("/v1/messages/\(id)/content")
            #expect(content.headers["content-type"] == "message/rfc822")
            letters.insert(content.body)
        }
        let delivered = Files.names(in: "\(served.workspace)/var/mail/new").map {
            Files.read("\(served.workspace)/var/mail/new/\($0)")
        }
        // The mailbox puts two lines before a letter.
        let arrived = delivered.map { $0.replacing("\r\n", with: "\n").split(separator: "\n", maxSplits: 2)[2] }
        #expect(Set(arrived.map(String.init)) == Set(letters.map { $0.replacing("\r\n", with: "\n") }))
        #expect(try await served.get("/v1/messages/\(submission)/content").status == 404)
        await served.stop()
    }

    @Test(arguments: ["nothing", "0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e", "%00", "..%2f..%2fetc%2fpasswd"])
    func `an id that does not exist is a 404, whatever it looks like`(_ id: String) async throws {
        let served = try await Served.start()
        #expect(try await served.get("/v1/messages/\(id)").status == 404)
        #expect(try await served.get("/v1/messages/\(id)/content").status == 404)
        #expect(try await served.post("/v1/messages/\(id)/retry").status == 404)
        #expect(try await served.post("/v1/messages/\(id)/cancel").status == 404)
        await served.stop()
    }

    @Test func `a route shows what it takes, and nothing of this machine's files`() async throws {
        let served = try await Served.start()
        let route = try await served.get("/v1/routes/note").json
        #expect(route["schema"]?["properties"]?["Title"]?["type"] == "string")
        let schema = try #require(route["schema"]?.printed())
        #expect(!schema.contains("\"Path\"") && !schema.contains("a file's path"))
        #expect(route["sample"]?["Title"] != nil)
        let tried = try await served.post("/v1/connections/local/test")
        #expect(tried.json["works"] == true)
        #expect(try await served.post("/v1/connections/locl/test").json["detail"]?.text?.contains("'local'") == true)
        await served.stop()
    }
}

extension JSON {
    var items: [JSON] { if case .array(let items) = self { items } else { [] } }
    var ids: [String] { items.compactMap { $0["id"]?.text } }
}
