internal import Attributes
internal import Diagnostics
internal import Synchronization

extension Mailboxes {
    /// All but ``outside``, in the order of their logins.
    package var users: [SandboxUser] {
        contents.withLock { $0.users.values.filter { $0.id != Self.outside }.sorted { $0.id < $1.id } }
    }

    package func user(_ id: SandboxUser.ID) -> SandboxUser? { contents.withLock { $0.users[id] } }

    /// Whose an address is.
    package func user(address: String) -> SandboxUser? {
        contents.withLock { contents in
            contents.byAddress[MailboxContents.key(address)].flatMap { contents.users[$0] }
        }
    }

    /// Whether somebody gets letters to an address, which may name a folder behind a `+`.
    package func takes(_ address: String) -> Bool {
        contents.withLock { $0.owner(of: address).owner != nil }
    }

    /// Somebody by what is written at a log-in: the login, `DOMAIN\login`, or an address.
    package func user(login: String) -> SandboxUser? {
        contents.withLock { contents in
            let plain = login.split(separator: "\\").last.map(String.init) ?? login
            for id in [SandboxUser.ID(login), SandboxUser.ID(plain)] where id != Self.outside {
                if let user = contents.users[id] { return user }
            }
            return contents.byAddress[MailboxContents.key(login)].flatMap { contents.users[$0] }
        }
    }

    /// Somebody who says who they are and proves it.
    package func user(login: String, password: String) -> SandboxUser? {
        guard let user = user(login: login), user.id != Self.outside else { return nil }
        // Of the same length whatever the password is, so that time tells nothing.
        let (known, given) = (SHA256.digest(Array(user.password.reveal().utf8)), SHA256.digest(Array(password.utf8)))
        return zip(known, given).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0 ? user : nil
    }

    /// Whether somebody may open a mailbox and send in its name.
    package func may(_ user: SandboxUser.ID, open owner: SandboxUser.ID) -> Bool {
        user == owner || contents.withLock { $0.users[owner]?.delegates.contains(user) ?? false }
    }

    /// Whether letters to an address stay inside the sandbox.
    package func isInside(_ address: String) -> Bool {
        contents.withLock { $0.isInside(address) }
    }
}

extension MailboxContents {
    static func key(_ address: String) -> String {
        ((try? EmailAddress(address))?.text ?? address).lowercased()
    }

    static func domain(_ key: String) -> Substring {
        key.lastIndex(of: "@").map { key[key.index(after: $0)...] } ?? ""
    }

    /// Who gets letters to an address, and which folder it names.
    func owner(of address: String) -> (owner: SandboxUser.ID?, folder: String?) {
        let key = Self.key(address)
        if let owner = byAddress[key] { return (owner, nil) }
        guard let at = key.lastIndex(of: "@"), let plus = key[..<at].firstIndex(of: "+") else { return (nil, nil) }
        return (byAddress["\(key[..<plus])\(key[at...])"], String(key[key.index(after: plus)..<at]))
    }

    func isInside(_ address: String) -> Bool {
        let domain = Self.domain(Self.key(address))
        return byAddress.keys.contains { Self.domain($0) == domain }
    }

    mutating func add(_ user: SandboxUser) {
        users[user.id] = user
        for address in user.addresses { byAddress[Self.key(address)] = user.id }
        let root = addFolder(user.id, nil, .root)
        let top = addFolder(user.id, root, .top)
        for role in MailFolder.Role.allCases where role != .root && role != .top {
            _ = addFolder(user.id, top, role)
        }
    }

    private mutating func addFolder(
        _ owner: SandboxUser.ID, _ parent: MailFolder.ID?, _ role: MailFolder.Role
    ) -> MailFolder.ID {
        let id = MailFolder.ID(newID())
        folders[id] = MailFolder(
            id: id, owner: owner, parent: parent, name: role.name, role: role, content: role.content,
            uidValidity: uidValidity(id), change: next())
        return id
    }

    /// The folder's number: another sandbox numbers its folders from another second on.
    func uidValidity(_ id: MailFolder.ID) -> UInt32 {
        UInt32(truncatingIfNeeded: max(1, Self.began + Int64(id.number)))
    }

    private static let began = Instant.now.seconds
}
