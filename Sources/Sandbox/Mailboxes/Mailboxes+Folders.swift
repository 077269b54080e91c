internal import Synchronization

extension Mailboxes {
    /// All folders of a mailbox, parents before their children.
    package func folders(of owner: SandboxUser.ID) -> [MailFolder] {
        contents.withLock { contents in
            contents.folders.values.filter { $0.owner == owner }.sorted { $0.id.number < $1.id.number }
        }
    }

    package func folder(_ id: MailFolder.ID) -> MailFolder? { contents.withLock { $0.folders[id] } }

    package func folder(_ role: MailFolder.Role, of owner: SandboxUser.ID) -> MailFolder? {
        contents.withLock { $0.folder(role, of: owner) }
    }

    /// Makes a folder.
    ///
    /// - Parameters:
    ///   - name: As people see it; may hold any character.
    ///   - parent: The folder that it stands in, of the same mailbox.
    ///   - content: ``MailFolder/letters`` or ``MailFolder/appointments``.
    /// - Returns: The folder.
    /// - Throws: ``MailboxProblem/folderExists`` when the parent has one of this name in any case; also when there are too many.
    package func makeFolder(
        _ name: String, in parent: MailFolder.ID, content: String = MailFolder.letters
    ) throws(MailboxProblem) -> MailFolder {
        try contents.withLock { contents throws(MailboxProblem) in
            guard let owner = contents.folders[parent]?.owner else { throw .noSuchFolder }
            guard contents.child(name, of: parent) == nil else { throw .folderExists }
            guard contents.folders.values.lazy.filter({ $0.owner == owner }).count < Self.mostFolders else {
                throw .full
            }
            let id = MailFolder.ID(contents.newID())
            let folder = MailFolder(
                id: id, owner: owner, parent: parent, name: name, role: nil, content: content,
                uidValidity: contents.uidValidity(id), change: contents.next())
            contents.folders[id] = folder
            return folder
        }
    }

    /// Gives a folder another name or another place.
    package func rename(
        _ id: MailFolder.ID, to name: String, in parent: MailFolder.ID
    ) throws(MailboxProblem) {
        try contents.withLock { contents throws(MailboxProblem) in
            guard var folder = contents.folders[id], let target = contents.folders[parent],
                target.owner == folder.owner
            else { throw .noSuchFolder }
            guard folder.role == nil, !contents.isInside(parent, id) else { throw .folderIsFixed }
            if let other = contents.child(name, of: parent), other.id != id { throw .folderExists }
            folder.name = name
            folder.parent = parent
            folder.change = contents.next()
            contents.folders[id] = folder
        }
    }

    /// Removes a folder that somebody made, with all in it.
    package func removeFolder(_ id: MailFolder.ID) throws(MailboxProblem) {
        try contents.withLock { contents throws(MailboxProblem) in
            guard let folder = contents.folders[id] else { throw .noSuchFolder }
            guard folder.role == nil else { throw .folderIsFixed }
            for other in contents.folders.values where contents.isInside(other.id, id) {
                for item in contents.order[other.id] ?? [] {
                    if let item = contents.items[item] { contents.take(item) }
                }
                contents.folders[other.id] = nil
                contents.order[other.id] = nil
                contents.changes[other.id] = nil
                contents.forgotten[other.id] = nil
            }
            _ = contents.next()
        }
    }
}

extension MailboxContents {
    func folder(_ role: MailFolder.Role, of owner: SandboxUser.ID) -> MailFolder? {
        folders.values.first { $0.owner == owner && $0.role == role }
    }

    func child(_ name: String, of parent: MailFolder.ID) -> MailFolder? {
        folders.values.first { $0.parent == parent && $0.name.lowercased() == name.lowercased() }
    }

    /// Whether a folder is another one, or stands somewhere below it.
    func isInside(_ folder: MailFolder.ID, _ other: MailFolder.ID) -> Bool {
        var next: MailFolder.ID? = folder
        while let id = next {
            if id == other { return true }
            next = folders[id]?.parent
        }
        return false
    }
}
