import Attributes
import Glibc
import Peers
import Testing

@Suite struct FullDiskTests {
    /// A letter with a file in it, so that a small disk is soon full.
    private static func letter(_ number: Int) -> String {
        let content = String(repeating: "AAAA", count: 10_000)
        return """
            {"To": "ivan@example.com", "Title": "Letter \(number)",
             "Cover": {"Name": "cover", "Extension": ".bin", "Content": "\(content)"}}
            """
    }

    @Test func `a full disk refuses clearly, loses nothing that was accepted, and is forgotten when there is room`()
        async throws
    {
        guard let disk = try await SmallDisk.make(megabytes: 24) else {
            return print("skipped: no small disk can be mounted here, so router serve on a full one was not tried")
        }
        defer { disk.remove() }
        // Nobody takes letters yet, so that all of them wait in the spool.
        let served = try await Served.start([
            "router.yaml": "timezone: UTC\nspool: sqlite:\(disk.path)/router.db\n",
            "connections/local.yaml": SubmittingTests.nowhere,
        ])
        let ballast = try disk.fill(megabytes: 12)
        var accepted: [String] = []
        var refusals: [Reply] = []
        var number = 0
        while refusals.isEmpty, number < 2_000 {
            let first = number
            let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
                for next in first..<first + 8 { group.addTask { try await served.submit(Self.letter(next)) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            number += 8
            for reply in replies {
                if reply.status == 202, let id = reply.json["messages"]?.ids.first {
                    accepted.append(id)
                } else {
                    refusals.append(reply)
                }
            }
        }
        #expect(!accepted.isEmpty)
        for refusal in refusals {
            #expect(refusal.status == 503 && refusal.code == "spool-full", "\(refusal.body)")
            #expect(refusal.headers["content-type"] == "application/problem+json")
            #expect(refusal.headers["retry-after"] == "30")
            #expect(refusal.json["title"] == "There is no room")
            #expect(
                refusal.json["detail"]
                    == "has no room: the disk is full; make room on it; what was accepted is safe, and work goes on by itself"
            )
        }
        #expect(try await served.get("/healthz", token: .some(nil)).status == 200)

        // A command is refused as well, and says why.
        try served.write("large.json", Self.letter(-1))
        let script = "\"$0\" send note --data large.json --no-wait --json; test $? = 74"
        let sent = try await Tool.outcome("sh", ["-c", "cd \"$1\" && \(script)", Router.path, served.workspace])
        #expect(sent.succeeded, "\(sent.text)\(sent.errors)")
        #expect((try? JSON.read(sent.text))?["error"]?["code"] == "spool-full", "\(sent.text)")

        // All that was accepted can be seen, and nothing else.
        #expect(try await Self.messages(of: served) == Set(accepted))

        unlink(ballast)
        let late = try await served.submit(Self.letter(number))
        #expect(late.status == 202, "\(late.body)")
        accepted += late.json["messages"]?.ids ?? []
        try served.write("connections/local.yaml", Sample.files["connections/local.yaml"] ?? "")
        try await served.until("it is read again") { !served.events("reloaded").isEmpty }
        #expect(try await Router.run(["queue", "retry", "--all", "--yes"], in: served.workspace).succeeded)
        try await served.until("all are sent") {
            try await served.get("/v1/messages?state=queued,sending,deferred,held").json["messages"] == []
        }
        #expect(try await Self.messages(of: served) == Set(accepted))
        #expect(Files.names(in: "\(served.workspace)/var/mail/new").count == accepted.count)
        await served.stop()
    }

    /// The ids of all messages.
    private static func messages(of served: Served) async throws -> Set<String> {
        var ids: Set<String> = []
        var path: String? = "/v1/messages?limit=500"
        while let next = path {
            let page = try await served.get(next).json
            ids.formUnion(page["messages"]?.ids ?? [])
            path = page["next"]?.text.map { "/v1/messages?limit=500&cursor=\($0)" }
        }
        return ids
    }
}
