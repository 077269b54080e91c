import Attributes
import Connecting
import Spool
import Testing

@Suite struct KeepingTests {
    @Test(arguments: Engine.allCases)
    func `a meeting's number rises, also when many ask at once`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            #expect(try await spool.sequence(uid: "a@x", atLeast: 100) == 100)
            #expect(try await spool.sequence(uid: "a@x", atLeast: 100) == 101)
            #expect(try await spool.sequence(uid: "a@x", atLeast: 50) == 102)
            #expect(try await spool.sequence(uid: "a@x", atLeast: 500) == 500)
            #expect(try await spool.sequence(uid: "b@x", atLeast: 0) == 0)
            let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 { group.addTask { try await spool.sequence(uid: "a@x", atLeast: 7) } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(numbers == Set(501...550))
            await spool.close()
            let again = try await place.open()
            #expect(try await again.sequence(uid: "a@x", atLeast: 0) == 551)
            await again.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `of those who would alert within an hour only the first does`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let now = Letters.now
            func mayAlert(_ time: Instant) async throws -> Bool {
                try await spool.write(
                    Note("mail is down", time: time), key: "alert:mail", unlessAfter: time + .seconds(-3_600))
            }
            #expect(try await mayAlert(now))
            #expect(try await !mayAlert(now + .seconds(3_599)))
            #expect(try await mayAlert(now + .seconds(3_600)))
            // After the clock was put back nobody waits for the old time to come again.
            #expect(try await mayAlert(now + .seconds(-86_400)))
            #expect(try await spool.note("alert:mail") == Note("mail is down", time: now + .seconds(-86_400)))
            try await spool.write(Note("another", time: now), key: "alert:mail")
            #expect(try await spool.note("alert:mail") == Note("another", time: now))
            try await spool.removeNote("alert:mail")
            #expect(try await spool.note("alert:mail") == nil)
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `only what is over is purged, in small steps, and its key can be used again`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let day = Duration.seconds(86_400)
            let ends: [RecipientState] = [.sent, .failed, .cancelled, .held, .deferred, .queued]
            for end in ends {
                let id = try await spool.put(keep: day)
                let letter = try #require(try await spool.claim([id], for: owner).first)
                try await spool.send(letter, as: end, nil, next: Letters.now + day * 9, by: owner)
            }
            let kept = NewLetter(Letters.letter(), route: "r", connection: "c", keep: day * 3)
            let short = NewLetter(Letters.letter(), route: "r", connection: "c", keep: day)
            let keyed = Letters.submission([short, kept], key: Letters.key("k"))
            _ = try await spool.put(keyed, claimedBy: nil)
            for letter in try await spool.claim(owner) { try await spool.send(letter, by: owner) }
            #expect(try await spool.purge(now: Letters.now + day, limit: 100) == 0)
            #expect(try await spool.purge(now: Letters.now + day + .seconds(2), limit: 3) == 3)
            #expect(try await spool.purge(now: Letters.now + day + .seconds(2), limit: 3) == 1)
            #expect(
                try await Set(spool.list(MessageFilter(), Page()).map(\.state)) == [.held, .deferred, .queued, .sent])
            let left = try #require(UUIDv7(kept.letter.id))
            #expect(
                try await spool.put(Letters.submission(key: Letters.key("k")))
                    == .repeated(submission: keyed.id, messages: [left]))
            #expect(try await spool.purge(now: Letters.now + day * 4, limit: 100) == 1)
            #expect(try await spool.put(Letters.submission(key: Letters.key("k"))) == .accepted)
            #expect(try await spool.purge(now: Letters.now + day * 400, limit: 100) == 0)
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `a message that is retried is not purged`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let id = try await spool.put(keep: .zero)
            let letter = try #require(try await spool.claim(owner).first)
            try await spool.send(letter, as: .failed, Letters.refused, by: owner)
            _ = try await spool.retry([id], now: Letters.now)
            #expect(try await spool.purge(now: Letters.now + .seconds(9), limit: 100) == 0)
            _ = try await spool.cancel([id], now: Letters.now)
            #expect(try await spool.purge(now: Letters.now + .seconds(9), limit: 100) == 1)
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `a closed spool says that it is closed`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            await spool.close()
            await spool.close()
            #expect(try await problem { _ = try await spool.put() }.code == .closed)
            #expect(try await problem { _ = try await spool.list(MessageFilter(), Page()) }.code == .closed)
            #expect(try await problem { _ = try await spool.register("us") }.code == .closed)
            for await _ in spool.news() { Issue.record("news of a closed spool") }
        }
    }
}
