package import Connecting
internal import Wire

/// The way to a mail server over SMTP: `kind: smtp`.
package struct SMTPConnector: Sender, Checkable, Authorizable {
    private let settings: Settings

    package init(_ settings: Settings) {
        self.settings = settings
    }

    package var authorization: (any Authorization)? { settings.credentials.authorization }

    package func open() async throws(Failure) -> any SendingSession {
        let session = try start()
        _ = try await session.connect()
        return session
    }

    package func check() async throws(Failure) -> [String] {
        let session = try start()
        let (greeting, capabilities) = try await session.connect()
        await session.close()
        let encryption =
            switch settings.encryption {
            case .none: "not encrypted"
            case .ssl: "encrypted from the first byte"
            case .tls: "encrypted with STARTTLS"
            }
        let login = settings.credentials.username.map { "logged in as \(PlainText.printable($0))" } ?? "no login"
        let offers =
            capabilities.isEmpty ? "offers nothing beyond the basics" : "offers \(capabilities.joined(separator: ", "))"
        return ["\(settings.server) answers: \(greeting)", encryption, login, offers]
    }

    private func start() throws(Failure) -> SMTPSession {
        let words = SMTPWords(
            server: settings.server, login: settings.credentials.username, isEncrypted: settings.encryption != .none)
        do throws(WireError) {
            return try SMTPSession(settings.line, settings.credentials, words)
        } catch {
            throw words.failure(error, settings.line)
        }
    }
}
