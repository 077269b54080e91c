import Attributes
import Connecting
import ConnectingTesting
import Spool
import Synchronization
import Testing

@testable import Engine

/// A mailbox that breaks off is read on: each letter is stored once, handed on once, and acknowledged.
@Suite struct FolderReaderTests {
    private static let letters = [
        3: "Subject: three\r\n\r\nA1 OK not the end\r\n", 5: "Subject: five\r\n\r\n* BYE\r\n)\r\n",
        9: "Subject: nine\r\n\r\n{5}\r\n",
    ]

    /// A mailbox with somebody who reads it into a spool.
    private final class Stand: Sendable {
        private let files: Mutex<TestWorkspace>
        let spool: any Spool
        let owner: Owner

        init() async throws {
            let files = try TestWorkspace([:])
            spool = try await SpoolAddress("sqlite:router.db", workspace: files.folder).open()
            owner = try await spool.register("us")
            self.files = Mutex(files)
        }

        /// What a server's letters are read into; the name tells one mailbox from another.
        func desk(_ server: ScriptedMailbox, as name: String = "support") throws -> Desk {
            let workspace = try TestWorkspace([
                "connections/\(name).yaml": """
                kind: imap
                host: 127.0.0.1
                port: \(server.port)
                encryption: none
                auth: {type: basic, username: desk, password: open-sesame}
                """,
                "routes/\(name).yaml": "kind: receive\nconnection: \(name)\n",
            ])
            let source = try #require(workspace.load().folderSources(staging: "/tmp").first)
            return Desk(workspace: workspace, source: source, spool: spool, owner: owner)
        }
    }

    private final class Desk: Sendable {
        let source: FolderSource
        private let spool: any Spool
        private let owner: Owner
        private let workspace: Mutex<TestWorkspace>
        private let taken = Mutex<[UUIDv7: Int]>([:])

        init(workspace: sending TestWorkspace, source: FolderSource, spool: any Spool, owner: Owner) {
            self.workspace = Mutex(workspace)
            self.source = source
            self.spool = spool
            self.owner = owner
        }

        /// How often each letter was handed on.
        var handedOn: [UUIDv7: Int] { taken.withLock { $0 } }

        /// Reads all that is there.
        ///
        /// - Returns: Why it could not.
        func read(from other: FolderSource? = nil, handsOnFirst: Bool = false) async -> ReadingProblem? {
            let reader = FolderReader(other ?? source, spool, owner, handsOnFirst: handsOnFirst) { arrivals in
                {
                    self.taken.withLock { taken in for arrival in arrivals { taken[arrival.id, default: 0] += 1 } }
                }
            }
            do throws(ReadingProblem) {
                try await reader.runOnce()
                return nil
            } catch {
                return error
            }
        }

        func stored() async throws -> [UUIDv7: [UInt8]] {
            var letters: [UUIDv7: [UInt8]] = [:]
            for arrival in try await spool.arrivals(ArrivalFilter(route: source.route), Page(limit: 1_000)) {
                guard case .bytes(let bytes) = try await spool.raw(of: arrival.id) else { continue }
                letters[arrival.id] = bytes
            }
            return letters
        }

        func unacknowledged() async throws -> Int {
            try await spool.unacknowledged(in: source.folder, limit: 1_000).count
        }
    }

    /// Whether the conversation was long enough to break there.
    private static func breaks(after count: Int, _ stand: Stand, handsOnFirst: Bool) async throws -> Bool {
        let server = try ScriptedMailbox(MailboxScript(letters: letters, fault: .breaksAfter(bytes: count)))
        let desk = try stand.desk(server, as: "m\(count)\(handsOnFirst ? "first" : "")")
        let problem = await desk.read(handsOnFirst: handsOnFirst)
        let hasBroken = server.hasBroken
        if let problem {
            guard hasBroken, case .mailbox(let failure) = problem, failure.verdict == .again else {
                Issue.record("behind \(count) bytes: \(problem)")
                return false
            }
            #expect(await desk.read(handsOnFirst: handsOnFirst) == nil, "behind \(count) bytes")
        }
        let stored = try await desk.stored()
        #expect(
            stored.values.map { String(decoding: $0, as: UTF8.self) }.sorted() == letters.values.sorted(),
            "behind \(count) bytes")
        #expect(desk.handedOn == stored.mapValues { _ in 1 }, "behind \(count) bytes")
        #expect(try await desk.unacknowledged() == 0, "behind \(count) bytes")
        return hasBroken
    }

    @Test(arguments: [false, true])
    func `no letter is lost, cut or handed on twice, wherever the connection breaks`(handsOnFirst: Bool) async throws {
        let stand = try await Stand()
        var count = 1
        var mayBreak = true
        while mayBreak, count < 5_000 {
            // A few at once: each is little more than waiting.
            mayBreak = try await withThrowingTaskGroup(of: Bool.self) { group in
                for place in count..<(count + 8) {
                    group.addTask { try await Self.breaks(after: place, stand, handsOnFirst: handsOnFirst) }
                }
                return try await group.reduce(into: false) { $0 = $0 || $1 }
            }
            count += 8
        }
        #expect(!mayBreak && count > 500, "the conversation had \(count) bytes")
        await stand.spool.close()
    }

    /// What is stored when the connection breaks over later letters is the owner's: nobody else would hand it on.
    @Test(arguments: [false, true])
    func `letters of earlier requests are handed on when a later one breaks`(handsOnFirst: Bool) async throws {
        let many = Dictionary(uniqueKeysWithValues: (1...450).map { ($0, "Subject: \($0)\r\n\r\n\($0)\r\n") })
        let stand = try await Stand()
        let broken = try ScriptedMailbox(MailboxScript(letters: many, fault: .closesAt("UID FETCH 401")))
        let whole = try ScriptedMailbox(MailboxScript(letters: many))
        let desk = try stand.desk(broken)
        guard case .mailbox = await desk.read(handsOnFirst: handsOnFirst) else {
            Issue.record("it did not break")
            return
        }
        #expect(desk.handedOn.count == 400)
        #expect(await desk.read(from: try stand.desk(whole).source, handsOnFirst: handsOnFirst) == nil)
        #expect(desk.handedOn.count == 450 && desk.handedOn.values.allSatisfy { $0 == 1 })
        #expect(try await desk.unacknowledged() == 0)
        await stand.spool.close()
    }
}
