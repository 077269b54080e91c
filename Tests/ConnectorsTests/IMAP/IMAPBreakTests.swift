import Connecting
import ConnectingTesting
import Diagnostics
import Synchronization
import Testing
import Wire

@testable import Connectors

/// A connection that breaks behind any byte that the server says, from the greeting to the last acknowledgement.
@Suite struct IMAPBreakTests {
    private static let letters = [
        3: "Subject: three\r\n\r\nA1 OK not the end\r\n", 5: "Subject: five\r\n\r\n* BYE\r\n)\r\n",
        9: "Subject: nine\r\n\r\n{5}\r\n",
    ]

    /// A reader as a service is one: what was stored is not fetched again, and is acknowledged at the next opening.
    private final class Reading: Sendable {
        private let stored = Mutex<[String: [String]]>([:])
        private let told = Mutex<Set<String>>([])

        var letters: [String: [String]] { stored.withLock { $0 } }
        var acknowledged: Set<String> { told.withLock { $0 } }

        func run(_ connector: IMAPConnector) async throws(Failure) {
            let session = try await connector.open("INBOX", acknowledging: .seen)
            do throws(Failure) {
                try await acknowledge(Set(letters.keys).subtracting(acknowledged), session)
                let look = try await session.look(after: nil, limit: 10)
                let items = look.items.filter { letters[$0.identity] == nil }
                let arrivals = Arrivals()
                try await session.fetch(items, into: "/tmp", arrivals.take)
                for (index, item) in items.enumerated() {
                    guard let text = arrivals.text(index) else { continue }
                    stored.withLock { $0[item.identity, default: []].append(text) }
                }
                try await acknowledge(Set(letters.keys).subtracting(acknowledged), session)
            } catch {
                await session.close()
                throw error
            }
            await session.close()
        }

        private func acknowledge(_ identities: Set<String>, _ session: any ReceivingSession) async throws(Failure) {
            guard !identities.isEmpty else { return }
            try await session.acknowledge(identities.sorted())
            told.withLock { $0.formUnion(identities) }
        }
    }

    private static func connector(_ server: ScriptedMailbox) -> IMAPConnector {
        IMAPConnector(
            .init(
                host: "127.0.0.1", port: server.port, encryption: .none,
                credentials: .fixed(Login(username: "desk", password: Secret("open-sesame"))), interval: .seconds(60),
                isIdling: false))
    }

    /// Whether the conversation was long enough to break there.
    private static func breaks(after count: Int) async throws -> Bool {
        let server = try ScriptedMailbox(MailboxScript(letters: letters, fault: .breaksAfter(bytes: count)))
        let connector = connector(server)
        let reading = Reading()
        var failure: Failure?
        do throws(Failure) {
            try await reading.run(connector)
        } catch {
            failure = error
        }
        let hasBroken = server.hasBroken
        if hasBroken, let failure {
            #expect(failure.verdict == .again, "behind \(count) bytes: \(failure)")
            try await reading.run(connector)
        }
        let wanted = Dictionary(uniqueKeysWithValues: letters.map { ("7/\($0.key)", [$0.value]) })
        #expect(reading.letters == wanted, "behind \(count) bytes")
        #expect(reading.acknowledged == Set(wanted.keys), "behind \(count) bytes")
        return hasBroken
    }

    @Test func `no letter is lost, cut or stored twice, wherever the connection breaks`() async throws {
        var count = 1
        var mayBreak = true
        while mayBreak, count < 5_000 {
            // A few at once: each is little more than waiting.
            mayBreak = try await withThrowingTaskGroup(of: Bool.self) { group in
                for place in count..<(count + 8) { group.addTask { try await Self.breaks(after: place) } }
                return try await group.reduce(into: false) { $0 = $0 || $1 }
            }
            count += 8
        }
        #expect(!mayBreak && count > 500, "the conversation had \(count) bytes")
    }
}
