import Attributes
import Peers
import Spool
import Testing

@Suite struct InboxTests {
    @Test func `arrivals come page by page, as filters ask`() async throws {
        let served = try await Served.start()
        let old = try await served.arrive(Arriving(received: .now + .seconds(-7_200)))
        let stuck = try await served.arrive(Arriving(quarantine: Arriving.unfit))
        let open = try await served.arrive(
            Arriving(thread: "<a b@example.org>", contact: "ivan", needsProcessing: true, route: "desk"))
        let done = try await served.arrive(Arriving(response: "{}"))
        func ids(_ query: String) async throws -> [String] {
            let reply = try await served.get("/v1/inbox?\(query)")
            #expect(reply.status == 200, "\(query): \(reply.body)")
            return reply.json["arrivals"]?.ids ?? []
        }
        #expect(try await ids("") == [done, open, stuck, old])
        #expect(try await ids("order=oldest&limit=2") == [old, stuck])
        #expect(try await ids("order=oldest&limit=2&cursor=\(stuck)") == [open, done])
        #expect(try await ids("state=quarantined,delivered") == [done, stuck])
        #expect(try await ids("route=desk&needsProcessing=true") == [open])
        #expect(try await ids("thread=%3Ca+b%40example.org%3E&contact=ivan") == [open])
        #expect(try await ids("connection=local&outgoing=true").isEmpty)
        #expect(try await ids("before=1h") == [old])
        #expect(try await ids("since=1h&outgoing=false").count == 3)
        #expect(try await served.get("/v1/inbox?limit=4").json["next"]?.text == old)
        #expect(try await served.get("/v1/inbox?limit=5").json["next"] == .null)
        let wrong = try await served.get("/v1/inbox?stat=x&state=sent&needsProcessing=1&limit=501&since=soon")
        #expect(wrong.status == 400)
        let names = wrong.json["errors"]?.items.compactMap { $0["parameter"]?.text } ?? []
        #expect(Set(names) == ["stat", "state", "needsProcessing", "limit", "since"])

        let counts = try await served.get("/v1/inbox/counts").json
        #expect(counts["new"] == 2 && counts["unprocessed"] == 1)
        #expect(counts["states"] == ["received": 0, "delivering": 2, "delivered": 1, "failed": 0, "quarantined": 1])
        #expect(counts["routes"]?.items.compactMap { $0["route"]?.text } == ["claims", "desk"])
        await served.stop()
    }

