import Attributes
import Connecting
import Diagnostics
import MIME
import Sandbox
import Wire

@testable import Connectors

extension RunningExchange {
    /// Router's way to this server, as somebody.
    func connector(
        as user: SandboxUser = .desk, _ change: (inout ExchangeConnector.Settings) -> Void = { _ in }
    ) -> ExchangeConnector {
        var settings = ExchangeConnector.Settings(
            url: ExchangeServer.url(port: port),
            credentials: .fixed(Login(username: user.login, password: user.password)), timeout: .seconds(120),
            interval: .seconds(1), sender: user.address)
        change(&settings)
        return ExchangeConnector(settings)
    }

    /// The subjects in a folder, in order.
    func subjects(_ role: MailFolder.Role, of user: SandboxUser) -> [String] {
        guard let folder = mailboxes.folder(role, of: user.id) else { return [] }
        return mailboxes.items(in: folder.id).map { item in
            (try? LetterReader.read(item.content))?.subject ?? item.meeting.map { _ in "a meeting" } ?? ""
        }
    }

    /// A folder below the top by its name.
    func folder(_ name: String, of user: SandboxUser) -> MailFolder? {
        mailboxes.folders(of: user.id).first { $0.name == name }
    }
}

/// A letter from Ann.
func annsLetter(
    _ number: Int, to recipients: [String], header: String = "To: desk@example.com", from: String = "ann@example.com"
) -> Letter {
    let id = "<\(number).\(UInt64.random(in: 0 ... .max))@example.com>"
    let text = "From: \(from)\r\n\(header)\r\nSubject: number \(number)\r\nMessage-ID: \(id)\r\n\r\nbody \(number)\r\n"
    return Letter(
        id: "\(number)", messageID: id, sender: from, recipients: recipients,
        content: Content(pieces: [.bytes(Array(text.utf8))]))
}
