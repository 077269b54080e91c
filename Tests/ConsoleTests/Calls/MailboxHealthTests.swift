import Attributes
import Peers
import Spool
import Testing

@testable import Console

@Suite struct MailboxHealthTests {
    @Test func `a folder that is not read makes the service unready, and figures tell of it`() async throws {
        let served = try await Served.start()
        #expect(try await served.get("/readyz").status == 200)
        let inbox = FolderName(connection: "local", folder: "INBOX")
        try await served.note(FolderSighting(time: .now, reply: "OK", backlog: 7), of: inbox)
        let failure = AttemptFailure(code: "authentication-refused", message: "secret words", help: "mend it")
        let sent = FolderName(connection: "local", folder: "Sent\n\u{1B}\"x\\")
        try await served.note(FolderSighting(time: .now, failure: failure, reply: "secret words"), of: sent)
        try await served.arrive(Arriving(needsProcessing: true, received: .now + .seconds(-600)))
        try await served.arrive(Arriving(quarantine: Arriving.unfit))
        try await served.until("it is unready") { try await served.get("/readyz").status == 503 }
        let ready = try await served.get("/readyz")
        #expect(ready.json["reasons"]?.items.count == 1, "\(ready.body)")
        let reason = ready.json["reasons"]?.items.first
        #expect(reason?["code"] == "folder-not-read" && reason?["connection"] == "local")
        #expect(reason?["detail"]?.text?.contains("is not read (authentication-refused): its letters wait") == true)
        #expect(!ready.body.contains("secret"))
        try await served.until("the figures are fresh") {
            try await served.get("/metrics").body.contains("state=\"quarantined\"")
        }
        let page = try await served.get("/metrics").body
        let sample = try Regex(#"^[a-z_]+(\{([a-z]+="([^"\\]|\\.)*",?)*\})? [0-9.e+-]+$"#)
        for line in page.split(separator: "\n") where !line.hasPrefix("#") {
            #expect(line.wholeMatch(of: sample) != nil, "\(line)")
        }
        for line in [
            "router_arrivals{route=\"claims\",state=\"delivering\"} 1\n",
            "router_arrivals_unprocessed{route=\"claims\"} 1\n",
            "router_folder_read{connection=\"local\",folder=\"INBOX\"} 1\n",
            "router_folder_backlog{connection=\"local\",folder=\"INBOX\"} 7\n",
        ] { #expect(page.contains(line), "\(line) is not in \(page)") }
        #expect(page.contains(/router_arrivals_unhandled_oldest_seconds\{route="claims"\} 6\d\d/))
        await served.stop()
    }

    private static let now = Instant(seconds: 1_800_000_000)
    private static let folder = FolderName(connection: "support", folder: "INBOX")

    private func liveness(success: Int64?, last: Int64?, fails: Bool = false, owner: String? = nil) -> FolderLiveness {
        let failure = AttemptFailure(code: "timed-out", message: "no answer", help: "wait")
        return FolderLiveness(
            FolderState(
                name: Self.folder, owner: owner, lastSuccess: success.map { Self.now + .seconds(-$0) },
                last: last.map {
                    FolderSighting(time: Self.now + .seconds(-$0), failure: fails ? failure : nil, reply: "OK")
                }), interval: .seconds(60), now: Self.now)
    }

    @Test func `a folder is read when a look worked within two intervals and the time of an answer`() {
        #expect(liveness(success: 10, last: 10).standing == .read)
        #expect(liveness(success: 180, last: 180).isRead)
        #expect(liveness(success: 181, last: 181).standing == .silent)
        #expect(!liveness(success: 10, last: 5, fails: true).isRead)
        #expect(liveness(success: nil, last: nil).standing == .silent)
        #expect(liveness(success: nil, last: nil, owner: "router serve 1").standing == .starting)
        func words(_ liveness: FolderLiveness) -> String {
            liveness.words(now: Self.now) { "\(Int($0 / .seconds(1)))s" }
        }
        #expect(words(liveness(success: 10, last: 10)) == "read 10s ago")
        #expect(words(liveness(success: 181, last: 5, fails: true)) == "not read for 181s")
        #expect(words(liveness(success: nil, last: 5, fails: true)) == "never read")
    }

    @Test func `each folder that is not read is a reason of its own`() {
        let folders = [liveness(success: 10, last: 10), liveness(success: 500, last: 500)]
        let reasons = Readiness.reasons(folders)
        #expect(
            reasons == [
                Readiness.Reason(
                    code: "folder-not-read", connection: "support",
                    detail: "'INBOX' of 'support' is not read (no look for too long): its letters wait")
            ])
    }
}
