import Attributes
import Diagnostics
import MIME
import Sandbox

/// What the sandbox tells: where it is, who has a mailbox, and each letter that arrives.
struct SandboxReport: Sendable {
    private static let longestSubject = 100
    /// Larger letters are told of without being read.
    private static let longestRead = 1_000_000

    private let mailboxes: Mailboxes
    private let users: [SandboxUser]
    private let smtp: Int
    private let imap: Int
    private let exchange: String
    private let terminal: Terminal

    init(_ mailboxes: Mailboxes, _ users: [SandboxUser], _ sides: SandboxSides, _ terminal: Terminal) {
        self.mailboxes = mailboxes
        self.users = users
        smtp = sides.smtp
        imap = sides.imap
        exchange = sides.exchange
        self.terminal = terminal
    }

    func begin(_ connections: SandboxConnections, isSaved: Bool) {
        if terminal.isJSON { return terminal.result(json(connections).printed()) }
        let style = terminal.resultStyle
        terminal.result("\(style.apply(.bold, "SMTP"))      \(SandboxSides.host):\(smtp)")
        terminal.result("\(style.apply(.bold, "IMAP"))      \(SandboxSides.host):\(imap)")
        terminal.result("\(style.apply(.bold, "Exchange"))  \(exchange)")
        let logins = users.prefix(20).map { Visible.line($0.login) }.joined(separator: ", ")
        terminal.result(
            "\(style.apply(.bold, "Log-ins"))   \(logins)\(users.count > 20 ? ", …" : ""); password: \(users[0].password.reveal())"
        )
        terminal.note(
            "Nothing leaves this machine: letters to other domains are kept here, and all is forgotten at the end. Ctrl-C ends it."
        )
        if isSaved {
            let names = connections.pasted.map(\.name).joined(separator: ", ")
            terminal.result("Connections of the workspace: \(names)")
        } else {
            terminal.result("\nexport SANDBOX_PASSWORD='\(users[0].password.reveal().replacing("'", with: #"'\''"#))'")
            for (name, text) in connections.pasted {
                terminal.result("\n\(style.apply(.dim, "# connections/\(name).yaml"))\n\(text.dropLast())")
            }
        }
    }

    private func json(_ connections: SandboxConnections) -> JSON {
        let people = users.map { user -> JSON in
            [
                "login": .string(user.login), "name": .string(user.name), "address": .string(user.address),
                "password": .string(user.password.reveal()),
            ]
        }
        return [
            "smtp": ["host": .string(SandboxSides.host), "port": .integer(smtp)],
            "imap": ["host": .string(SandboxSides.host), "port": .integer(imap)],
            "exchange": ["url": .string(exchange)], "users": .array(people),
            "connections": .object(connections.pasted.map { .init(name: $0.name, value: .string($0.text)) }),
        ]
    }

    // MARK: Letters

    /// Tells of a letter that was delivered; other news are nobody's here.
    func tell(_ news: MailboxNews) {
        guard news.kind == .arrived, let item = mailboxes.item(news.item) else { return }
        let letter = item.content.count <= Self.longestRead ? try? LetterReader.read(item.content) : nil
        let subject = letter?.subject ?? ""
        let sender = item.envelope?.sender ?? ""
        let recipients = item.envelope?.recipients ?? []
        let isOutside = news.owner == Mailboxes.outside
        if terminal.isJSON {
            return terminal.result(
                JSON.object([
                    .init(
                        name: "letter",
                        value: [
                            "time": .string(news.time.iso8601(in: .utc)), "from": .string(sender),
                            "to": .array(recipients.map { .string($0) }), "subject": .string(subject),
                            "size": .integer(item.content.count), "kept": .bool(isOutside),
                        ])
                ]).printed())
        }
        let style = terminal.resultStyle
        let people = recipients.map { Visible.shortened($0, to: 100) }.joined(separator: ", ")
        terminal.result(
            "\(news.time.iso8601(in: .utc).dropFirst(11).prefix(8))  "
                + "\(sender.isEmpty ? "<>" : Visible.shortened(sender, to: 100)) → \(people)  "
                + "\(style.apply(.bold, Visible.shortened(subject, to: Self.longestSubject)))"
                + (isOutside ? "  " + style.apply(.yellow, "kept, not sent") : ""))
    }
}
