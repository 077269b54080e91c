import Attributes
import Connecting
import Peers
import Spool
import Synchronization
import Testing

/// A server that goes away while there is work.
@Suite(.timeLimit(.minutes(15))) struct PostgresTroubleTests {
    private static func open(
        _ address: String, _ folder: ScratchFolder, name: String = "spool", term: Duration = PostgresSpool.usualTerm,
        patience: Duration = .seconds(240)
    ) async throws -> PostgresSpool {
        try await PostgresSpool.open(
            PostgresAddress(address), folder: "\(folder.path)/\(name)", term: term, patience: patience)
    }

    @Test func `calls that are on their way when the server is killed go on when it is back`() async throws {
        let authority = try await TestAuthority.make()
        let first = try await PostgresServer.start(authority: authority)
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let spool = try await Self.open(first.address("postgres"), folder)
        let told = Counted()
        let work = Task {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        for _ in 0..<40 {
                            let id = try await spool.put()
                            told.add(id)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        while told.count < 50 { try await Task.sleep(for: .milliseconds(5)) }
        try await first.kill()
        let second = try await first.restarted()
        try await work.value
        let messages = try await spool.list(MessageFilter(), Page(limit: 1_000))
        #expect(Set(messages.map(\.id)) == Set(told.times.keys))
        #expect(messages.count == 320)
        await spool.close()
        await second.stop()
        await first.stop()
        await authority.stop()
    }

    @Test func `connections that are cut all the time lose nothing and send nothing twice`() async throws {
        let server = try await PostgresServer.shared
        let database = try await server.newDatabase()
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let spool = try await Self.open(server.address(database), folder)
        let owner = try await spool.register("us")
        let cutting = Task {
            while !Task.isCancelled {
                try await server.sql(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = '\(database)' AND application_name = 'router' AND random() < 0.5
                    """)
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        let sent = Counted()
        let count = 150
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<6 {
                group.addTask {
                    for number in 0..<count / 6 {
                        let key = Letters.key("\(task)-\(number)")
                        var acceptance: Acceptance?
                        while acceptance == nil {
                            acceptance = try await Self.again { try await spool.put(Letters.submission(key: key)) }
                        }
                    }
                }
            }
            for _ in 0..<3 {
                group.addTask {
                    while sent.count < count {
                        let letters = try await Self.again { try await spool.claim(owner, limit: 5) } ?? []
                        guard !letters.isEmpty else {
                            try await Task.sleep(for: .milliseconds(10))
                            continue
                        }
                        var batch: Batch?
                        while batch == nil {
                            batch = try await Self.again { try await spool.begin(letters.map(\.id), of: owner) }
                        }
                        for letter in letters { sent.add(letter.id) }
                        let outcomes = letters.map { Letters.outcome($0, at: .now) }
                        while try await Self.again({ try await spool.record(outcomes, of: batch, owner) }) == nil {}
                    }
                }
            }
            try await group.waitForAll()
        }
        cutting.cancel()
        _ = try? await cutting.value
        #expect(sent.times.values.allSatisfy { $0 == 1 })
        let messages = try await spool.list(MessageFilter(), Page(limit: 1_000))
        #expect(messages.count == count)
        #expect(messages.allSatisfy { $0.state == .sent && $0.attempts == 1 })
        #expect(try await server.sql("SELECT count(*) FROM router.batch", in: database) == "0\n")
        await spool.close()
        try await server.drop(database)
    }

    /// How often each id was seen, from any task.
    private final class Counted: Sendable {
        private let ids = Mutex<[UUIDv7: Int]>([:])

        var times: [UUIDv7: Int] { ids.withLock { $0 } }
        var count: Int { ids.withLock { $0.count } }

        func add(_ id: UUIDv7) { ids.withLock { $0[id, default: 0] += 1 } }
    }

    /// A call that may be cut off.
    ///
    /// - Returns: `nil` when it was, so that it has to be made again.
    private static func again<Value: Sendable>(_ call: () async throws -> Value) async throws -> Value? {
        do {
            return try await call()
        } catch let problem as SpoolProblem where problem.mayPass {
            return nil
        }
    }

    @Test func `an owner that the server has not heard of for its term knows that it is lost`() async throws {
        let authority = try await TestAuthority.make()
        let server = try await PostgresServer.start(authority: authority)
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let spool = try await Self.open(server.address("postgres"), folder, term: .seconds(20), patience: .seconds(1))
        let owner = try await spool.register("router serve")
        let id = try await spool.put()
        #expect(try await spool.claim(owner).map(\.id) == [id])
        #expect(!owner.isLost)
        let start = ContinuousClock.now
        try await server.kill()
        await owner.untilLost()
        #expect(ContinuousClock.now - start < .seconds(120))
        let problem = try await problem { _ = try await spool.begin([id], of: owner) }
        #expect(problem.code == .ownerLost)
        await spool.close()
        await server.stop()
        await authority.stop()
    }

    @Test func `an owner lives on while its term is renewed, also over new connections`() async throws {
        let server = try await PostgresServer.shared
        let database = try await server.newDatabase()
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let here = try await Self.open(server.address(database), folder, name: "here", term: .seconds(12))
        let there = try await Self.open(server.address(database), folder, name: "there", term: .seconds(12))
        let owner = try await here.register("us")
        let id = try await here.put()
        _ = try await here.claim(owner)
        _ = try await here.begin([id], of: owner)
        let lease = "SELECT lease FROM router.owner"
        var last = try await server.sql(lease, in: database)
        for _ in 1...3 {
            try await server.sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(database)' AND application_name = 'router'"
            )
            var next = last
            while next == last {
                try await Task.sleep(for: .milliseconds(100))
                next = try await server.sql(lease, in: database)
            }
            last = next
            #expect(try await there.recover(now: .now).isEmpty)
        }
        #expect(!owner.isLost)
        await here.close()
        await there.close()
        try await server.drop(database)
    }

    @Test func `what an owner on another machine had on the wire is in doubt, and only after its term`() async throws {
        let server = try await PostgresServer.shared
        let database = try await server.newDatabase()
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let here = try await Self.open(server.address(database), folder, name: "here")
        let there = try await Self.open(server.address(database), folder, name: "there")
        let owner = try await there.register("mail-2")
        let begun = try await there.put()
        let claimed = try await there.put()
        _ = try await there.claim(owner)
        _ = try await there.begin([begun], of: owner)
        await there.close()
        #expect(try await here.recover(now: .now).isEmpty)
        // Its own machine is given another term to do better.
        try await server.sql("UPDATE router.owner SET lease = clock_timestamp() - interval '1 second'", in: database)
        #expect(try await here.recover(now: .now).isEmpty)
        #expect(try await here.owners().isEmpty)
        try await server.sql("UPDATE router.owner SET lease = clock_timestamp() - interval '2 minutes'", in: database)
        let recovery = try await here.recover(now: .now)
        #expect(recovery.owners == ["mail-2"])
        #expect((recovery.held, recovery.freed) == ([begun], 1))
        #expect(
            try await here.story(of: begun)?.attempts[0].failure?.message
                == "whether the letter was taken is not known: its process ended on another machine, which has not told what it had on the wire"
        )
        let other = try await here.register("mail-1")
        #expect(try await here.claim(other).map(\.id) == [claimed])
        await here.close()
        try await server.drop(database)
    }

    @Test func `news come again after their connection was cut`() async throws {
        let server = try await PostgresServer.shared
        let database = try await server.newDatabase()
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let spool = try await Self.open(server.address(database), folder)
        let owner = try await spool.register("us")
        var news = spool.news().makeAsyncIterator()
        for _ in 1...3 {
            let id = try await spool.put()
            repeat { _ = await news.next() } while try await spool.claim(owner).map(\.id) != [id]
            try await server.sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(database)' AND query LIKE 'LISTEN%'"
            )
        }
        await spool.close()
        try await server.drop(database)
    }
}
