import Attributes
import Diagnostics
import Sandbox

/// Who has a mailbox in the sandbox.
enum SandboxUsers {
    /// Those that the sample workspace writes to, and who its letters are from.
    private static let usual = [
        "Support Desk <desk@example.com>", "Ann Lee <ann@example.com>", "Иван Петров <ivan@example.com>",
        "Мария Соколова <maria@example.com>", "Робот <robot@example.com>",
    ]
    private static let most = 1_000

    /// Reads `Mia Wong <mia@example.org>` or a bare address; without any, the usual people.
    static func read(_ texts: [String], password: String) throws(CommandFailure) -> [SandboxUser] {
        guard !password.isEmpty, password.utf8.count <= 200, !password.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
        else {
            throw CommandFailure(
                .usage, "bad-password", "--password is blank, too long, or has a control character in it",
                help: "write --password sesame")
        }
        let texts = texts.isEmpty ? usual : texts
        guard texts.count <= most else {
            throw CommandFailure(
                .usage, "too-many-users", "\(texts.count) people have a mailbox", help: "name \(most) at most")
        }
        var users: [SandboxUser] = []
        var logins: Set<String> = [Mailboxes.outside.text]
        var addresses: Set<String> = []
        for text in texts {
            let (name, address) = try person(text)
            guard addresses.insert(address.lowercased()).inserted else {
                throw CommandFailure(
                    .usage, "user-twice", "'\(Visible.shortened(address, to: 100))' is named twice",
                    help: "name everybody once")
            }
            let local = String(address.prefix { $0 != "@" }).lowercased()
            // Two of one name in different domains log in with their addresses.
            let login = logins.insert(local).inserted ? local : address.lowercased()
            logins.insert(login)
            users.append(
                SandboxUser(
                    login: login, password: Secret(password), name: name.isEmpty ? local : name, addresses: [address]))
        }
        return users
    }

    private static func person(_ text: String) throws(CommandFailure) -> (name: String, address: String) {
        var name = ""
        var address = text
        if let open = text.lastIndex(of: "<"), text.hasSuffix(">") {
            name = String(text[..<open].drop { $0 == " " || $0 == "\"" })
            while let last = name.last, last == " " || last == "\"" { name.removeLast() }
            address = String(text[text.index(after: open)...].dropLast())
        }
        if let problem = EmailAddress.problem(in: address) {
            throw CommandFailure(
                .usage, "bad-address", "'\(Visible.shortened(text, to: 100))' is no address: \(problem)",
                help: "write --user 'Mia Wong <mia@example.org>'")
        }
        return (Visible.shortened(name, to: 100), address)
    }
}
