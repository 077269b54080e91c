internal import FoundationEssentials

/// PyPI's aiosmtpd on loopback: a mail server that takes and refuses just what a test asks for.
///
/// Every letter that it took is there with its envelope as it stood on the wire: ``letters()``. It keeps them; nobody
/// gets them. ``MailServerOptions`` says what it offers and refuses.
package struct AsyncMailServer: Sendable {
    /// The address it listens on: `127.0.0.1` or `::1`.
    package let host: String

    package let port: Int

    /// Its name and version: `aiosmtpd 1.4.6`.
    package let version: String

    package let guardian: Guardian

    /// Starts one; takes about half a second.
    package static func start(_ adjust: (inout MailServerOptions) -> Void = { _ in }) async throws -> AsyncMailServer {
        var options = MailServerOptions()
        adjust(&options)
        let server = try await PythonServer.start("mail_server.py", options.arguments)
        return AsyncMailServer(
            host: options.host, port: server.port, version: "aiosmtpd \(server.version)", guardian: server.guardian)
    }

    /// The letters that it has answered with 250 so far, oldest first.
    package func letters() throws -> [TakenLetter] { try lines("letters.jsonl") }

    /// The sessions that were opened so far, those that were turned away too.
    package func sessions() throws -> [TakenSession] { try lines("sessions.jsonl") }

    /// The commands of all sessions so far, as they stood on the wire; of AUTH only its mechanism.
    package var commands: [String] {
        TextFile.read("\(guardian.folder)/commands.txt").split(separator: "\n").map(String.init)
    }

    /// Stops it and removes its folder.
    package func stop() async { await guardian.stop() }

    private func lines<Entry: Decodable>(_ file: String) throws -> [Entry] {
        try TextFile.read("\(guardian.folder)/\(file)").split(separator: "\n").map { line in
            try JSONDecoder().decode(Entry.self, from: Data(line.utf8))
        }
    }
}
