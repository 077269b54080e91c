package import Connecting
internal import Wire

/// The way to a mailbox over IMAP: `kind: imap`.
package struct IMAPConnector: Receiver, Checkable, Authorizable {
    private let settings: Settings

    package init(_ settings: Settings) {
        self.settings = settings
    }

    package var authorization: (any Authorization)? { settings.credentials.authorization }
    package var place: String? { "\(settings.server) (\(settings.encryption.rawValue))" }
    package var interval: Duration { settings.interval }

    package var mailbox: String {
        let host = PlainText.printable(settings.host)
        return settings.credentials.username.map { "\(PlainText.printable($0)) on \(host)" } ?? host
    }

    package func open(
        _ folder: String, acknowledging acknowledgement: Acknowledgement
    ) async throws(Failure) -> any ReceivingSession {
        let session = try start()
        try await session.connect()
        do throws(Failure) {
            let greeting = try await session.open(folder, acknowledging: acknowledgement)
            return IMAPMailbox(session: session, greeting: greeting)
        } catch {
            await session.close()
            throw error
        }
    }

    package func check() async throws(Failure) -> [String] {
        let session = try start()
        try await session.connect()
        do throws(Failure) {
            let lines = try await session.findings()
            await session.close()
            return lines
        } catch {
            await session.close()
            throw error
        }
    }

    private func start() throws(Failure) -> IMAPSession {
        let words = IMAPWords(
            server: settings.server, login: settings.credentials.username, isEncrypted: settings.encryption != .none,
            loginHint: settings.loginHint, proof: LoginProof(settings.credentials))
        do throws(WireError) {
            return try IMAPSession(settings, words)
        } catch {
            throw words.failure(error, settings.line)
        }
    }
}

extension IMAPSession {
    /// What there is to say about the server, a line each.
    func findings() async throws(Failure) -> [String] {
        let encryption =
            switch settings.encryption {
            case .none: "not encrypted"
            case .ssl: "encrypted from the first byte"
            case .tls: "encrypted with STARTTLS"
            }
        let login = settings.credentials.username.map { "logged in as \(PlainText.printable($0))" } ?? "no login"
        let names = try await folders().filter(\.canBeOpened).map(\.readable).sorted()
        let shown = names.prefix(Self.shown).map(PlainText.printable).joined(separator: ", ")
        return [
            "\(settings.server) answers: \(greeting)", encryption, login, news,
            "folders: \(shown)" + (names.count > Self.shown ? " and \(names.count - Self.shown) others" : ""),
        ]
    }

    private static var shown: Int { 30 }

    private var news: String {
        let interval = "\(settings.interval.components.seconds) s"
        if !settings.isIdling { return "is looked at every \(interval)" }
        return dialogue.offers("IDLE")
            ? "tells of new letters by itself (IDLE)" : "offers no IDLE, and is looked at every \(interval)"
    }
}
