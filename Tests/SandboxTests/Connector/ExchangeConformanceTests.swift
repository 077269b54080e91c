import Connecting
import ConnectingTesting
import Diagnostics
import MIME
import Sandbox
import Synchronization
import Testing

@testable import Connectors

/// The exchange connector keeps to what every sender and receiver does.
@Suite struct ExchangeConformanceTests {
    @Test func `a sender keeps to the contract`() async throws {
        let robot = SandboxUser(
            login: "robot", password: Secret("sesame"), name: "Robot", addresses: ["robot@example.com"])
        try await RunningExchange.run([.desk, .ann, robot]) { exchange in
            let conformance = SenderConformance(
                exchange.connector(as: robot), accepted: ["desk@example.com", "ann@example.com"])
            let violations = await conformance.violations()
            #expect(violations == [])
            #expect(exchange.subjects(.drafts, of: robot) == [])
        }
    }

    @Test(arguments: [true, false]) func `a receiver keeps to the contract`(isStreaming: Bool) async throws {
        try await RunningExchange.run { exchange in
            let mailboxes = exchange.mailboxes
            let number = Mutex(0)
            let connector = exchange.connector { $0.isStreaming = isStreaming }
            @Sendable func find(_ path: String) throws -> MailFolder {
                let name = path.split(separator: "/").last.map(String.init) ?? path
                return try #require(mailboxes.folders(of: "desk").last { $0.name.lowercased() == name.lowercased() })
            }
            let mailbox = ReceiverConformance.Mailbox(
                connector,
                newFolder: {
                    let top = try #require(mailboxes.folder(.top, of: "desk"))
                    let name = "Work \(number.withLock { $0 += 1; return $0 })"
                    _ = try mailboxes.makeFolder(name, in: top.id)
                    return name
                },
                deliver: { folder, letters in
                    for letter in letters { _ = try mailboxes.add(NewItem(content: letter), to: find(folder).id) }
                },
                remove: { folder, subject in
                    let found = try mailboxes.items(in: find(folder).id).filter {
                        (try? LetterReader.read($0.content))?.subject == subject
                    }
                    mailboxes.remove(found.map(\.id))
                },
                contents: { folder in
                    try mailboxes.items(in: find(folder).id).map { item in
                        let subject = (try? LetterReader.read(item.content))?.subject ?? ""
                        return subject + (item.isFlagged ? " \\Flagged" : "") + (item.isRead ? " \\Seen" : "")
                    }.sorted()
                })
            let violations = await ReceiverConformance(mailbox).violations()
            #expect(violations == [])
            let streamed = exchange.server.faults.calls.contains { $0.operation == "GetStreamingEvents" }
            #expect(streamed == isStreaming)
        }
    }

    @Test func `the check tells what it found`() async throws {
        try await RunningExchange.run { exchange in
            let lines = try await exchange.connector().check()
            #expect(
                lines == [
                    "127.0.0.1:\(exchange.port) is Exchange 2016 (15.1.2507.0, V2017_07_11), asked as Exchange2013_SP1",
                    "not encrypted", "logged in as desk", "works in the login's own mailbox",
                    "'Inbox' has 0 items, 0 unread",
                    "tells of new letters by itself",
                ])
        }
    }
}
