import Attributes
import Console
import Peers
import Testing

@Suite struct SubmittingTests {
    @Test func `a submission is in the spool when it is answered, and goes out`() async throws {
        let served = try await Served.start()
        let reply = try await served.submit()
        #expect(reply.status == 202)
        let id = try #require(reply.json["id"]?.text)
        #expect(reply.headers["location"] == "/v1/messages/\(id)")
        #expect(reply.json["messages"] == [["id": .string(id), "state": "queued"]])
        try await served.until("the letter was sent") {
            try await served.get("/v1/messages/\(id)").json["state"] == "sent"
        }
        #expect(Files.names(in: "\(served.workspace)/var/mail/new").count == 1)
        await served.stop()
    }

    @Test func `who waits hears the outcome`() async throws {
        let served = try await Served.start()
        let told = try await served.post("/v1/routes/Note/messages?wait=60s", Sample.note)
        #expect(told.status == 202)
        #expect(told.json["state"] == "sent")
        await served.stop()
    }

    @Test func `all mistakes of the data come at once, each with its place`() async throws {
        let served = try await Served.start()
        let reply = try await served.submit(#"{"Titel": "Tea", "To": 5, "Cover": {"Path": "/etc/passwd"}}"#)
        #expect(reply.status == 422)
        #expect(reply.headers["content-type"] == "application/problem+json")
        #expect(reply.code == "data-mismatch")
        guard case .array(let errors) = reply.json["errors"] else {
            Issue.record("no errors: \(reply.body)")
            return
        }
        #expect(Set(errors.compactMap { $0["pointer"]?.text }) == ["/Titel", "/To", "/Title", "/Cover/Path"])
        let slip = errors.first { $0["pointer"] == "/Titel" }
        #expect(slip?["help"] == "did you mean 'Title'?")
        await served.stop()
    }

    @Test func `a key said again gives the first one's messages, and with other data nothing`() async throws {
        let served = try await Served.start()
        let key = ["-H", "Idempotency-Key: order-17"]
        let first = try await served.submit(Sample.note, key)
        let again = try await served.submit(#"{"Title": "Tea", "To": "ivan@example.com"}"#, key)
        #expect(first.status == 202)
        #expect(again.status == 200)
        #expect(again.headers["idempotent-replayed"] == "true")
        #expect(again.json["id"] == first.json["id"])
        let other = try await served.submit(#"{"To": "ivan@example.com", "Title": "Coffee"}"#, key)
        #expect(other.status == 409)
        #expect(other.code == "key-conflict")
        #expect(try await served.submit(Sample.note, ["-H", "Idempotency-Key;"]).status == 400)
        let list = try await served.get("/v1/messages")
        guard case .array(let messages) = list.json["messages"] else { throw Served.Failure(description: list.body) }
        #expect(messages.count == 1)
        await served.stop()
    }

    @Test func `a form brings files by the names of their attributes`() async throws {
        let served = try await Served.start()
        try Files.write("first file", to: "\(served.folder)/a.txt")
        try Files.write("second file", to: "\(served.folder)/Отчёт б.txt")
        let reply = try await served.call(
            [
                "\(served.url)/v1/routes/note/messages?wait=60s", "-F", "data=\(Sample.note);type=application/json",
                "-F", "Files=@\(served.folder)/a.txt", "-F", "Files=@\(served.folder)/Отчёт б.txt", "-F",
                "Cover=@\(served.folder)/a.txt;filename=cover.txt",
            ], token: served.token)
        #expect(reply.status == 202, "\(reply.body)")
        let id = try #require(reply.json["id"]?.text)
        let eml = try await served.get("/v1/messages/\(id)/content")
        let letter = try #require(try await LetterReading.byPython([Array(eml.body.utf8)]).first)
        let files = letter.parts.filter { $0.fileName != nil }
        #expect(files.map(\.fileName) == ["a.txt", "Отчёт б.txt", "cover.txt"])
        func hash(_ text: String) -> String { AccessToken.hexadecimal(SHA256.digest(Array(text.utf8))) }
        #expect(files.map(\.sha256) == [hash("first file"), hash("second file"), hash("first file")])
        await served.stop()
    }

    @Test(arguments: [
        ("{\"To\": ", "not-json", 400), ("", "not-json", 400), ("[1]", "data-mismatch", 422),
        ("{\"To\": \"\\ud800\"}", "not-json", 400),
    ])
    func `a body that is no object is refused`(_ body: String, code: String, status: Int) async throws {
        let served = try await Served.start()
        let type = body.isEmpty ? ["-H", "Content-Type: application/json"] : []
        let reply = try await served.submit(body, to: "note", type)
        #expect(reply.status == status)
        #expect(reply.code == code)
        await served.stop()
    }

    @Test func `an empty list of people sends nothing and says so`() async throws {
        let served = try await Served.start()
        let reply = try await served.submit(#"{"People": []}"#, to: "each")
        #expect(reply.status == 200)
        #expect(reply.json["messages"] == [])
        let two = try await served.submit(#"{"People": ["a@example.com", "b@example.com"]}"#, to: "each")
        guard case .array(let messages) = two.json["messages"] else { throw Served.Failure(description: two.body) }
        #expect(messages.count == 2)
        await served.stop()
    }

    @Test func `a wrong name is told with the right one`() async throws {
        let served = try await Served.start()
        let reply = try await served.submit(Sample.note, to: "notes")
        #expect(reply.status == 404)
        #expect(reply.code == "no-such-route")
        #expect(reply.json["detail"]?.text?.contains("did you mean 'note'?") == true)
        await served.stop()
    }

    @Test func `no more is taken than may wait`() async throws {
        let served = try await Served.start(
            ["connections/local.yaml": Self.nowhere], options: ["--max-waiting", "2"])
        var statuses: [Int] = []
        try await served.until("a submission was refused") {
            let reply = try await served.submit()
            statuses.append(reply.status)
            if reply.status == 429 { #expect(reply.headers["retry-after"] == "30") }
            return reply.status == 429
        }
        #expect(Set(statuses) == [202, 429])
        await served.stop()
    }

    /// Nobody listens there.
    static let nowhere = """
        kind: smtp
        default: true
        host: 127.0.0.1
        port: 1
        encryption: none
        sender: {address: robot@example.com}
        """
}
