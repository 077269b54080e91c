import Attributes
import Glibc
import Peers
import Testing

/// A workspace in a folder of its own, and `router serve` on it, as its users run it.
final class Served: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let folder: String
    let port: Int
    /// With all scopes.
    let token: String
    private let guardian: Guardian

    /// Starts a service on the sample workspace with these files in place of its own or beside them.
    static func start(
        _ files: [String: String] = [:], listen: String = "127.0.0.1:0", options: [String] = [],
        variables: [String: String] = [:], under prefix: [String] = []
    ) async throws -> Served {
        let folder = try Guardian.newFolder()
        let workspace = "\(folder)/ws"
        for (path, text) in Sample.files.merging(files, uniquingKeysWith: { $1 }) {
            try Files.write(text, to: "\(workspace)/\(path)")
        }
        let token = try await Router.token("admin", ["--scope", "admin"], in: workspace)
        return try await start(
            in: folder, token: token, options: ["--listen", listen] + options, variables: variables, prefix)
    }

    /// Starts a service on what `router init` writes, with these files in place of its own or beside them.
    static func startOfSamples(
        _ files: [String: String], variables: [String: String] = [:]
    ) async throws -> Served {
        let folder = try Guardian.newFolder()
        let workspace = "\(folder)/ws"
        try await Tool.require(Router.path, ["init", workspace])
        for (path, text) in files { try Files.write(text, to: "\(workspace)/\(path)") }
        let token = try await Router.token("admin", ["--scope", "admin"], in: workspace)
        return try await start(in: folder, token: token, options: ["--listen", "127.0.0.1:0"], variables: variables)
    }

    /// Starts a service on the workspace of an earlier one.
    func again(options: [String] = [], variables: [String: String] = [:]) async throws -> Served {
        let other = try Guardian.newFolder()
        try await Tool.require("cp", ["-a", "\(folder)/ws", "\(other)/ws"])
        return try await Self.start(
            in: other, token: token, options: ["--listen", "127.0.0.1:0"] + options, variables: variables)
    }

    private static func start(
        in folder: String, token: String, options: [String], variables: [String: String],
        _ prefix: [String] = []
    ) async throws -> Served {
        unlink("\(folder)/port")
        let command =
            prefix + ["env"] + variables.map { "\($0)=\($1)" } + [
                Router.path, "serve", "--workspace", "\(folder)/ws", "--port-file",
                "\(folder)/port", "--json",
            ] + options
        let guardian = try Guardian(of: folder, running: command)
        let deadline = ContinuousClock.now + .seconds(300)
        while ContinuousClock.now < deadline {
            if let port = Int(Files.read("\(folder)/port").filter(\.isNumber)) {
                return Served(folder, port, token, guardian)
            }
            if guardian.serverHasEnded { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        let said = guardian.output
        await guardian.stop()
        throw Failure(description: "router serve did not begin: \(said)")
    }

    private init(_ folder: String, _ port: Int, _ token: String, _ guardian: Guardian) {
        self.folder = folder
        self.port = port
        self.token = token
        self.guardian = guardian
    }

    var workspace: String { "\(folder)/ws" }

    var process: pid_t { pid_t(guardian.processGroup ?? 0) }

    /// What it has logged so far, a JSON object a line.
    var log: [JSON] { guardian.output.split(separator: "\n").compactMap { try? JSON.read(String($0)) } }

    func events(_ name: String) -> [JSON] { log.filter { $0["event"]?.text == name } }

    /// Waits until something holds.
    func until(_ words: String, _ holds: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(300)
        while try await !holds() {
            guard ContinuousClock.now < deadline else {
                throw Failure(description: "\(words) did not come about: \(guardian.output.suffix(4_000))")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    func send(_ signal: Int32) { if process > 1 { kill(process, signal) } }

    /// Waits for its end by itself.
    ///
    /// - Returns: The exit code, as a shell tells it.
    func ended() async throws -> Int {
        try await until("the end") { guardian.serverHasEnded && !Files.read("\(folder)/daemon.ended").isEmpty }
        return Int(Files.read("\(folder)/daemon.ended").filter(\.isNumber)) ?? -1
    }

    func write(_ path: String, _ text: String) throws { try Files.write(text, to: "\(workspace)/\(path)") }

    func stop() async { await guardian.stop() }
}

/// What every test's workspace has.
enum Sample {
    static let files = [
        "router.yaml": "timezone: UTC\n",
        "connections/local.yaml": """
        kind: maildir
        default: true
        path: var/mail
        sender: {address: robot@example.com}
        """,
        "routes/note.yaml": """
        kind: send
        message: Note
        application: hr
        attributes:
          To: {type: string, required: true}
          Title: {type: string, required: true, not-empty: true}
          Files: {type: document, array: true}
          Cover: {type: document}
        email:
          to: <To>
          subject: <Title>
          format: plain
          body: A note.
          attachments: [<Files>, <Cover>]
        """,
        "routes/each.yaml": """
        kind: send
        attributes:
          People: {type: account, array: true, required: true}
        email:
          each: People
          to: [{account: <People>}]
          subject: Hello
          format: plain
          body: Hello, <People>.
        """,
    ]

    static let note = #"{"To": "ivan@example.com", "Title": "Tea"}"#
}
