import Peers

/// A server of TLS 1.1 and nothing newer.
///
/// That is `openssl s_server`: it says so in its alert, and never gets as far as SMTP.
struct OldTLSServer: Sendable {
    let port: Int
    /// `OpenSSL 3.0.22`.
    let version: String
    private let guardian: Guardian

    static func start(_ authority: TestAuthority) async throws -> OldTLSServer {
        let chain = authority.chain(.good)
        let guardian = try Guardian(
            of: Guardian.newFolder(),
            running: [
                "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", chain, "-key", chain, "-tls1_1", "-cipher",
                "ALL:@SECLEVEL=0",
            ])
        // ACCEPT 127.0.0.1:40471
        let deadline = ContinuousClock.now + .seconds(300)
        while !guardian.serverHasEnded, ContinuousClock.now < deadline {
            if let line = guardian.output.split(separator: "\n").first(where: { $0.hasPrefix("ACCEPT ") }),
                let port = line.split(separator: ":").last.flatMap({ Int($0) })
            {
                return OldTLSServer(
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
