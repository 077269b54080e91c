import Attributes
import Connecting
import ConnectingTesting
import MIME
import Peers
import Spool
import Testing

@Suite struct `A spool that can't be used says why, and what helps` {
    private static let commands: [[String]] = [
        ["list"], ["list", "--follow"], ["show", "0198c2f0"], ["retry", "--all"], ["cancel", "--all"],
        ["export", "0198c2f0"], ["run"], ["purge"],
    ]

    private func expect(
        _ status: Int, _ code: String, _ message: String, help: String, in workspace: TemporaryWorkspace
    ) async throws {
        for command in Self.commands {
            let outcome = try await Program.run(["queue"] + command, in: workspace.folder)
            #expect(outcome.status == status && outcome.stdout == "", "\(command) \(outcome.told)")
            #expect(outcome.stderr.hasPrefix("error[\(code)]: \(message)"), "\(command) \(outcome.told)")
            #expect(outcome.stderr.contains("help: \(help)"), "\(command) \(outcome.told)")
        }
        let scripted = try await Program.run(["queue", "list", "--json"], in: workspace.folder)
        #expect(scripted.status == status && scripted.stderr == "")
        #expect(try scripted.json.error.code.text == code)
    }

    @Test func `a damaged one`() async throws {
        let waiting = try Waiting.nobody()
        try await waiting.put(many: 200)
        var bytes = try waiting.workspace.bytes("var/router.db")
        for position in bytes.indices.dropFirst(2 * 4096) { bytes[position] = UInt8(truncatingIfNeeded: position * 7) }
        try waiting.workspace.write("var/router.db", bytes, mode: 0o600)
        let path = waiting.workspace.path("var/router.db")
        try await expect(
            74, "spool-corrupt", "\(path): is damaged: ", help: "stop router, keep a copy of the file",
            in: waiting.workspace)
    }

    @Test func `one that a later router made`() async throws {
        let waiting = try Waiting.nobody()
        try await waiting.put(many: 1)
        let script = "import sqlite3; sqlite3.connect('var/router.db').execute('PRAGMA user_version = 1000')"
        let made = try await Program.run("/usr/bin/python3", ["-c", script], in: waiting.workspace.folder)
        try #require(made.status == 0, "\(made.told)")
        let path = waiting.workspace.path("var/router.db")
        try await expect(
            74, "spool-newer", "\(path): was made by a later router: its version is ",
            help: "use that router, or name another file in 'spool:'", in: waiting.workspace)
    }

    @Test func `a file that is none`() async throws {
        let waiting = try Waiting.nobody()
        try waiting.workspace.write("var/router.db", String(repeating: "Dear diary! ", count: 100))
        let path = waiting.workspace.path("var/router.db")
        try await expect(
            74, "not-a-spool", "\(path): is no spool of router", help: "name another file in 'spool:'",
            in: waiting.workspace)
    }

    @Test func `one in a folder that is not there`() async throws {
        let waiting = try Waiting.at(port: 1, ["router.yaml": "spool: sqlite:far/away/router.db\n"])
        try await expect(
            74, "spool-folder-missing", "\(waiting.workspace.path("far/away"))", help: "make", in: waiting.workspace)
    }

    @Test func `none at all`() async throws {
        let waiting = try Waiting.at(port: 1, ["router.yaml": "spool: none\n"])
        try await expect(
            74, "no-spool", "the workspace has no spool: router.yaml says 'spool: none'", help: "delete that line",
            in: waiting.workspace)
    }

    @Test func `a place that makes no sense`() async throws {
        let waiting = try Waiting.at(port: 1, ["router.yaml": "spool: sqlit:router.db\n"])
        try await expect(
            78, "spool-settings-wrong", "spool: of kind 'sqlit' is not known",
            help: "did you mean 'sqlite'?", in: waiting.workspace)
    }

    @Test func `what is wrong elsewhere in the workspace hinders nobody from looking`() async throws {
        let waiting = try Waiting.at(port: 1, ["routes/wrong.yaml": "kind: sendd\n"])
        let id = try await waiting.put(to: "a@example.test")
        #expect(try await waiting.list().map(\.id.text) == [id])
    }
}

@Suite struct `A letter can be had as it goes out` {
    @Test func `the file that is exported has the bytes that the server got`() async throws {
        let server = try ScriptedServer()
        let waiting = try Waiting.at(server)
        let file = try waiting.workspace.write(
            "large.bin", (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }, mode: 0o600)
        let content = Content(pieces: [
            .bytes(Array("Subject: large\r\nContent-Transfer-Encoding: base64\r\n\r\n".utf8)),
            .base64(path: file, size: 300_000),
        ])
        let id = try await waiting.put(to: "ivan@example.test", content: content)
        try waiting.workspace.remove("large.bin")
        let exported = try await waiting.queue("export", id, "--eml", "letter.eml")
        #expect(exported.status == 0 && exported.stdout == "" && exported.stderr == "wrote letter.eml\n")
        #expect(try await waiting.queue("run").status == 0)
        let bytes = try #require(server.deliveries.first?.bytes)
        #expect(bytes.count == content.size)
        #expect(try waiting.workspace.bytes("letter.eml") == bytes)
        // It is there after it was sent too, and without a file it goes to stdout.
        let printed = try await waiting.queue("export", String(id.prefix(18)))
        #expect(Array(printed.stdout.utf8) == bytes)
        let json = try await waiting.queue("export", id, "--eml", "letter.eml", "--json").json
        #expect(json.file == "letter.eml" && json.size.number == Double(bytes.count) && json.id.text == id)
    }

    @Test func `where it can't be written no half of it stays`() async throws {
        let waiting = try Waiting.nobody()
        let id = try await waiting.put(to: "ivan@example.test")
        let outcome = try await waiting.queue("export", id, "--eml", "no/such/letter.eml")
        #expect(outcome.status == 74)
        #expect(outcome.stderr.hasPrefix("error[not-writable]: 'no/such/letter.eml' can't be written: "))
        let full = try await Program.run(
            "/bin/sh", ["-c", "\"$0\" queue export \(id) > /dev/full", Program.path], in: waiting.workspace.folder)
        #expect(full.status == 74, "\(full.told)")
    }

    @Test func `a part that has gone from the spool is told of`() async throws {
        let waiting = try Waiting.nobody()
        let file = try waiting.workspace.write("large.bin", [UInt8](repeating: 1, count: 100_000), mode: 0o600)
        let id = try await waiting.put(
            to: "ivan@example.test", content: Content(pieces: [.base64(path: file, size: 100_000)]))
        for part in try waiting.workspace.files(below: "var/router.db-parts") { try waiting.workspace.remove(part) }
        let outcome = try await waiting.queue("export", id, "--eml", "letter.eml")
        #expect(outcome.status == 74, "\(outcome.told)")
        #expect(outcome.stderr.hasPrefix("error[file-unreadable]: a file of the letter in the spool, "))
        #expect(!waiting.workspace.exists("letter.eml"))
    }
}
