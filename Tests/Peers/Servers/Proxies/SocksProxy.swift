/// A SOCKS5 proxy on loopback: Debian's microsocks, with or without a user name and a password.
package struct SocksProxy: Sendable {
    /// The address it listens on.
    package let host = "127.0.0.1"

    package let port: Int

    package let guardian: Guardian

    /// Its name and version: `microsocks 1.0.3`.
    package static var version: String {
        get async throws { "microsocks \(try await Debian.version(of: "microsocks"))" }
    }

    /// The way to it as curl writes it, without a login: `socks5h://127.0.0.1:1080`; the proxy looks names up.
    package var url: String { "socks5h://\(host):\(port)" }

    /// Where it led to so far, in order: `localhost:587`, or an address where the client looked the name up itself.
    package var tunnels: [String] {
        // client[4] 127.0.0.1: connected to localhost:587
        guardian.output.split(separator: "\n").compactMap { line in
            line.firstRange(of: ": connected to ").map { String(line[$0.upperBound...]) }
        }
    }

    /// Starts one that asks for that login, or for none.
    package static func start(login: (user: String, password: String)? = nil) async throws -> SocksProxy {
        for _ in 1...3 {
            let folder = try Guardian.newFolder()
            let port = try Loopback.freePorts(1)[0]
            let proof = login.map { ["-u", $0.user, "-P", $0.password] } ?? []
            let command = ["microsocks", "-i", "127.0.0.1", "-p", "\(port)"] + proof
            let guardian = try Guardian(of: folder, running: command)
            if try await Loopback.answers(on: port, guardian: guardian) {
                return SocksProxy(port: port, guardian: guardian)
            }
            let said = guardian.output
            await guardian.stop()
            guard said.contains("Address already in use") else {
                throw PeerFailure("microsocks did not start", said: said, remedy: "run scripts/bootstrap --tests")
            }
        }
        throw PeerFailure("three times in a row another process took microsocks's port")
    }

    /// Stops it and removes its folder.
    package func stop() async { await guardian.stop() }
}
