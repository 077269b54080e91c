import Attributes
import Connecting
import Diagnostics
import Peers
import Settings
import Spool
import Testing

@testable import Engine

/// What happens to connections when a workspace is read again.
@Suite struct ReplacingTests {
    private static let local = "kind: maildir\npath: mail\ndefault: true\nsender: {address: robot@example.com}\n"
    private static let route = """
        kind: send
        attributes: {To: {type: string, required: true}}
        email: {to: <To>, subject: Hello, body: Hello}

        """
    private static let data: JSON = ["To": "ivan@example.com"]

    private static func slow(_ port: Int, more: String = "") -> String {
        """
        kind: smtp
        host: 127.0.0.1
        port: \(port)
        encryption: none
        sender: {address: robot@example.com}
        \(more)
        """
    }

    /// A service with a letter on its way to a server that takes its time.
    private struct Stand {
        let sink: Sink
        let files: TestWorkspace
        let spool: any Spool
        let service: Service
        let slow: UUIDv7

        init() async throws {
            sink = try await Sink.start([.isSlow(seconds: 1_000)])
            files = try TestWorkspace([
                "connections/local.yaml": ReplacingTests.local,
                "connections/slow.yaml": ReplacingTests.slow(sink.port, more: "timeout: 10m"),
                "routes/note.yaml": ReplacingTests.route,
                "routes/slow.yaml": ReplacingTests.route + "connection: slow\n",
            ])
            let workspace = files.load()
            #expect(workspace.findings.errors == 0, "\(files.said)")
            spool = try await SpoolAddress("sqlite:router.db", workspace: files.folder).open()
            service = try await Service.start(workspace, on: spool)
            slow = try await service.submit(ReplacingTests.data, to: "slow").id
            let deadline = ContinuousClock.now + .seconds(240)
            while try await stateOfSlow() != .sending, ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(try await stateOfSlow() == .sending)
        }

        func stateOfSlow() async throws -> MessageState? { try await spool.messages(of: slow).first?.state }

        func end() async {
            await service.stop(within: .zero)
            await sink.stop()
            await spool.close()
        }
    }

    @Test func `a connection that did not change goes on, and a changed one does not wait for it`() async throws {
        let stand = try await Stand()
        try stand.files.write(Self.local + "description: Changed\n", to: "connections/local.yaml")
        // Would wait half a minute for the letter that is on its way if it had to.
        let took = await ContinuousClock().measure { await stand.service.use(stand.files.load()) }
        #expect(took < .seconds(25))
        #expect(await stand.service.health().keys.sorted() == ["local", "slow"])
        #expect(try await stand.stateOfSlow() == .sending)
        let other = try await stand.service.submit(Self.data, to: "note")
        #expect(try await stand.service.outcome(of: other.id, atMost: .seconds(240))?.first?.state == .sent)
        #expect(try await stand.stateOfSlow() == .sending)
        await stand.end()
    }

    @Test func `while one is replaced that takes its time, the others send`() async throws {
        let stand = try await Stand()
        try stand.files.write(Self.slow(stand.sink.port, more: "timeout: 11m"), to: "connections/slow.yaml")
        let (service, changed) = (stand.service, stand.files.load())
        let replacing = Task { await service.use(changed) }
        let deadline = ContinuousClock.now + .seconds(240)
        while await stand.service.health().keys.contains("slow"), ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(await stand.service.health().keys.sorted() == ["local"])
        let other = try await stand.service.submit(Self.data, to: "note")
        #expect(try await stand.service.outcome(of: other.id, atMost: .seconds(240))?.first?.state == .sent)
        await stand.service.stop(within: .zero)
        await replacing.value
        // What was on its way is nobody's to send again before it is known what became of it.
        #expect(try await stand.stateOfSlow() == .sending)
        await stand.sink.stop()
        await stand.spool.close()
    }

    @Test func `what a connection is made of is its file, and the files that it names`() throws {
        let files = try TestWorkspace(["ca.pem": "one", "secrets/password": "one", "other": "one"])
        func footprint(_ text: String) throws -> ConnectionFootprint {
            var findings = Findings()
            let node = try #require(YAMLReader.read(Source(path: "connections/a.yaml", text: text), &findings))
            return ConnectionFootprint(node, in: WorkspaceFolder(path: files.folder))
        }
        let text = "host: a\ntls: {ca: ca.pem}\nauth: {password: \"x${file:secrets/password}\"}\nlist: [absent]\n"
        let before = try footprint(text)
        #expect(try footprint(text) == before)
        try files.write("two", to: "other")
        #expect(try footprint(text) == before)
        for path in ["ca.pem", "secrets/password", "absent"] {
            let earlier = try footprint(text)
            try files.write("two", to: path)
            #expect(try footprint(text) != earlier, "\(path)")
        }
        #expect(try footprint(text + "port: 26\n") != footprint(text))
    }
}
