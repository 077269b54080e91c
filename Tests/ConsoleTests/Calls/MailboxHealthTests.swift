import Attributes
import Peers
import Spool
import Testing

@testable import Console

@Suite struct MailboxHealthTests {
    @Test func `figures tell what came in, and how long it has waited`() async throws {
        let served = try await Served.start()
        try await served.arrive(
            Arriving(needsProcessing: true, route: "claims\n\u{1B}\"\\", received: .now + .seconds(-600)))
        try await served.arrive(Arriving(quarantine: Arriving.unfit))
        try await served.until("the figures are fresh") {
            try await served.get("/metrics").body.contains("state=\"quarantined\"")
        }
        let page = try await served.get("/metrics").body
        let sample = try Regex(#"^[a-z_]+(\{([a-z]+="([^"\\]|\\.)*",?)*\})? [0-9.e+-]+$"#)
        for line in page.split(separator: "\n") where !line.hasPrefix("#") {
            #expect(line.wholeMatch(of: sample) != nil, "\(line)")
        }
        let hostile = "route=\"claims\\n\u{1B}\\\"\\\\\""
        for line in [
            "router_arrivals{\(hostile),state=\"delivering\"} 1\n", "router_arrivals_unprocessed{\(hostile)} 1\n",
            "router_arrivals{route=\"claims\",state=\"quarantined\"} 1\n",
            "router_arrivals_unhandled_oldest_seconds{route=\"claims\"} 0\n",
        ] { #expect(page.contains(line), "\(line) is not in \(page)") }
        #expect(page.contains("router_arrivals_unhandled_oldest_seconds{\(hostile)} 6"))
        await served.stop()
    }

    @Test func `figures tell of each folder whether it is read`() {
        let failing = liveness(success: 500, last: 5, fails: true)
        var unread = liveness(success: nil, last: nil)
        unread.folder.folder = "Sent \"x\"\n"
        var page = MetricsText()
        API.figures(of: [liveness(success: 10, last: 10), failing, unread], now: Self.now, &page)
        let lines = page.text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        let inbox = #"{connection="support",folder="INBOX"}"#
        let sent = #"{connection="support",folder="Sent \"x\"\n"}"#
        #expect(
            lines
                == [
                    "router_folder_read\(inbox) 1", "router_folder_read\(inbox) 0", "router_folder_read\(sent) 0",
                    "router_folder_success_age_seconds\(inbox) 10", "router_folder_success_age_seconds\(inbox) 500",
                    "router_folder_backlog\(inbox) 7", "router_folder_backlog\(inbox) 7",
                ].map { Substring($0) })
    }

    private static let now = Instant(seconds: 1_800_000_000)
    private static let folder = FolderName(connection: "support", folder: "INBOX")

    private func liveness(success: Int64?, last: Int64?, fails: Bool = false, owner: String? = nil) -> FolderLiveness {
        let failure = AttemptFailure(code: "timed-out", message: "no answer", help: "wait")
        return FolderLiveness(
            FolderState(
                name: Self.folder, owner: owner, lastSuccess: success.map { Self.now + .seconds(-$0) },
                last: last.map {
                    FolderSighting(
                        time: Self.now + .seconds(-$0), failure: fails ? failure : nil, reply: "OK", backlog: 7)
                }), of: "claims", interval: .seconds(60), now: Self.now)
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
        let folders = [
            liveness(success: 10, last: 10), liveness(success: 500, last: 500),
            liveness(success: 500, last: 5, fails: true),
        ]
        let reasons = Readiness.reasons(folders)
        #expect(
            reasons == [
                Readiness.Reason(
                    code: "folder-not-read", connection: "support",
                    detail: "'INBOX' of 'support' is not read (no look for too long): its letters wait"),
                Readiness.Reason(
                    code: "folder-not-read", connection: "support",
                    detail: "'INBOX' of 'support' is not read (timed-out): its letters wait"),
            ])
    }
}
