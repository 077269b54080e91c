import Connecting
import ConnectingTesting
import Diagnostics
import Peers
import Synchronization
import Testing
import Wire

@testable import Connectors

/// The same against Cyrus, which has ESEARCH, MOVE, and opinions of its own.
@Suite struct IMAPCyrusTests {
    @Test func `a receiver keeps to the contract`() async throws {
        let cyrus = try await Cyrus.start()
        let user = "desk@example.test"
        let hand = cyrus.hand(user)
        let number = Mutex(0)
        let connector = IMAPConnector(
            .init(
                host: "localhost", port: cyrus.imapPort, encryption: .none,
                credentials: .fixed(Login(username: user, password: Secret("any-password")))))
        let mailbox = ReceiverConformance.Mailbox(
            connector,
            newFolder: {
                let name = "Work/\(number.withLock { number in number += 1; return number })"
                try await hand.create(name)
                return name
            }, deliver: { folder, letters in try await hand.append(letters, to: folder) },
            remove: { folder, subject in try await hand.remove(subject, from: folder) },
            contents: { folder in try await hand.contents(folder) })
        let violations = await ReceiverConformance(mailbox).violations()
        #expect(violations == [])
        let found = try await connector.check()
        #expect(found[3] == "tells of new letters by itself (IDLE)")
        await cyrus.stop()
    }
}
