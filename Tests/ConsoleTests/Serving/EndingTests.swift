import Attributes
import Glibc
import Peers
import Testing

@Suite(.serialized) struct EndingTests {
    @Test func `a stop under load loses nothing that was answered`() async throws {
        let served = try await Served.start()
        let body = Sample.note
        let head =
            "POST /v1/routes/note/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(served.token)\r\n"
            + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
        let port = served.port
        let ids = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<16 {
                group.addTask {
                    var ids: [String] = []
                    guard let call = try? await RawCall.open(port) else { return ids }
                    defer { call.close() }
                    while await call.say(head + body) {
                        let heard = await call.hear(until: "]}")
                        guard heard.hasPrefix("HTTP/1.1 202"), let end = heard.firstRange(of: "\r\n\r\n"),
                            let id = try? JSON.read(String(heard[end.upperBound...]))["id"]?.text
                        else { break }
                        ids.append(id)
                    }
                    return ids
                }
            }
            try await served.until("some were taken") { served.events("accepted").count > 100 }
            served.send(SIGTERM)
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(try await served.ended() == 0)
        #expect(ids.count > 100)
        #expect(Set(ids).count == ids.count)
        let after = try await served.again()
        var kept: Set<String> = []
        var path: String? = "/v1/messages?limit=500"
        while let next = path {
            let page = try await after.get(next).json
            kept.formUnion(page["messages"]?.ids ?? [])
            path = page["next"]?.text.map { "/v1/messages?limit=500&cursor=\($0)" }
        }
        #expect(Set(ids).subtracting(kept).isEmpty)
        try await after.until("all are sent") {
            try await after.get("/v1/messages?state=queued,sending,deferred,held").json["messages"] == []
        }
        await served.stop()
        await after.stop()
    }

    @Test func `an answer under way is finished, and waiting is cut short`() async throws {
        let sink = try await Sink.start([.isSlow(seconds: 30)])
        let served = try await Served.start(
            ["connections/local.yaml": Self.smtp(sink.port)], options: ["--drain", "1s"])
        let waiting = Task { try await served.post("/v1/routes/note/messages?wait=60s", Sample.note) }
        try await served.until("it was taken") { !served.events("accepted").isEmpty }
        served.send(SIGTERM)
        let reply = try await waiting.value
        #expect(reply.status == 202)
        #expect(["queued", "sending"].contains(reply.json["state"]?.text))
        #expect(try await served.ended() == 0)
        await served.stop()
        await sink.stop()
    }

    @Test func `a second signal ends it at once`() async throws {
        let sink = try await Sink.start([.isSlow(seconds: 600)])
        let served = try await Served.start(
            ["connections/local.yaml": Self.smtp(sink.port)], options: ["--drain", "1h"])
        _ = try await served.submit()
        try await served.until("the letter is on its way") {
            try await served.get("/v1/messages?state=sending").json["messages"]?.items.count == 1
        }
        served.send(SIGTERM)
        try await served.until("it is stopping") { !served.events("stopping").isEmpty }
        served.send(SIGINT)
        #expect(try await served.ended() == 130)
        #expect(served.events("stopped-at-once").count == 1)
        await served.stop()
        await sink.stop()
    }

    @Test(arguments: [
        ("router.yaml", "spool: none\n", 78, "no-spool"),
        ("router.yaml", "spool: mysql://x\n", 78, "spool-settings-wrong"),
        ("router.yaml", "spool: sqlite:no/such/folder/router.db\n", 74, "spool-folder-missing"),
        ("connections/local.yaml", "kind: smpt\n", 78, "workspace"),
        ("router.yaml", "server: {listen: \"192.0.2.1:0\"}\n", 78, "no-such-address"),
        ("router.yaml", "server: {tls: {certificate: no.pem, key: no.key}}\n", 78, "certificate-wrong"),
    ])
    func `what hinders a start has its exit code`(
        _ file: String, _ text: String, status: Int, code: String
    ) async throws {
        let folder = try Guardian.newFolder()
        let guardian = try Guardian(of: folder)
        for (path, text) in Sample.files.merging([file: text], uniquingKeysWith: { $1 }) {
            try Files.write(text, to: "\(folder)/ws/\(path)")
        }
        let outcome = try await Tool.outcome(
            "bash", ["-c", "\"$0\" serve --json --workspace \"$1\"; echo \"exit $?\"", Router.path, "\(folder)/ws"])
        let lines = outcome.text.split(separator: "\n")
        #expect(lines.last == "exit \(status)")
        let told = try lines.dropLast().last.map { try JSON.read(String($0)) }
        #expect(told?["error"]?["code"]?.text == code)
        #expect(told?["error"]?["help"]?.text?.isEmpty == false)
        await guardian.stop()
    }

    @Test func `a port that is in use is said to be`() async throws {
        let served = try await Served.start()
        let other = try await Router.run(
            ["serve", "--json", "--listen", "127.0.0.1:\(served.port)"], in: served.workspace)
        #expect(!other.succeeded)
        #expect(try JSON.read(other.text)["error"]?["code"] == "port-in-use")
        await served.stop()
    }

    static func smtp(_ port: Int) -> String {
        """
        kind: smtp
        default: true
        host: 127.0.0.1
        port: \(port)
        encryption: none
        sender: {address: robot@example.com}
        """
    }
}
