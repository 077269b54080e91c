import Attributes
import Connecting
import MIME
import Spool
import Testing

@Suite struct ClaimingTests {
    @Test(arguments: Engine.allCases)
    func `letters go by priority, then by time, then in the order they came`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let now = Letters.now
            let late = try await spool.put(created: now)
            let urgent = try await spool.put(priority: 5, created: now)
            let early = try await spool.put(created: now + .seconds(-60))
            let second = try await spool.put(connection: "another", created: now)
            let third = try await spool.put(created: now)
            _ = try await spool.put(due: now + .seconds(60), created: now)
            _ = try await spool.put(bus: 1, priority: 9, created: now)
            let owner = try await spool.register("us")
            #expect(try await spool.claim(owner, limit: 2).map(\.id) == [urgent, early])
            #expect(try await spool.claim(owner).map(\.id) == [late, second, third])
            #expect(try await spool.claim(owner).isEmpty)
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `only letters of the connections that were asked for are claimed`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            var ids: [UUIDv7] = []
            for connection in ["a", "b", "c"] { ids.append(try await spool.put(connection: connection)) }
            let owner = try await spool.register("us")
            #expect(try await spool.claim(owner, connections: []).isEmpty)
            #expect(try await spool.claim(owner, connections: ["nobody"]).isEmpty)
            #expect(try await spool.claim(owner, connections: ["a", "c", "c"]).map(\.id) == [ids[0], ids[2]])
            #expect(try await spool.claim(owner, limit: 0).isEmpty)
            #expect(try await spool.claim(owner).map(\.id) == [ids[1]])
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `large letters are claimed few at a time`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            var ids: [UUIDv7] = []
            for size in [400, 400, 5_000, 400] {
                ids.append(try await spool.put(content: .init(pieces: [.bytes([UInt8](repeating: 65, count: size))])))
            }
            let owner = try await spool.register("us")
            func claim() async throws -> [UUIDv7] {
                try await spool.claim(ClaimRequest(bus: 0, limit: 10, bytes: 1_000, now: Letters.now), for: owner).map(
                    \.id)
            }
            #expect(try await claim() == [ids[0], ids[1]])
            #expect(try await claim() == [ids[2]])
            #expect(try await claim() == [ids[3]])
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `two owners never get the same letter, and together get all`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let first = try await place.open()
            let second = try await place.open()
            let put = try await withThrowingTaskGroup(of: UUIDv7.self) { group in
                for number in 0..<300 { group.addTask { try await first.put(priority: number % 3) } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            let claimed = try await withThrowingTaskGroup(of: [UUIDv7].self) { group in
                for spool in [first, second, first, second] {
                    group.addTask {
                        let owner = try await spool.register("one of four")
                        var ids: [UUIDv7] = []
                        while true {
                            let letters = try await spool.claim(owner, limit: 7)
                            if letters.isEmpty { return ids }
                            ids += letters.map(\.id)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(claimed.count == 300)
            #expect(Set(claimed) == put)
            await first.close()
            await second.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `letters can be claimed by their ids, and given back`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let one = try await spool.put()
            let later = try await spool.put(due: Letters.now + .seconds(3_600))
            let other = try await spool.register("another")
            let owner = try await spool.register("us")
            #expect(try await spool.claim([one], for: other).map(\.id) == [one])
            #expect(try await spool.claim([later, one, UUIDv7()], for: owner).map(\.id) == [later])
            try await spool.release([one, later], of: owner)
            #expect(try await spool.claim([one], for: owner).isEmpty)
            try await spool.release([one], of: other)
            #expect(try await spool.claim(owner).map(\.id) == [one])
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `a claimed letter is for those who are still owed it`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            _ = try await spool.put(to: ["ivan@x.org", "anna@x.org", "olga@x.org"])
            let letter = try #require(try await spool.claim(owner).first)
            let batch = try await spool.begin([letter.id], of: owner)
            let states: [(RecipientState, Reply)] = [
                (.sent, Letters.taken), (.deferred, Letters.busy), (.failed, Letters.refused),
            ]
            let receipt = Receipt(
                recipients: zip(letter.letter.recipients, states).map { .init(address: $0, state: $1.0, reply: $1.1) })
            try await spool.record(
                [
                    LetterOutcome(
                        id: letter.id, receipt: receipt, began: Letters.now, ended: Letters.now,
                        next: Letters.now + .seconds(60))
                ], of: batch, owner)
            #expect(try await spool.claim(owner).isEmpty)
            let again = try #require(try await spool.claim(owner, now: Letters.now + .seconds(60)).first)
            #expect(again.letter.recipients == ["anna@x.org"])
            #expect(again.recipients.map(\.state) == [.sent, .deferred, .failed])
            #expect(again.recipients.map(\.reply) == states.map(\.1))
            #expect(again.attempts == 1)
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `the next time that something is due is known`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            #expect(try await spool.nextDue(bus: 0, connections: nil) == nil)
            _ = try await spool.put(connection: "a", due: Letters.now + .seconds(60))
            _ = try await spool.put(connection: "b", priority: 5, due: Letters.now + .seconds(90))
            _ = try await spool.put(connection: "b", bus: 1)
            #expect(try await spool.nextDue(bus: 0, connections: nil) == Letters.now + .seconds(60))
            #expect(try await spool.nextDue(bus: 0, connections: ["b"]) == Letters.now + .seconds(90))
            let owner = try await spool.register("us")
            _ = try await spool.claim(owner, now: Letters.now + .seconds(60))
            #expect(try await spool.nextDue(bus: 0, connections: nil) == Letters.now + .seconds(90))
            #expect(try await spool.nextDue(bus: 3, connections: nil) == nil)
            await spool.close()
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: Engine.allCases)
    func `who waits hears of letters from this process and from another`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let here = try await place.open()
            let there = try await place.open()
            let owner = try await here.register("us")
            var news = here.news().makeAsyncIterator()
            // The first comes without a cause, so that nobody misses what was there before.
            _ = await news.next()
            for spool in [here, there] {
                let id = try await spool.put()
                repeat { _ = await news.next() } while try await here.claim(owner).map(\.id) != [id]
            }
            await here.close()
            // What was told before may still come.
            while await news.next() != nil {}
            await there.close()
        }
    }
}
