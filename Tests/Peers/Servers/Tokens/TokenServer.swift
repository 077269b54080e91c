/// A real OAuth 2 authorization server of the tests' own: tokens for clients, people, devices and service accounts.
///
/// It checks what such a server checks: secrets, signatures, audiences, ends. It knows one client, ``clientID``, and
/// gives tokens for one ``mailbox``. A mail server asks it about a token at ``introspectionURL``.
///
/// The test controls it over a socket that only the test knows: see ``expireAll()`` and its neighbours.
package struct TokenServer: Sendable {
    /// The client that it knows.
    package static let clientID = "router-tests"

    /// That client's secret; a character of it must be encoded on the way.
    package static let clientSecret = "s3cret/+ %&"

    /// Whom the tokens stand for, unless a service account names somebody else.
    package static let mailbox = "robot@example.test"

    /// The port of HTTP.
    package let plainPort: Int

    /// The port of HTTPS, with the authority's good certificate.
    package let securePort: Int

    package let guardian: Guardian

    /// Where tokens are given, over HTTPS.
    package var tokenURL: String { "https://localhost:\(securePort)/token" }

    /// Where tokens are given, over HTTP.
    package var plainTokenURL: String { "http://localhost:\(plainPort)/token" }

    /// Where devices begin (RFC 8628), over HTTPS.
    package var deviceURL: String { "https://localhost:\(securePort)/devicecode" }

    /// Where a mail server asks about a token (RFC 7662), over HTTP.
    package var introspectionURL: String { "http://127.0.0.1:\(plainPort)/introspect" }

    private static let opening = Task { try await start(authority: PostOffice.shared.authority) }

    /// One that all tests of this process share: for those that only need a token and change nothing.
    package static var shared: TokenServer {
        get async throws { try await opening.value }
    }

    /// Starts one; takes about a fifth of a second.
    package static func start(authority: TestAuthority) async throws -> TokenServer {
        let folder = try Guardian.newFolder()
        let program = "\(Python.packageFolder)/Tests/Peers/python/token_server"
        let command = [
            try await Python.interpreter(), "-B", program, folder, authority.chain(.good), clientID, clientSecret,
            mailbox,
        ]
        let guardian = try Guardian(of: folder, running: command)
        let deadline = ContinuousClock.now.advanced(by: .seconds(300))
        while !guardian.serverHasEnded, ContinuousClock.now < deadline {
            let ports = TextFile.read("\(folder)/ports").split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
            if ports.count == 2 { return TokenServer(plainPort: ports[0], securePort: ports[1], guardian: guardian) }
            try await Task.sleep(for: .milliseconds(10))
        }
        let said = guardian.output
        await guardian.stop()
        throw PeerFailure("the token server did not start", said: said, remedy: "run scripts/python-peers")
    }

    /// Stops it and removes its folder.
    package func stop() async { await guardian.stop() }
}
