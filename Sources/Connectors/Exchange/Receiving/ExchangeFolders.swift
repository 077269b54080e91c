internal import Connecting
internal import Wire

/// Finds folders by the names that people know.
struct ExchangeFolders: Sendable {
    let settings: ExchangeConnector.Settings
    let caller: EWSCaller

    struct Found: Sendable {
        var id: EWSFolderID
        /// As Exchange calls it.
        var name: String
        var isOutgoing: Bool
    }

    /// Names that mean the same in every language of a mailbox.
    private static let known = [
        "inbox": "inbox", "sent items": "sentitems", "drafts": "drafts", "deleted items": "deleteditems",
        "junk email": "junkemail", "junk e-mail": "junkemail", "outbox": "outbox", "calendar": "calendar",
    ]
    /// Folders whose names a failure tells.
    private static let named = 30
    /// More than anybody has.
    private static let largest = 20_000

    /// - Throws: `settingsWrong`, with the names that there are.
    func find(_ name: String) async throws(Failure) -> Found {
        if let found = try await known(name) { return found }
        let paths = try await paths()
        let wanted = Self.comparable(name)
        if let match = paths.first(where: { Self.comparable($0.path) == wanted }) {
            let sent = try await details(of: settings.folder("sentitems"))
            return Found(id: .id(match.folder.id), name: match.folder.name, isOutgoing: match.folder.id == sent?.id)
        }
        let names = ["INBOX"] + paths.map(\.path)
        let shown = names.prefix(Self.named).map { "'\(PlainText.printable($0))'" }.joined(separator: ", ")
        let more = names.count > Self.named ? " and \(names.count - Self.named) others" : ""
        throw Failure(
            .settingsWrong, .never, "the mailbox on \(settings.server) has no folder '\(PlainText.printable(name))'",
            help: "write one of: \(shown)\(more)")
    }

    /// The same, but makes it where it is missing.
    func findOrMake(_ name: String) async throws(Failure) -> EWSFolderID {
        if let found = try await known(name) { return found.id }
        let paths = try await paths()
        var parent = settings.folder("msgfolderroot")
        var parts = name.split(separator: "/").map(String.init)
        // INBOX/Done lies in the inbox, whatever that is called.
        if parts.first?.lowercased() == "inbox" {
            parent = settings.folder("inbox")
            parts.removeFirst()
        }
        var parentID = try await details(of: parent)?.id
        for part in parts {
            let known = paths.first {
                $0.folder.parent == parentID && $0.folder.name.lowercased() == part.lowercased()
            }
            if let known {
                parentID = known.folder.id
            } else {
                parentID = try await ask(CreateFolder(parent: parent, displayName: part))
            }
            guard let parentID else { break }
            parent = .id(parentID)
        }
        return parent
    }

    private func known(_ name: String) async throws(Failure) -> Found? {
        guard let known = Self.known[name.lowercased()] else { return nil }
        let id = settings.folder(known)
        guard let folder = try await details(of: id) else { return nil }
        return Found(id: id, name: folder.name, isOutgoing: known == "sentitems")
    }

    private func details(of id: EWSFolderID) async throws(Failure) -> EWSFolder? {
        try await ask(GetFolder(folders: [id])).first.flatMap(\.self)
    }

    /// All folders of the mailbox with their paths from its top.
    private func paths() async throws(Failure) -> [(path: String, folder: EWSFolder)] {
        var folders: [EWSFolder] = []
        var offset: Int? = 0
        while let next = offset, folders.count < Self.largest {
            let page = try await ask(FindFolder(parent: settings.folder("msgfolderroot"), offset: next))
            folders += page.folders
            offset = page.next
        }
        let byID = Dictionary(folders.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        return folders.map { folder in
            var names = [folder.name]
            var parent = folder.parent.flatMap { byID[$0] }
            // Deeper ones would be a circle.
            while let above = parent, names.count < 64 {
                names.insert(above.name, at: 0)
                parent = above.parent.flatMap { byID[$0] }
            }
            return (names.joined(separator: "/"), folder)
        }
    }

    /// `INBOX/Done` and `Inbox/done` are one.
    private static func comparable(_ path: String) -> String { path.lowercased() }

    private func ask<Operation: EWSOperation>(_ operation: Operation) async throws(Failure) -> Operation.Output {
        do throws(EWSProblem) { return try await caller.call(operation) } catch { throw error.failure }
    }
}
