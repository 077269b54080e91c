import Diagnostics
import MIME
import Peers
import Sandbox
import Testing

/// What a route makes does not depend on the kind of its connection.
@Suite struct SameLetterTests {
    private static let smtp = """
        kind: smtp
        host: 127.0.0.1
        port: PORT
        encryption: none
        sender: {address: robot@example.com, name: Робот}

        """
    private static let exchange = """
        kind: exchange
        url: URL
        auth: {username: robot, password: sesame}
        sender: {address: robot@example.com, name: Робот}

        """

    @Test(arguments: [
        ("meeting-invite", "meeting"), ("all-formats", "all-formats"), ("order-confirmation", "confirmation"),
        ("monthly-report", "report"), ("notification", "notification"),
    ])
    func `a route that moves from smtp to exchange by one line gives the same letters`(
        route: String, data: String
    ) async throws {
        let people = ["ivan", "anna", "maria", "boss", "unsubscribe"].map { name in
            SandboxUser(login: name, password: Secret("sesame"), name: name, addresses: ["\(name)@example.com"])
        }
        let robot = SandboxUser(
            login: "robot", password: Secret("sesame"), name: "Robot",
            addresses: ["robot", "reports", "desk", "accounting"].map { "\($0)@example.com" })
        let mailboxes = Mailboxes(people + [robot])
        try await Self.withSides(mailboxes) { port, url in
            let workspace = try await TemporaryWorkspace.sample([
                "connections/one.yaml": Self.smtp.replacing("PORT", with: "\(port)"),
                "connections/other.yaml": Self.exchange.replacing("URL", with: url),
            ])
            let text = try workspace.text("routes/\(route).yaml")
            var found: [[String]] = []
            for connection in ["one", "other"] {
                try workspace.write(
                    "routes/\(route).yaml",
                    text.replacing("kind: send\n", with: "kind: send\nconnection: \(connection)\n"))
                let outcome = try await workspace.router("send", route, "--data", "data/\(data).json")
                #expect(outcome.status == 0, "\(outcome.told)")
                found.append(Self.takeAll(mailboxes, of: people + [robot]))
            }
            #expect(found[0].isEmpty == false)
            #expect(found[0] == found[1])
        }
    }

    private static func withSides(
        _ mailboxes: Mailboxes, _ body: (_ smtp: Int, _ exchange: String) async throws -> Void
    ) async throws {
        let smtp = try await MailServer.listen(.smtp, mailboxes)
        let exchange = try await ListeningExchange.start(mailboxes)
        let serving = Task { await smtp.serve() }
        let result: Result<Void, any Error>
        do {
            result = .success(try await body(smtp.port, exchange.url))
        } catch {
            result = .failure(error)
        }
        serving.cancel()
        await exchange.stop()
        try result.get()
    }

    /// All that lies in the inboxes, each letter told part by part; it is taken out.
    private static func takeAll(_ mailboxes: Mailboxes, of users: [SandboxUser]) -> [String] {
        var told: [String] = []
        for owner in users.map(\.id) + [Mailboxes.outside] {
            guard let folder = mailboxes.folder(.inbox, of: owner) else { continue }
            for item in mailboxes.items(in: folder.id) {
                told.append("\(owner): " + described(item.content))
                _ = mailboxes.remove([item.id])
            }
        }
        return told.sorted()
    }

    private static func described(_ bytes: [UInt8]) -> String {
        guard let letter = try? LetterReader.read(bytes) else { return "unreadable" }
        // What each sending has of its own, and what the servers on the way write.
        let own: Set = ["date", "message-id", "content-type", "received", "return-path"]
        var lines = letter.headers.filter { !own.contains($0.name.lowercased()) }.map { "\($0.name): \($0.value)" }
        lines += ["text: \(letter.text ?? "none")", "html: \(letter.html ?? "none")"]
        lines += letter.calendars.map { "calendar \($0.method ?? ""): \(timeless($0.text))" }
        for attachment in letter.attachments {
            let content = timeless(String(decoding: attachment.content, as: UTF8.self))
            lines.append(
                "\(attachment.name ?? "") \(attachment.contentType) \(attachment.isInline) \(attachment.contentID ?? "") \(content)"
            )
        }
        return lines.joined(separator: "\n")
    }

    /// Without the lines that say when a calendar was written.
    private static func timeless(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).filter {
            !$0.hasPrefix("DTSTAMP") && !$0.hasPrefix("SEQUENCE")
        }.joined(separator: "\n")
    }
}
