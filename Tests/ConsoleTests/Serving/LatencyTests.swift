import Attributes
import ConnectingTesting
import Peers
import Testing

/// How soon a letter is there, and how soon it is said that none can come: a real Postfix, a real Dovecot.
@Suite struct LatencyTests {
    /// So many letters are tried until one is quick: the others may have waited for whoever else uses this machine.
    private static let letters = 40
    private static let bar = 1.0

    private static func files(
        _ inbox: Inbox, port: Int, handler url: String, more: String = ""
    ) -> [String: String] {
        [
            "connections/support.yaml": """
            kind: imap
            host: 127.0.0.1
            port: \(port)
            encryption: none
            auth: {type: basic, username: \(inbox.address), password: \(inbox.password)}
            poll-interval: 5m
            \(more)
            """,
            "connections/bpm.yaml": "kind: http\nurl: \(url)/messages\n",
            "routes/intake.yaml": "kind: receive\nconnection: support\ndeliver: [{connection: bpm}]\n",
        ]
    }

    private static var now: Double {
        let now = Instant.now
        return Double(now.seconds) + Double(now.nanoseconds) / 1e9
    }

    @Test func `a letter that Postfix was given is at the handler within a second`() async throws {
        let (office, handler) = (try await PostOffice.shared, try await HandlerServer.start())
        let inbox = office.newInbox()
        let served = try await Served.start(
            Self.files(inbox, port: office.dovecot.imapPort, handler: handler.url))
        var lengths: [Double] = []
        for number in 1...Self.letters {
            let start = Self.now
            try await Posted.send(Posted.letter("Inv-\(number)", id: "l\(number)"), to: inbox, through: office)
            try await served.until("it is taken") { try await handler.taken().count == number }
            let taken = try #require(
                try await handler.taken().first { $0.message["Subject"] == .string("Inv-\(number)") })
            lengths.append(taken.time - start)
            if taken.time - start < Self.bar { break }
        }
        #expect(try #require(lengths.last) < Self.bar, "\(lengths)")
        await served.stop()
        await handler.stop()
    }

    @Test func `a letter that lies in the mailbox is printed within a second, the start of the program included`()
        async throws
    {
        let office = try await PostOffice.shared
        let inbox = office.newInbox()
        let served = try await Served.start(["routes/other.yaml": Sample.files["routes/note.yaml", default: ""]])
        await served.stop()
        for (path, text) in Self.files(inbox, port: office.dovecot.imapPort, handler: "http://127.0.0.1:9") {
            try served.write(path, text)
        }
        var lengths: [Double] = []
        for number in 1...Self.letters {
            try await Posted.send(Posted.letter("Inv-\(number)", id: "p\(number)"), to: inbox, through: office)
            _ = try await inbox.letters(number)
            let start = Self.now
            let printed = try await Router.run(["receive", "intake", "--once"], in: served.workspace)
            lengths.append(Self.now - start)
            #expect(printed.text.contains("Inv-\(number)\""), "\(printed.errors)")
            if let last = lengths.last, last < Self.bar { break }
        }
        #expect(try #require(lengths.last) < Self.bar, "\(lengths)")
    }

    @Test func `a connection that swallows everything is told of within two intervals, and so is its end`() async throws
    {
        let (office, handler) = (try await PostOffice.shared, try await HandlerServer.start())
        let inbox = office.newInbox()
        let relay = try StallingRelay(to: office.dovecot.imapPort)
        let interval = 10
        let files = Self.files(inbox, port: relay.port, handler: handler.url, more: "timeout: 5s")
            .mapValues { $0.replacing("poll-interval: 5m", with: "poll-interval: \(interval)s") }
        let served = try await Served.start(files)
        try await served.until("it is read") {
            try await served.get("/metrics").body.contains(
                "router_folder_read{connection=\"support\",folder=\"INBOX\"} 1\n")
        }
        relay.stall()
        let start = ContinuousClock.now
        try await served.until("it is told") { try await served.get("/readyz").body.contains("folder-not-read") }
        let passed = ContinuousClock.now - start
        // The machine may be slow, and readiness is some seconds old.
        #expect(passed < .seconds(2 * interval + 30), "\(passed)")
        #expect(!served.events("folder-fails").isEmpty)
        await served.stop()
        await handler.stop()
    }
}
