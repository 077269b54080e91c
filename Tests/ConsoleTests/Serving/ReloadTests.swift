import Attributes
import Glibc
import Testing

@Suite struct ReloadTests {
    @Test func `a changed file takes effect by itself`() async throws {
        let served = try await Served.start()
        #expect(try await served.submit(Sample.note, to: "second").status == 404)
        try served.write(
            "routes/second.yaml", Sample.files["routes/note.yaml"]?.replacing("Note", with: "Second") ?? "")
        try await served.until("the new route is there") {
            try await served.submit(Sample.note, to: "second").status == 202
        }
        #expect(!served.events("reloaded").isEmpty)
        await served.stop()
    }

    @Test func `a workspace with errors is refused, and the old one stays in force`() async throws {
        let served = try await Served.start()
        try served.write("routes/note.yaml", "kind: send\nemial: {}\n")
        served.send(SIGHUP)
        try await served.until("the log tells") { !served.events("reload-refused").isEmpty }
        let told = served.events("workspace").first { $0["code"] == "unknown-key" }
        #expect(told?["place"] == "routes/note.yaml:2:1")
        #expect(told?["help"] == "did you mean 'email'?")
        #expect(try await served.submit().status == 202)
        try served.write("routes/note.yaml", Sample.files["routes/note.yaml"] ?? "")
        try await served.until("it is read again") { !served.events("reloaded").isEmpty }
        #expect(try await served.submit().status == 202)
        await served.stop()
    }

    @Test func `letters that wait go through the connection as it is now`() async throws {
        let served = try await Served.start(["connections/local.yaml": SubmittingTests.nowhere])
        let id = try #require(try await served.submit().json["id"]?.text)
        try await served.until("it waits") {
            try await served.get("/v1/messages/\(id)").json["state"] == "deferred"
        }
        try served.write("connections/local.yaml", Sample.files["connections/local.yaml"] ?? "")
        try await served.until("it is read again") { !served.events("reloaded").isEmpty }
        #expect(try await served.post("/v1/messages/\(id)/retry").status == 200)
        try await served.until("it is sent") { try await served.get("/v1/messages/\(id)").json["state"] == "sent" }
        await served.stop()
    }
}
