internal import Glibc
internal import Synchronization

/// A real PostgreSQL of the tests' own, on loopback, with its own data folder and not as root.
///
/// It demands passwords (SCRAM) and offers TLS with a certificate of ``TestAuthority``. Most tests share one, each with a database of its
/// own: ``newDatabase()``.
package struct PostgresServer: Sendable {
    /// Owns all databases.
    package static let user = "robot"

    package static let password = "open sesame"

    /// The address it listens on; its certificate is good for it and for `localhost`.
    package let host = "127.0.0.1"

    package let port: Int

    package let guardian: Guardian

    private static let starting = Task { try await start(authority: try await TestAuthority.make()) }
    private static let count = Atomic<Int>(0)

    /// The one that all tests of this process share.
    package static var shared: PostgresServer {
        get async throws { try await starting.value }
    }

    /// Its data and its log.
    private var folder: String { guardian.folder }

    /// All that it has logged so far.
    package var log: String { TextFile.read("\(folder)/log") }

    /// Where a database is, as `router.yaml` says it.
    ///
    /// - Parameters:
    ///   - database: Its name.
    ///   - password: A right one or another.
    ///   - parameters: What stands behind `?`.
    /// - Returns: A URI with user and password.
    package func address(
        _ database: String, password: String = "open%20sesame", parameters: String = "sslmode=disable"
    ) -> String {
        "postgres://\(Self.user):\(password)@\(host):\(port)/\(database)?\(parameters)"
    }

    /// A new empty database that nobody else in this process uses.
    ///
    /// - Returns: Its name.
    package func newDatabase() async throws -> String {
        let name = "test\(Self.count.add(1, ordering: .relaxed).newValue)"
        try await sql("CREATE DATABASE \(name)")
        return name
    }

    package func drop(_ database: String) async throws { try await sql("DROP DATABASE \(database) WITH (FORCE)") }

    /// Asks with `psql`, a client that is not ours.
    ///
    /// - Returns: The rows, fields separated by `|`.
    @discardableResult
    package func sql(_ statement: String, in database: String = "postgres") async throws -> String {
        try await Tool.require(
            "psql",
            ["-qAtX", "-v", "ON_ERROR_STOP=1", "-d", address(database, parameters: "sslmode=disable"), "-c", statement])
    }

    /// Starts one; takes about a second.
    ///
    /// - Parameters:
    ///   - authority: Signs its certificate.
    ///   - settings: More lines of `postgresql.conf`.
    /// - Returns: It, when it lets us in.
    /// - Throws: ``PeerFailure`` with its log.
    package static func start(authority: TestAuthority, settings: [String] = []) async throws -> PostgresServer {
        for _ in 1...10 {
            let folder = try Guardian.newFolder()
            let port = try Loopback.freePorts(1)[0]
            try await makeCluster(in: folder, port: port, authority: authority, settings)
            let server = PostgresServer(
                port: port,
                guardian: try Guardian(of: folder, running: Self.command(["postgres", "-D", "\(folder)/data"])))
            if try await server.isUp() { return server }
            let said = server.log + server.guardian.output
            await server.stop()
            guard said.contains("Address already in use") else { throw failure(said) }
        }
        throw failure("ten times in a row another process took its port")
    }

    /// Stops it and removes its folder.
    package func stop() async { await guardian.stop() }

    /// Starts another server on the same data and the same port, once this one has ended.
    ///
    /// - Returns: It, when it lets us in.
    /// - Throws: ``PeerFailure`` with its log.
    package func restarted() async throws -> PostgresServer {
        let deadline = ContinuousClock.now + .seconds(300)
        while ContinuousClock.now < deadline {
            // The data's folder goes with the first guardian, this one has another.
            let guardian = try Guardian(
                of: Guardian.newFolder(), running: Self.command(["postgres", "-D", "\(folder)/data"]))
            let server = PostgresServer(port: port, guardian: guardian)
            if try await server.isUp() { return server }
            // Processes of the one that was killed may not have noticed yet.
            await guardian.stop()
        }
        throw Self.failure(log)
    }

    /// Kills it as power loss would.
    package func kill() async throws {
        guard let group = guardian.processGroup else { throw Self.failure("it has no process") }
        try await Tool.requireAsRoot("kill", ["-KILL", "--", "-\(group)"])
        while !guardian.serverHasEnded { try await Task.sleep(for: .milliseconds(5)) }
    }

    private func isUp() async throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(300)
        while ContinuousClock.now < deadline {
            if guardian.serverHasEnded { return false }
            let asked = try await Tool.outcome(
                "psql", ["-qAtX", "-d", address("postgres"), "-c", "SHOW port"])
            if asked.succeeded { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Self.failure("nobody is let in after 300 seconds: \(log)")
    }

    private static func failure(_ said: String) -> PeerFailure {
        PeerFailure("PostgreSQL did not start", said: said, remedy: "run scripts/bootstrap --tests")
    }

    /// PostgreSQL refuses to run as root; Debian's package has made a user for it.
    private static func command(_ words: [String]) -> [String] {
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] + [program(words[0])] + words.dropFirst()
    }

    /// Debian keeps each version's programs in a folder of its own.
    private static func program(_ name: String) -> String {
        var found = glob_t()
        defer { globfree(&found) }
        guard glob("/usr/lib/postgresql/*/bin/\(name)", 0, nil, &found) == 0,
            let path = found.gl_pathv[Int(found.gl_pathc) - 1]
        else { return name }
        return String(cString: path)
    }

    private static func makeCluster(
        in folder: String, port: Int, authority: TestAuthority, _ settings: [String]
    ) async throws {
        try await Tool.requireAsRoot(
            "install", ["-d", "-o", "postgres", "-g", "postgres", "-m", "700", "\(folder)/data"])
        try TextFile.write(password, to: "\(folder)/password")
        let initialise = command([
            "initdb", "-D", "\(folder)/data", "-U", user, "--pwfile=\(folder)/password", "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8", "--no-sync",
        ])
        try await Tool.requireAsRoot(initialise[0], Array(initialise.dropFirst()))
        for (name, file) in [("server.pem", authority.certificate(.good)), ("server.key", authority.key(.good))] {
            try await Tool.requireAsRoot(
                "install", ["-o", "postgres", "-g", "postgres", "-m", "600", file, "\(folder)/data/\(name)"])
        }
        let lines =
            [
                "listen_addresses = '127.0.0.1'", "port = \(port)", "unix_socket_directories = ''", "fsync = off",
                "ssl = on",
                "ssl_cert_file = 'server.pem'", "ssl_key_file = 'server.key'", "max_connections = 200",
                "shared_buffers = 64MB", "log_min_messages = warning",
            ] + settings
        try TextFile.write(lines.joined(separator: "\n") + "\n", to: "\(folder)/router.conf")
        try await Tool.requireAsRoot(
            "sh",
            [
                "-c",
                "chmod 644 \(folder)/router.conf; echo \"include '\(folder)/router.conf'\" >>\(folder)/data/postgresql.conf",
            ])
    }
}
