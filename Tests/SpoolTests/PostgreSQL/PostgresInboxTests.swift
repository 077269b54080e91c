import Attributes
import Peers
import Spool
import Synchronization
import Testing

/// What only a server can show: connections that break, machines that share it, versions.
@Suite(.timeLimit(.minutes(15))) struct PostgresInboxTests {
    private static func open(
        _ address: String, _ folder: ScratchFolder, name: String = "spool"
    ) async throws -> PostgresSpool {
        try await PostgresSpool.open(
            PostgresAddress(address), folder: "\(folder.path)/\(name)", term: PostgresSpool.usualTerm,
            patience: .seconds(240))
    }

    @Test func `a spool of the first version is brought up to date, with all that it holds`() async throws {
        let server = try await PostgresServer.shared
        let database = try await server.newDatabase()
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let former = try await Self.open(server.address(database), folder)
        let id = try await former.put()
        await former.close()
        try await server.sql(
            """
            DROP TABLE router.folder, router.loaded, router.print, router.arrival, router.raw, router.reading,
            router.handling; UPDATE router.version SET version = 1
            """, in: database)
        let spools = try await withThrowingTaskGroup(of: PostgresSpool.self) { group in
            for number in 0..<3 {
                group.addTask { try await Self.open(server.address(database), folder, name: "spool-\(number)") }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(try await server.sql("SELECT version FROM router.version", in: database) == "2\n")
        let spool = spools[0]
        let owner = try await spool.register("us")
        let letters = try await spool.claim(owner)
        #expect(letters.map(\.id) == [id])
        #expect(try await spool.arrive(3, for: owner).count == 3)
        for spool in spools { await spool.close() }
        try await server.drop(database)
    }

    @Test func `connections that are cut all the time lose no arrival and hand none over twice`() async throws {
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
        let handed = Handed()
        let count = 120
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<4 {
                group.addTask {
                    let name = FolderName(connection: "support", folder: "\(task)")
                    while try await Self.again({ try await spool.take(name, for: owner) }) == nil {}
                    for start in stride(from: task * count / 4, to: (task + 1) * count / 4, by: 3) {
                        let letters = (start..<start + 3).map { Arrivals.letter($0) }
                        // The spool itself finds out what became of a call that nobody heard the answer to.
                        let stored = try await spool.store(letters, from: name, cursor: "\(start)", for: owner)
                        #expect(stored == letters.map { StoredArrival(id: $0.id, isNew: true) })
                        let states = try await spool.prepare(letters.map { Arrivals.prepared($0.id) }, of: owner)
                        #expect(states.count == 3)
                        #expect(states.allSatisfy { $0 != nil && $0 != .received })
                    }
                }
            }
            for _ in 0..<3 {
                group.addTask {
                    while handed.times.count < count {
                        let some = try await Self.again { try await spool.claim(for: owner, limit: 5) } ?? []
                        guard !some.isEmpty else {
                            try await Task.sleep(for: .milliseconds(10))
                            continue
                        }
                        for handling in some { handed.add(handling.id.arrival) }
                        let states = try await spool.record(some.map { Arrivals.outcome($0) }, of: owner)
                        #expect(states.allSatisfy { $0 == .delivered })
                    }
                }
            }
            try await group.waitForAll()
        }
        cutting.cancel()
        _ = try? await cutting.value
        #expect(handed.times.values.allSatisfy { $0 == 1 })
        let arrivals = try await spool.arrivals(ArrivalFilter(), Page(limit: 1_000))
        #expect(arrivals.count == count)
        #expect(arrivals.allSatisfy { $0.state == .delivered })
        #expect(
            try await server.sql("SELECT count(*), min(attempts), max(attempts) FROM router.handling", in: database)
                == "\(count)|1|1\n")
        await spool.close()
        try await server.drop(database)
    }

    /// How often each arrival was handed over, from any task.
    private final class Handed: Sendable {
        private let ids = Mutex<[UUIDv7: Int]>([:])

        var times: [UUIDv7: Int] { ids.withLock { $0 } }

        func add(_ id: UUIDv7) { ids.withLock { $0[id, default: 0] += 1 } }
    }

    /// A call that may be cut off, and is then made again.
    private static func again<Value: Sendable>(_ call: () async throws -> Value?) async throws -> Value? {
        do {
            return try await call()
        } catch let problem as SpoolProblem where problem.mayPass {
            return nil
        }
    }

    @Test func `a folder that a machine reads which is gone is free after its term, and not before`() async throws {
        let server = try await PostgresServer.shared
        let database = try await server.newDatabase()
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let here = try await Self.open(server.address(database), folder, name: "here")
        let there = try await Self.open(server.address(database), folder, name: "there")
        let gone = try await there.register("mail-2")
        let letter = Arrivals.letter(1)
        try await there.store([letter], for: gone, cursor: "1:1")
        await there.close()
        let owner = try await here.register("mail-1")
        #expect(try await here.take(Arrivals.inbox, for: owner) == nil)
        #expect(try await here.folders().map(\.owner) == ["mail-2"])
        try await server.sql(
            "UPDATE router.owner SET lease = clock_timestamp() - interval '2 minutes' WHERE name = 'mail-2'",
            in: database)
        #expect(try await here.folders().map(\.owner) == [nil])
        #expect(try await here.take(Arrivals.inbox, for: owner)?.cursor == "1:1")
        let recovery = try await here.recover(now: .now)
        #expect((recovery.owners, recovery.arrivals) == (["mail-2"], 1))
        // It has not lost the folder by the end of the one before.
        #expect(try await here.take(Arrivals.inbox, for: owner) != nil)
        #expect(try await here.store([], from: Arrivals.inbox, cursor: "1:2", for: owner).isEmpty)
        #expect(try await here.claimArrivals(routes: nil, limit: 9, for: owner).map(\.id) == [letter.id])
        await here.close()
        try await server.drop(database)
    }

    @Test func `an owner that is known no more gets nothing`() async throws {
        let server = try await PostgresServer.shared
        let database = try await server.newDatabase()
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let spool = try await Self.open(server.address(database), folder)
        let owner = try await spool.register("us")
        _ = try await spool.arrive(1, for: owner)
        let letter = Arrivals.letter(7)
        try await spool.store([letter], for: owner)
        try await spool.releaseArrivals([letter.id], of: owner)
        // Others have taken it for dead, and it has not heard of that yet.
        try await server.sql("DELETE FROM router.owner", in: database)
        for work: () async throws -> Void in [
            { _ = try await spool.take(Arrivals.inbox, for: owner) },
            { _ = try await spool.claim(for: owner) },
            { _ = try await spool.claimArrivals(routes: nil, limit: 9, for: owner) },
        ] {
            // Or it has heard of it meanwhile, and nothing is claimed for it.
            do {
                try await work()
                #expect(owner.isLost)
            } catch let problem as SpoolProblem {
                #expect(problem.code == .ownerLost)
            }
        }
        #expect(
            try await server.sql(
                "SELECT (SELECT sum(owner) FROM router.arrival), (SELECT sum(owner) FROM router.handling)",
                in: database) == "0|0\n")
        await spool.close()
        try await server.drop(database)
    }
}