    @Test func `a story has all of it, and the letter comes as it came`() async throws {
        let served = try await Served.start()
        let bytes =
            Array("Subject: \r\nX: \u{1B}[2J\r\n\r\n".utf8) + (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
        let id = try await served.arrive(
            Arriving(subject: "\u{1B}[2J\r\nBcc: x", raw: .bytes(bytes), response: #"{"IsDeclined": true}"#))
        let story = try await served.get("/v1/inbox/\(id)")
        #expect(story.json["state"] == "delivered" && story.json["acknowledged"] == false)
        #expect(story.json["handlings"]?.items.first?["response"]?["IsDeclined"] == true)
        #expect(!story.body.contains("\u{1B}") && !story.body.contains("\n"))
        let folder = try Guardian.newFolder()
        func fetch(_ id: String) async throws -> Tool.Outcome {
            try await Tool.outcome(
                "curl",
                [
                    "-sS", "-H", "Authorization: Bearer \(served.token)", "-o", "\(folder)/\(id)", "-D", "-",
                    "\(served.url)/v1/inbox/\(id)/raw",
                ])
        }
        let head = try await fetch(id).text.lowercased()
        #expect(head.hasPrefix("http/1.1 200") && head.contains("content-type: message/rfc822"), "\(head)")
        #expect(head.contains("content-length: \(bytes.count)\r\n") && head.contains("filename=\"\(id).eml\""))
        #expect(FileReading.bytes(of: "\(folder)/\(id)", atMost: .max) == bytes)

        let size = 8_000_000
        try Files.write(String(repeating: "A", count: size), to: "\(folder)/large")
        let large = try await served.arrive(Arriving(raw: .file(path: "\(folder)/large", size: size)))
        #expect(try await fetch(large).text.lowercased().contains("content-length: \(size)\r\n"))
        #expect(FileReading.bytes(of: "\(folder)/\(large)", atMost: .max)?.count == size)
        let header = Array("Subject: Huge\r\n\r\n".utf8)
        let huge = try await served.arrive(Arriving(raw: .headerOnly(header, size: 2_000_000_000)))
        #expect(try await fetch(huge).text.lowercased().contains("router-letter: header-only\r\n"))
        #expect(FileReading.bytes(of: "\(folder)/\(huge)", atMost: .max) == header)
        await served.stop()
    }

    @Test func `decisions change an arrival, and say when there is nothing to decide`() async throws {
        let served = try await Served.start()
        let stuck = try await served.arrive(Arriving(quarantine: Arriving.unfit))
        let retried = try await served.post("/v1/inbox/\(stuck)/retry")
        // The service may have looked into it meanwhile, and found that its route is not there.
        #expect(retried.status == 200 && retried.json["error"]?["code"] != "attribute-missing", "\(retried.body)")
        let done = try await served.arrive(Arriving(response: "{}"))
        let again = try await served.post("/v1/inbox/\(done)/retry")
        #expect(again.status == 409 && again.code == "nothing-to-do")

        let open = try await served.arrive(Arriving(contact: "ivan", needsProcessing: true))
        let link = #"{"object": "Invoice", "key": "Number", "value": "17"}"#
        let linked = try await served.post("/v1/inbox/\(open)/link", link)
        #expect(linked.json["links"] == [["rule": "", "object": "Invoice", "key": "Number", "value": "17"]])
        #expect(linked.json["needsProcessing"] == false)
        let reopened = try await served.post("/v1/inbox/\(open)/processed", #"{"needsProcessing": true}"#)
        #expect(reopened.status == 200 && reopened.json["needsProcessing"] == true)
        let plain = try await served.arrive()
        let refused = try await served.post("/v1/inbox/\(plain)/processed", #"{"needsProcessing": true}"#)
        #expect(refused.status == 409 && refused.json["detail"]?.text?.contains("no link rules") == true)

        for _ in 1...2 { try await served.arrive(Arriving(thread: "<t/1@example.org>", needsProcessing: true)) }
        let thread = "/v1/inbox/threads/%3Ct%2F1%40example.org%3E/processed"
        let marked = try await served.post(thread, #"{"needsProcessing": false}"#)
        #expect(marked.json == ["thread": "<t/1@example.org>", "changed": 2], "\(marked.body)")
        #expect(try await served.post(thread, #"{"needsProcessing": false}"#).json["changed"] == 0)
        let nobody = try await served.post("/v1/inbox/threads/none/processed", #"{"needsProcessing": false}"#)
        #expect(nobody.status == 404 && nobody.code == "no-such-thread")
        await served.stop()
    }

    @Test(arguments: [
        ("{", 400, "not-json", []), ("[]", 422, "body-mismatch", [""]),
        ("{}", 422, "body-mismatch", ["/object", "/key", "/value"]),
        (
            #"{"object": 1, "key": "", "value": "a\nb", "valeu": 2}"#, 422, "body-mismatch",
            ["/valeu", "/object", "/key", "/value"]
        ),
    ])
    func `all that is wrong with a body is named at once`(
        body: String, status: Int, code: String, pointers: [String]
    ) async throws {
        let served = try await Served.start()
        let id = try await served.arrive(Arriving(needsProcessing: true))
        let reply = try await served.post("/v1/inbox/\(id)/link", body)
        #expect(reply.status == status && reply.code == code, "\(reply.body)")
        #expect(reply.json["errors"]?.items.compactMap { $0["pointer"]?.text } ?? [] == pointers)
        await served.stop()
    }

    @Test func `a body of another type, or far too large, is refused`() async throws {
        let served = try await Served.start()
        let id = try await served.arrive(Arriving(needsProcessing: true))
        let typed = try await served.call(
            ["\(served.url)/v1/inbox/\(id)/processed", "-H", "Content-Type: text/plain", "-d", "{}"],
            token: served.token)
        #expect(typed.status == 415)
        let large = try await served.post(
            "/v1/inbox/\(id)/processed", "{\"x\": \"" + String(repeating: "x", count: 70_000) + "\"}")
        #expect(large.status == 413 && large.code == "too-large")
        #expect(try await served.post("/v1/inbox/counts").headers["allow"] == "GET, HEAD")
        await served.stop()
    }

    @Test(arguments: ["nothing", "0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e", "%00", "..%2f..%2fetc%2fpasswd"])
    func `an id that does not exist is a 404, whatever it looks like`(_ id: String) async throws {
        let served = try await Served.start()
        for path in ["", "/raw"] { #expect(try await served.get("/v1/inbox/\(id)\(path)").code == "no-such-arrival") }
        #expect(try await served.post("/v1/inbox/\(id)/retry").code == "no-such-arrival")
        let mark = try await served.post("/v1/inbox/\(id)/processed", #"{"needsProcessing": true}"#)
        #expect(mark.code == "no-such-arrival")
        await served.stop()
    }

    @Test func `scopes and applications hold for arrivals`() async throws {
        let served = try await Served.start()
        let id = try await served.arrive(Arriving(thread: "<t@example.org>", needsProcessing: true))
        let read = try await Router.token("reader", ["--scope", "read"], in: served.workspace)
        let decide = try await Router.token("decider", ["--scope", "decide"], in: served.workspace)
        let own = try await Router.token(
            "hr", ["--scope", "read,decide", "--application", "hr"], in: served.workspace)
        try await served.until("the tokens hold") { try await served.get("/v1/inbox", token: own).status == 200 }
        for path in ["/v1/inbox", "/v1/inbox/counts", "/v1/inbox/\(id)", "/v1/inbox/\(id)/raw"] {
            #expect(try await served.get(path, token: read).status == 200)
            #expect(try await served.get(path, token: decide).code == "scope-missing")
            #expect(try await served.get(path, token: .some(nil)).status == 401)
        }
        let mark = #"{"needsProcessing": false}"#
        for path in ["/v1/inbox/\(id)/processed", "/v1/inbox/threads/%3Ct@example.org%3E/processed"] {
            #expect(try await served.post(path, mark, token: read).code == "scope-missing")
            #expect(try await served.post(path, mark, token: own).status == 404)
        }
        // What no application of the token's brought in is not there for it.
        #expect(try await served.get("/v1/inbox", token: own).json["arrivals"] == [])
        #expect(try await served.get("/v1/inbox/counts", token: own).json["routes"] == [])
        #expect(try await served.get("/v1/inbox/\(id)/raw", token: own).status == 404)
        #expect(try await served.post("/v1/inbox/\(id)/processed", mark, token: decide).status == 200)
        await served.stop()
    }

    @Test func `answers keep the description's schemas`() async throws {
        let served = try await Served.start()
        let id = try await served.arrive(
            Arriving(contact: "ivan", needsProcessing: true, response: "\"text\""))
        let stuck = try await served.arrive(Arriving(quarantine: Arriving.unfit))
        let link = #"{"object": "Invoice", "key": "Number", "value": "17"}"#
        let answers: [(String, Reply)] = [
            ("ArrivalPage", try await served.get("/v1/inbox")),
            ("ArrivalStory", try await served.get("/v1/inbox/\(stuck)")),
            ("ArrivalStory", try await served.post("/v1/inbox/\(id)/link", link)),
            ("ArrivalCounts", try await served.get("/v1/inbox/counts")),
            (
                "ThreadMark",
                try await served.post(
                    "/v1/inbox/threads/%3C\(id)@example.org%3E/processed", #"{"needsProcessing": true}"#)
            ),
            ("Problem", try await served.post("/v1/inbox/\(id)/link", "{}")),
        ]
        let description = try await served.get("/openapi.json").json
        let input: JSON = [
            "description": description,
            "answers": .array(answers.map { ["schema": .string($0.0), "answer": $0.1.json] }),
        ]
        let words = try await Python.run("check_openapi.py", input: input.written())
        #expect(String(decoding: words, as: UTF8.self) == "")
        await served.stop()
    }
}
