import Peers

/// A server that goes no further than TLS, and says in an alert what it does not like.
///
/// That is `openssl s_server`, which speaks no SMTP: what fails here fails before. (Python's servers close the
/// connection before their alert is out.)
struct AlertingServer: Sendable {
    let port: Int
    /// `OpenSSL 3.0.22`.
    let version: String
    private let guardian: Guardian

    /// Starts one with options of `openssl s_server`.
    static func start(_ authority: TestAuthority, _ options: String...) async throws -> AlertingServer {
        let chain = authority.chain(.good)
        let guardian = try Guardian(
            of: Guardian.newFolder(),
            running: ["openssl", "s_server", "-www", "-accept", "127.0.0.1:0", "-cert", chain, "-key", chain] + options)
        // ACCEPT 127.0.0.1:40471
        let deadline = ContinuousClock.now + .seconds(300)
        while !guardian.serverHasEnded, ContinuousClock.now < deadline {
            if let line = guardian.output.split(separator: "\n").first(where: { $0.hasPrefix("ACCEPT ") }),
                let port = line.split(separator: ":").last.flatMap({ Int($0) })
            {
                return AlertingServer(
                    port: port, version: "OpenSSL \(try await Debian.version(of: "openssl"))", guardian: guardian)
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        let said = guardian.output
        await guardian.stop()
        throw PeerFailure("openssl s_server did not start", said: said)
    }

    func stop() async { await guardian.stop() }
}
