/// An HTTP proxy on loopback that leads anywhere by CONNECT: Debian's tinyproxy.
package struct HTTPProxy: Sendable {
    /// The address it listens on.
    package let host = "127.0.0.1"

    package let port: Int

    package let guardian: Guardian

    /// Its name and version: `tinyproxy 1.11.1`.
    package static var version: String {
        get async throws { "tinyproxy \(try await Debian.version(of: "tinyproxy-bin"))" }
    }

    /// The way to it as curl writes it, without a login: `http://127.0.0.1:8888`.
    package var url: String { "http://\(host):\(port)" }

    /// Where it led to so far, in order and without ports: `localhost`.
    package var tunnels: [String] {
        // CONNECT   Nov 21 05:55:32.951 [24410]: Established connection to host "localhost" using file descriptor 5.
        guardian.output.split(separator: "\n").compactMap { line in
            guard line.contains("Established connection to host") else { return nil }
            return line.split(separator: "\"").dropFirst().first.map(String.init)
        }
    }

    /// Where it was asked to lead to so far, in order: `localhost:587`; also where it refused.
    package var requests: [String] {
        // CONNECT   Nov 21 05:55:32.951 [24410]: Request (file descriptor 4): CONNECT localhost:587 HTTP/1.1
        guardian.output.split(separator: "\n").compactMap { line in
            guard let start = line.firstRange(of: "): CONNECT ") else { return nil }
            return line[start.upperBound...].split(separator: " ").first.map(String.init)
        }
    }

    /// Starts one that asks for that login, or for none, and leads to those ports only, or to all.
    package static func start(login: (user: String, password: String)? = nil, ports: [Int] = []) async throws
        -> HTTPProxy
    {
        for _ in 1...3 {
            let folder = try Guardian.newFolder()
            let port = try Loopback.freePorts(1)[0]
            var lines = [
                "Port \(port)", "Listen 127.0.0.1", "Timeout 600", "MaxClients 100", "LogLevel Connect",
            ]
            if let login { lines.append("BasicAuth \(login.user) \(login.password)") }
            lines += ports.map { "ConnectPort \($0)" }
            try TextFile.write(lines.joined(separator: "\n") + "\n", to: "\(folder)/proxy.conf")
            let guardian = try Guardian(of: folder, running: ["tinyproxy", "-d", "-c", "\(folder)/proxy.conf"])
            if try await Loopback.answers(on: port, guardian: guardian) {
                return HTTPProxy(port: port, guardian: guardian)
            }
            let said = guardian.output
            await guardian.stop()
            guard said.contains("Could not create listening socket") else {
                throw PeerFailure("tinyproxy did not start", said: said, remedy: "run scripts/bootstrap --tests")
            }
        }
        throw PeerFailure("three times in a row another process took tinyproxy's port")
    }

    /// Stops it and removes its folder.
    package func stop() async { await guardian.stop() }
}
