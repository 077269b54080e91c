import Attributes
import Connecting
import ConnectingTesting
import MIME
import Peers
import Spool
import Testing

/// A workspace with letters in its spool, put there as a service would.
struct Waiting: Sendable {
    let workspace: TemporaryWorkspace

    /// The connection `corporate` leads to a scripted server's port, and the route `note` goes through it.
    static func at(_ server: ScriptedServer, _ files: [String: String] = [:], settings: String? = nil) throws -> Waiting
    {
        try at(port: server.port, files, settings: settings)
    }

    static func at(port: Int, _ files: [String: String] = [:], settings: String? = nil) throws -> Waiting {
        let workspace = try Desk.workspace(port: port, settings ?? "encryption: none\ntimeout: 20s\n")
        for (path, text) in files { try workspace.write(path, text) }
        return Waiting(workspace: workspace)
    }

    /// A port of loopback that nobody listens on: the server has gone.
    static func nobody() throws -> Waiting { try at(port: 1) }

    func queue(_ arguments: String..., stdin: [UInt8] = [], environment: [String: String] = [:]) async throws
        -> Program.Outcome
    {
        try await Program.run(["queue"] + arguments, in: workspace.folder, stdin: stdin, environment: environment)
    }

    /// The lines of `router queue list --json`.
    func list(_ arguments: String...) async throws -> [ParsedJSON] {
        let outcome = try await Program.run(
            ["queue", "list", "--json", "--limit", "0"] + arguments, in: workspace.folder)
        try #require(outcome.status == 0, "\(outcome.told)")
        return try outcome.jsonLines
    }

    /// The story of one message.
    func story(_ id: String) async throws -> ParsedJSON {
        let outcome = try await Program.run(["queue", "show", id, "--json"], in: workspace.folder)
        try #require(outcome.status == 0, "\(outcome.told)")
        return try outcome.json
    }

    /// Puts off what waits for its time by hours: a slow machine must not come near it.
    func postpone() async throws {
        try await Tool.require(
            "sqlite3",
            [
                "\(workspace.folder)/var/router.db",
                "UPDATE message SET due = due + 36000000 WHERE due IS NOT NULL AND attempts > 0",
            ])
    }

    /// Works with the spool from within the tests.
    func withSpool<Value: Sendable>(_ body: (any Spool) async throws -> Value) async throws -> Value {
        let spool = try await SpoolAddress(SpoolAddress.usual, workspace: workspace.folder).open()
        do {
            let value = try await body(spool)
            await spool.close()
            return value
        } catch {
            await spool.close()
            throw error
        }
    }

    /// Puts a submission of one letter to some people in.
    ///
    /// - Returns: Its id.
    func put(
        to recipients: String..., title: String = "Привет", route: String = "note", connection: String = "corporate",
        bus: Int = 0, unknown: UnknownPolicy = .hold, created: Instant = .now, due: Instant? = nil,
        keep: Duration = .seconds(86_400), content: Content? = nil, details: String? = nil, application: String? = nil,
        key: SubmissionKey? = nil, trace: String? = nil
    ) async throws -> String {
        let id = UUIDv7()
        let letter = Self.letter(id, to: recipients, title, content)
        let new = NewLetter(
            letter, route: route, connection: connection, bus: bus, unknown: unknown, due: due, keep: keep,
            details: details ?? "{\"subject\":\"\(title)\"}")
        try await withSpool { spool in
            let acceptance = try await spool.put(
                NewSubmission(
                    id: id, key: key, application: application, trace: trace, created: created, letters: [new]))
            try #require(acceptance == .accepted)
        }
        return id.description
    }

    /// Puts many letters in at once, to `r0@example.test` and so on.
    ///
    /// - Returns: The submission's id and the letters'.
    @discardableResult
    func put(many count: Int, connection: String = "corporate", route: String = "note") async throws
        -> (submission: String, ids: [String])
    {
        let submission = UUIDv7()
        let letters = (0..<count).map { number in
            NewLetter(
                Self.letter(UUIDv7(), to: ["r\(number)@example.test"], "Letter \(number)", nil), route: route,
                connection: connection, details: "{\"subject\":\"Letter \(number)\"}")
        }
        try await withSpool { spool in
            _ = try await spool.put(NewSubmission(id: submission, created: .now, letters: letters))
        }
        return (submission.description, letters.map(\.letter.id))
    }

    /// Makes a letter one that nobody knows the outcome of, as an attempt leaves it whose connection died.
    func hold(_ id: String) async throws {
        try await withSpool { spool in
            let owner = try await spool.register("a test")
            let id = try #require(UUIDv7(id))
            let claimed = try #require(try await spool.claim([id], for: owner).first)
            let failure = Failure(
                .outcomeUnknown, .unknown, "localhost:25 hung up after the letter", help: "ask before it is sent again")
            let receipt = Receipt(claimed.letter, all: .held, failure: failure)
            let outcome = LetterOutcome(id: id, receipt: receipt, began: .now, ended: .now, session: "localhost:25")
            try await spool.record([outcome], of: nil, owner)
            try await spool.resign(owner)
        }
    }

    /// What a terminal of a width shows of a command; the answers are typed into it.
    func onTerminal(_ command: String, columns: Int = 100, typing: String = "") async throws -> String {
        try await Program.run(
            "/usr/bin/script", ["-qec", "stty cols \(columns); \(Program.path) queue \(command)", "/dev/null"],
            in: workspace.folder, stdin: Array(typing.utf8)
        ).stdout
    }

    static func letter(_ id: UUIDv7, to recipients: [String], _ title: String, _ content: Content?) -> Letter {
        let messageID = "<\(id)@example.test>"
        let text = "Message-ID: \(messageID)\r\nSubject: \(title.unicodeScalars.count) letters\r\n\r\nHello.\r\n"
        return Letter(
            id: id.description, messageID: messageID, sender: "robot@example.test", recipients: recipients,
            content: content ?? Content(pieces: [.bytes(Array(text.utf8))]))
    }
}

extension TemporaryWorkspace {
    /// Waits until a file that somebody writes says something; a test's time limit ends a vain wait.
    func wait(for name: String, until isThere: (String) -> Bool) async throws {
        for _ in 0..<6_000 {
            if exists(name), isThere(try text(name)) { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Program.Overtime(description: "\(name) never said what was waited for")
    }
}
