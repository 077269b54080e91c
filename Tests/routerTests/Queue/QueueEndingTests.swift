import Connecting
import ConnectingTesting
import Glibc
import Peers
import Spool
import Testing

@Suite struct `A run ends well, and what it leaves is found` {
    /// Starts `router queue run` so that it can be sent signals.
    private func start(_ waiting: Waiting, _ arguments: String = "") -> Task<Program.Outcome, any Error> {
        Task {
            try await Program.run(
                "/bin/sh", ["-c", "echo $$ > pid; exec \"$0\" queue run \(arguments)", Program.path],
                in: waiting.workspace.folder, deadline: .seconds(400))
        }
    }

    private func signal(_ number: Int32, _ waiting: Waiting) throws {
        let pid = try #require(Int32(try waiting.workspace.text("pid").filter(\.isNumber)))
        #expect(kill(pid, number) == 0)
    }

    /// Looks at the messages until they are as they should be; the program itself would have to wait for its turn.
    private func wait(in waiting: Waiting, until isSo: ([MessageSummary]) -> Bool) async throws {
        try await waiting.withSpool { spool in
            for _ in 0..<6_000 {
                if isSo(try await spool.list(MessageFilter(), Page(limit: 1_000))) { return }
                try await Task.sleep(for: .milliseconds(50))
            }
            throw Program.Overtime(description: "what was waited for never came")
        }
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `Ctrl-C lets letters on their way end, and leaves the others`(number: Int32) async throws {
        let sink = try await Sink.start([.isSlow(seconds: 1)])
        let waiting = try Waiting.at(port: sink.port, settings: "encryption: none\nsessions: 2\n")
        let count = 60
        try await waiting.put(many: count)
        let run = start(waiting)
        try await wait(in: waiting) { $0.contains { $0.state == .sent } }
        try signal(number, waiting)
        let outcome = try await run.value
        await sink.stop()
        #expect(outcome.status == 0, "\(outcome.told)")
        let sent = try await waiting.list("--state", "sent").count
        let queued = try await waiting.list("--state", "queued").count
        #expect(sent >= 1 && queued >= 1 && sent + queued == count, "\(sent) sent, \(queued) queued")
        let lines = outcome.stderr.split(separator: "\n")
        #expect(lines.first?.hasPrefix("ends when what is on its way has ended: ") == true, "\(outcome.told)")
        #expect(lines.last == "\(sent) sent; others are due", "\(outcome.told)")
    }

    @Test func `the second Ctrl-C ends it at once, and the next command sees what became of its letters`() async throws
    {
        let server = try ScriptedServer(Script(fault: .hangsAt(".")))
        let waiting = try Waiting.at(server, settings: "encryption: none\ntimeout: 300s\n")
        try await waiting.put(many: 3)
        let run = start(waiting, "2> words")
        // What is sent of a letter is marked before it goes.
        try await wait(in: waiting) { _ in server.commands.contains { $0.hasPrefix("DATA") } }
        try await wait(in: waiting) { $0.contains { $0.state == .sending } }
        try signal(SIGINT, waiting)
        try await waiting.workspace.wait(for: "words") { $0.contains("1 letter is; Ctrl-C again ends at once") }
        try signal(SIGINT, waiting)
        let outcome = try await run.value
        #expect(outcome.status == 128 + Int(SIGINT), "\(outcome.told)")
        let next = try await waiting.queue("list")
        #expect(next.stderr.contains("router queue run, process "), "\(next.told)")
        #expect(next.stderr.contains("'router queue list --state held'"), "\(next.told)")
        let states = try await waiting.list("--oldest").map(\.state)
        #expect(states == ["held", "queued", "queued"])
    }

    @Test func `a run beside one that was killed sends what that one had claimed`() async throws {
        let server = try ScriptedServer(Script(fault: .hangsAt("EHLO")))
        let waiting = try Waiting.at(server, settings: "encryption: none\ntimeout: 300s\n")
        try await waiting.put(many: 5)
        let run = start(waiting)
        try await wait(in: waiting) { _ in server.commands.contains { $0.hasPrefix("EHLO") } }
        try signal(SIGKILL, waiting)
        #expect(try await run.value.status == -Int(SIGKILL))
        let healthy = try ScriptedServer()
        let file = try waiting.workspace.text("connections/corporate.yaml")
        try waiting.workspace.write(
            "connections/corporate.yaml", file.replacing("port: \(server.port)", with: "port: \(healthy.port)"))
        let outcome = try await waiting.queue("run")
        #expect(outcome.status == 0 && outcome.stderr.hasSuffix("5 sent\n"), "\(outcome.told)")
        #expect(Set(healthy.deliveries.flatMap(\.recipients)).count == 5 && healthy.deliveries.count == 5)
    }

    @Test func `on a terminal a bar shows how far it is`() async throws {
        let server = try ScriptedServer()
        let waiting = try Waiting.at(server)
        try await waiting.put(many: 50)
        let screen = try await waiting.onTerminal("run")
        #expect(screen.contains(" of 50, ") && screen.contains("█") && screen.contains("50 sent"), "\(screen)")
        #expect(try await !waiting.onTerminal("run --quiet").contains("due"))
    }
}
