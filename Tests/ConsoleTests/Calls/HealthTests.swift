import Attributes
import Peers
import Testing

@Suite struct HealthTests {
    @Test func `a connection that keeps failing makes the service unready, with the reason`() async throws {
        let served = try await Served.start(["connections/local.yaml": SubmittingTests.nowhere])
        let ready = try await served.get("/readyz", token: .some(nil))
        #expect(ready.status == 200)
        #expect(ready.json == ["status": "ready", "reasons": []])
        for _ in 1...5 { _ = try await served.submit() }
        try await served.until("it is unready") { try await served.get("/readyz").status == 503 }
        let reason = try #require(try await served.get("/readyz").json["reasons"]?.items.first)
        #expect(reason["code"] == "connection-fails")
        #expect(reason["connection"] == "local")
        #expect(reason["detail"] == "'local' keeps failing (connection-refused): its letters wait")
        let health = try await served.get("/v1/connections").json["connections"]?.items.first?["health"]
        #expect(health?["state"] == "failing")
        #expect(health?["error"]?["code"] == "connection-refused")
        #expect(try await served.get("/metrics").body.contains("router_circuit_open{connection=\"local\"} 1\n"))
        #expect(try await served.get("/healthz").status == 200)
        await served.stop()
    }

    @Test func `a spool that can't be written makes it unready, until it can`() async throws {
        let served = try await Served.start()
        #expect(try await served.get("/readyz").status == 200)
        let folder = try Guardian.newFolder()
        let script = """
            import sqlite3, sys, time
            spool = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=300)
            spool.execute("BEGIN IMMEDIATE")
            print("locked", flush=True)
            time.sleep(3600)
            """
        let lock = try Guardian(
            of: folder, running: ["python3", "-c", script, "\(served.workspace)/var/router.db"])
        try await served.until("the spool is locked") { lock.output.contains("locked") }
        try await served.until("it is unready") { try await served.get("/readyz").status == 503 }
        let reason = try await served.get("/readyz").json["reasons"]?.items.first
        #expect(reason?["code"] == "spool-locked")
        #expect(reason?["detail"]?.text?.contains("/") == false)
        let refused = try await served.submit()
        #expect(refused.status == 503)
        #expect(refused.code == "spool-locked")
        #expect(refused.headers["retry-after"] == "5")
        await lock.stop()
        try await served.until("it is ready") { try await served.get("/readyz").status == 200 }
        #expect(try await served.submit().status == 202)
        await served.stop()
    }

    @Test func `figures are what Prometheus reads`() async throws {
        let served = try await Served.start()
        for _ in 1...3 { _ = try await served.post("/v1/routes/note/messages?wait=60s", Sample.note) }
        let page = try await served.get("/metrics")
        #expect(page.headers["content-type"]?.hasPrefix("text/plain; version=0.0.4") == true)
        let sample = try Regex(#"^[a-z_]+(\{([a-z]+="[^"]*",?)*\})? [0-9.e+-]+$"#)
        var names: Set<Substring> = []
        for line in page.body.split(separator: "\n") {
            if line.hasPrefix("# TYPE ") { names.insert(line.split(separator: " ")[2]) }
            if !line.hasPrefix("#") { #expect(line.wholeMatch(of: sample) != nil, "\(line)") }
        }
        #expect(
            names.isSuperset(of: [
                "router_messages_accepted_total", "router_recipients_total", "router_delivery_seconds",
                "router_queue_messages", "router_circuit_open", "process_resident_memory_bytes",
            ]))
        let labels = "route=\"note\",connection=\"local\""
        #expect(page.body.contains("router_messages_accepted_total{\(labels)} 3\n"))
        #expect(page.body.contains("router_recipients_total{\(labels),state=\"sent\"} 3\n"))
        #expect(page.body.contains("router_delivery_seconds_bucket{\(labels),le=\"+Inf\"} 3\n"))
        await served.stop()
    }
}
