import Peers

/// The real program against a real server, once, for a row in `Docs/Connections.md`.
struct Trial: Sendable {
    let section: Tried.Section
    let what: String
    /// The server's name and version: `Postfix 3.7.11`.
    let server: String

    /// The settings below `kind: smtp`; `CA` stands for the path of the tests' authority.
    var settings: String
    var host = "localhost"
    var port: Int

    /// Words that differ from run to run, and what the document says instead.
    var names: [String: String] = [:]
    var environment: [String: String] = [:]

    init(_ section: Tried.Section, _ what: String, server: String, port: Int, _ settings: String) {
        (self.section, self.what, self.server, self.port, self.settings) = (section, what, server, port, settings)
    }

    /// Runs `router test corporate`, with `--to` where somebody is named, and notes what its user read.
    func run(to recipients: String...) async throws -> Program.Outcome {
        let more = recipients.isEmpty ? [] : ["--to", recipients.joined(separator: ",")]
        return try await run(["test", "corporate"] + more)
    }

    /// Runs `router send note` with these lines of data, and notes what its user read.
    func run(sending lines: [String]) async throws -> Program.Outcome {
        try await run(["send", "note", "--data", "-", "--ndjson"], stdin: lines.joined(separator: "\n"))
    }

    private func run(_ arguments: [String], stdin: String = "") async throws -> Program.Outcome {
        let authority = try await PostOffice.shared.authority
        let workspace = try TemporaryWorkspace.of([
            "router.yaml": "",
            "routes/note.yaml": Desk.note,
            "connections/corporate.yaml": """
            kind: smtp
            default: true
            host: \(host)
            port: \(port)
            sender: {address: robot@example.test, name: Робот}
            \(settings.replacing("CA", with: authority.certificate))

            """,
        ])
        let outcome = try await Program.run(
            arguments, in: workspace.folder, stdin: Array(stdin.utf8),
            environment: Desk.environment.merging(environment, uniquingKeysWith: { $1 }))
        try note(outcome)
        return outcome
    }

    /// Notes what came of a run of the program.
    func note(_ outcome: Program.Outcome) throws {
        // A letter's own line, `Test of the connection 'corporate' (01a1…)`, says nothing of the server.
        let lines = outcome.stdout.split(separator: "\n").filter { !$0.contains(/\([0-9a-f]{8}-[-0-9a-f]{27}\)$/) }
        let found = lines.map { $0.replacing("corporate: ", with: "") }
        let said = (found + [outcome.stderr[...]]).joined(separator: "\n")
        let ours = ["port \(port)": "port 587"].merging(names, uniquingKeysWith: { $1 })
        try Tried.record(
            section, what, server: server, exit: outcome.status, says: said, names: ours)
    }
}
