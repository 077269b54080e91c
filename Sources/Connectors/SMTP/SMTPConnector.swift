internal import Attributes
package import Connecting
internal import Wire

/// The way to a mail server over SMTP: `kind: smtp`.
package struct SMTPConnector: Sender, Checkable, Authorizable {
    private let settings: Settings

    package init(_ settings: Settings) {
        self.settings = settings
    }

    package var authorization: (any Authorization)? { settings.credentials.authorization }
    package var place: String? { "\(settings.server) (\(settings.encryption.rawValue))" }

    package func open() async throws(Failure) -> any SendingSession {
        let session = try start()
        _ = try await session.connect()
        return session
    }

    package func check() async throws(Failure) -> [String] {
        let session = try start()
        let (greeting, capabilities) = try await session.connect()
        let demands: [String]
        do throws(Failure) {
            demands = try await tryDemands(of: session, capabilities)
        } catch {
            await session.close()
            throw error
        }
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
        return ["\(settings.server) answers: \(greeting)", encryption, login, offers] + demands
    }

    /// Whether the server can do what the connection wants of it, a line each.
    private func tryDemands(of session: SMTPSession, _ capabilities: [String]) async throws(Failure) -> [String] {
        var lines: [String] = []
        if !settings.demands.notices.isEmpty, !SMTPCapabilities(capabilities).hasDSN {
            lines.append("notify: is in vain, the server offers no DSN")
        }
        if settings.demands.verification == .vrfy { lines.append(try await tryVerifying(by: session)) }
        return lines
    }

    /// Asks about addresses that ought to be there: RFC 5321 section 4.5.1 wants a postmaster everywhere.
    private func tryVerifying(by session: SMTPSession) async throws(Failure) -> String {
        var said: Reply?
        for address in [settings.sender, "postmaster"].compactMap(\.self) {
            guard address == "postmaster" || EmailAddress.problem(in: address) == nil else { continue }
            let reply = try await session.verify(address)
            said = reply
            if SMTPVerdict(reply, to: .verify) == .accepted { return "VRFY \(address): \(reply)" }
        }
        return "VRFY finds nobody to prove that it works: \(said.map { "\($0)" } ?? "")"
    }

    private func start() throws(Failure) -> SMTPSession {
        let words = SMTPWords(
            server: settings.server, login: settings.credentials.username, isEncrypted: settings.encryption != .none,
            loginHint: settings.loginHint, proof: LoginProof(settings.credentials))
        do throws(WireError) {
            return try SMTPSession(
                settings.line, settings.credentials, words, settings.demands, settings.log?.conversation())
        } catch {
            throw words.failure(error, settings.line)
        }
    }
}
