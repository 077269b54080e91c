/// A man in the middle, on loopback before a real server, who takes STARTTLS out of what the server offers.
package struct StrippingRelay: Sendable {
    /// The address it listens on.
    package let host = "127.0.0.1"

    package let port: Int

    package let guardian: Guardian

    /// What the client said in the clear, line by line.
    package var heard: [String] {
        TextFile.read("\(guardian.folder)/heard.txt").split(whereSeparator: \.isNewline).map(String.init)
    }

    /// Starts one before the server on that port of 127.0.0.1.
    package static func start(before port: Int) async throws -> StrippingRelay {
        let server = try await PythonServer.start("stripping_relay.py", ["\(port)"])
        return StrippingRelay(port: server.port, guardian: server.guardian)
    }

    /// Stops it and removes its folder.
    package func stop() async { await guardian.stop() }
}
