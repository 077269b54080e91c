internal import Connecting
internal import Wire

/// Looks whether a mailbox can be worked with.
struct ExchangeCheck: Sendable {
    let settings: ExchangeConnector.Settings
    let caller: EWSCaller

    private static let names = ["inbox", "drafts", "sentitems", "calendar"]

    /// - Returns: What was found, a line each.
    /// - Throws: What is wrong: the URL, the version, the login, the rights, or that the server wants to be left alone.
    func findings() async throws(Failure) -> [String] {
        let found: [EWSFolder?]
        do throws(EWSProblem) {
            found = try await caller.call(GetFolder(folders: Self.names.map(settings.folder)))
        } catch {
            // What Exchange itself says needs no other place.
            throw error.isAnswered ? error.failure : await withPlace(error.failure)
        }
        let missing = zip(Self.names, found).filter { $0.1 == nil }.map(\.0)
        guard missing.isEmpty else {
            throw Failure(
                .settingsWrong, .never,
                "the mailbox on \(settings.server) shows no folder \(missing.joined(separator: ", "))",
                help: "ask the administrator for full access to it (Add-MailboxPermission)")
        }
        let login = settings.credentials.username.map { "logged in as \(PlainText.printable($0))" } ?? "no login"
        let inbox = found.first.flatMap(\.self)
        return [
            await server,
            settings.endpoint.isEncrypted ? "encrypted" : "not encrypted", login, rights,
            "'\(PlainText.printable(inbox?.name ?? ""))' has \(inbox?.count ?? 0) items, \(inbox?.unread ?? 0) unread",
            settings.isStreaming && settings.version.streams
                ? "tells of new letters by itself" : "is looked at every \(settings.interval.components.seconds) s",
        ]
    }

    /// Where the URL does not do, the servers of the mailbox's domain are asked for the right one.
    private func withPlace(_ failure: Failure) async -> Failure {
        guard [.settingsWrong, .hostNotFound, .connectionRefused, .protocolViolation].contains(failure.code),
            let address = [settings.mailbox, settings.credentials.username, settings.sender].compactMap(\.self)
                .first(where: { $0.contains("@") }),
            let autodiscover = try? Autodiscover(settings)
        else { return failure }
        let own = settings.url.prefix { $0 != ":" } + "://" + settings.server
        let found = await autodiscover.find(address, servers: failure.code == .settingsWrong ? [String(own)] : [])
        guard let found, found.lowercased() != settings.url.lowercased() else { return failure }
        var failure = failure
        failure.help = "Autodiscover names another place: write 'url: \(PlainText.printable(found))'"
        return failure
    }

    /// What the server is, and as what it is asked to answer.
    private var server: String {
        get async {
            guard let own = await caller.server else {
                return "\(settings.server) answers as \(settings.version.rawValue)"
            }
            return "\(settings.server) is \(own.words), asked as \(settings.version.rawValue)"
        }
    }

    private var rights: String {
        if let name = settings.impersonated { return "works in the name of \(PlainText.printable(name))" }
        if let name = settings.delegated { return "works in the mailbox of \(PlainText.printable(name)) as a delegate" }
        return "works in the login's own mailbox"
    }
}
