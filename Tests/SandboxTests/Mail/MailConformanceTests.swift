import Connecting
import ConnectingTesting
import Diagnostics
import Peers
import Sandbox
import Synchronization
import Testing
import Wire

@testable import Connectors

/// Our own connectors find on the sandbox what they find on real servers.
@Suite struct MailConformanceTests {
    @Test(arguments: [nil, "PLAIN", "LOGIN"])
    func `a sender over SMTP keeps to the contract`(_ mechanism: String?) async throws {
        try await MailSides.serving { sides in
            let credentials: Credentials =
                mechanism.map { .fixed(Login(username: "ann", password: Secret("sandbox"), mechanism: $0)) } ?? .none
            let connector = SMTPConnector(
                SMTPConnector.Settings(
                    host: "127.0.0.1", port: sides.smtp.port, encryption: .none, credentials: credentials,
                    clientName: "client.test"))
            let conformance = SenderConformance(
                connector, accepted: ["desk@example.com", "someone@elsewhere.test"], refused: "nobody@example.com")
            #expect(await conformance.violations() == [])
        }
    }

    @Test func `a receiver over IMAP keeps to the contract`() async throws {
        try await MailSides.serving { sides in
            let connector = IMAPConnector(
                .init(
                    host: "127.0.0.1", port: sides.imap.port, encryption: .none,
                    credentials: .fixed(Login(username: "desk", password: Secret("sandbox")))))
            let hand = MailboxHand(port: sides.imap.port, user: "desk", password: "sandbox")
            let number = Mutex(0)
            let mailbox = ReceiverConformance.Mailbox(
                connector,
                newFolder: {
                    let name = "Work/\(number.withLock { number in number += 1; return number })"
                    try await hand.create(name)
                    return name
                }, deliver: { folder, letters in try await hand.append(letters, to: folder) },
                remove: { folder, subject in try await hand.remove(subject, from: folder) },
                contents: { folder in try await hand.contents(folder) })
            #expect(await ReceiverConformance(mailbox).violations() == [])
            let found = try await connector.check()
            #expect(found[3] == "tells of new letters by itself (IDLE)")
        }
    }
}
