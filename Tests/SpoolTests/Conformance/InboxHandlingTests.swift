import Attributes
import Spool
import Testing

@Suite struct InboxHandlingTests {
    @Test(arguments: Engine.inboxes)
    func `what is stored is its reader's, and free when it is released`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let us = try await spool.register("us")
            let them = try await spool.register("them")
            let letters = (0..<4).map { Arrivals.letter($0, route: $0 == 3 ? "archive" : "intake") }
            try await spool.store(letters, for: us)
            #expect(try await spool.claimArrivals(routes: nil, limit: 10, for: us).isEmpty)
            #expect(try await spool.claimArrivals(routes: nil, limit: 10, for: them).isEmpty)
            try await spool.releaseArrivals(letters.map(\.id), of: them)
            #expect(try await spool.claimArrivals(routes: nil, limit: 10, for: them).isEmpty)
            try await spool.releaseArrivals(letters.map(\.id), of: us)
            #expect(try await spool.claimArrivals(routes: ["nothing"], limit: 10, for: them).isEmpty)
            #expect(try await spool.claimArrivals(routes: [], limit: 10, for: them).isEmpty)
            #expect(
                try await spool.claimArrivals(routes: ["archive"], limit: 10, for: them).map(\.id) == [letters[3].id])
            #expect(
                try await spool.claimArrivals(routes: ["intake", "archive"], limit: 2, for: them).map(\.id)
                    == [letters[0].id, letters[1].id])
            #expect(try await spool.claimArrivals(routes: nil, limit: 10, for: us).map(\.id) == [letters[2].id])
            // Only who has it can say what it is.
            let states = try await spool.prepare(
                [Arrivals.prepared(letters[0].id), Arrivals.prepared(letters[2].id), Arrivals.prepared(UUIDv7())],
                of: us)
            #expect(states == [nil, .delivering, nil])
            #expect(try await spool.arrivalState(letters[0].id) == .received)
            await spool.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `states follow from what is said of an arrival, and from its handlers`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let letters = (0..<5).map { Arrivals.letter($0) }
            try await spool.store(letters, for: owner)
            let states = try await spool.prepare(
                [
                    Arrivals.prepared(letters[0].id, to: []),
                    Arrivals.prepared(letters[1].id, to: ["connection:bpm", "connection:archive"]),
                    Arrivals.prepared(letters[2].id, to: ["connection:bpm", "connection:archive"]),
                    Arrivals.prepared(letters[3].id, to: [], quarantine: Arrivals.unreadable),
                    Arrivals.prepared(letters[4].id, to: ["connection:bpm"], quarantine: Arrivals.unreadable),
                ], of: owner)
            #expect(states == [.delivered, .delivering, .delivering, .quarantined, .quarantined])
            #expect(try await spool.arrival(letters[3].id)?.arrival.failure == Arrivals.unreadable)
            let bpm = try await spool.claim(for: owner)
            #expect(bpm.map(\.id.arrival) == [1, 2, 4].map { letters[$0].id })
            #expect(bpm.allSatisfy { $0.route == "intake" && $0.target == "connection:bpm" && $0.id.number == 0 })
            #expect(
                try await spool.record(
                    [
                        Arrivals.outcome(bpm[0]), Arrivals.outcome(bpm[1], .failed(Arrivals.refusal)),
                        Arrivals.outcome(bpm[2]),
                    ], of: owner) == [.delivering, .delivering, .quarantined])
            #expect(try await spool.arrival(letters[2].id)?.arrival.failure == Arrivals.refusal)
            let archive = try await spool.claim("connection:archive", for: owner)
            #expect(archive.map(\.id.number) == [1, 1])
            #expect(
                try await spool.record(archive.map { Arrivals.outcome($0) }, of: owner) == [.delivered, .failed])
            #expect(try await spool.handlingsDue().isEmpty)
            await spool.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `an error response is written down with the failure, once, and does not change the state`(
        engine: Engine
    ) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let id = try await spool.arrive(1, to: ["connection:bpm", "connection:archive"], for: owner)[0]
            let told = NewHandling.errorResponse(to: "connection:bpm")
            func end(_ target: String, _ end: HandlingOutcome.End) async throws -> ArrivalState? {
                let handling = try #require(try await spool.claim(target, for: owner).first)
                var outcome = Arrivals.outcome(handling, end)
                outcome.errorResponse = told
                return try await spool.record([outcome], of: owner).first ?? nil
            }
            #expect(try await end("connection:bpm", .failed(Arrivals.refusal)) == .delivering)
            #expect(try await end("connection:archive", .failed(Arrivals.refusal)) == .failed)
            let response = try #require(try await spool.claim(for: owner).first)
            #expect(response.id.isErrorResponse && response.attempts == 0)
            // It waits, and the letter stays.
            #expect(try await spool.purgeArrivals(now: Arrivals.now + .seconds(1 << 32), limit: 9) == 0)
            let later = Arrivals.now + .seconds(60)
            #expect(
                try await spool.record([Arrivals.outcome(response, .again(Arrivals.failure, due: later))], of: owner)
                    == [.failed])
            #expect(try await spool.arrival(id)?.arrival.failure == Arrivals.refusal)
            // Handed over again, nobody needs to be told; failed again, somebody does.
            #expect(try await spool.retryArrivals([id], now: Arrivals.now) == [.done(.delivering)])
            #expect(try await spool.arrival(id)?.handlings.map(\.isErrorResponse) == [false, false])
            #expect(try await end("connection:bpm", .done(words: "ok", response: nil)) == .delivering)
            #expect(try await end("connection:archive", .failed(Arrivals.refusal)) == .failed)
            let again = try #require(try await spool.claim(for: owner).first)
            #expect(try await spool.record([Arrivals.outcome(again)], of: owner) == [.failed])
            #expect(try await spool.retryArrivals([id], now: Arrivals.now) == [.done(.delivering)])
            #expect(try await end("connection:archive", .failed(Arrivals.refusal)) == .failed)
            // Who was told is not told again.
            #expect(try await spool.claim(for: owner).isEmpty)
            #expect(try await spool.arrival(id)?.handlings.map(\.state) == [.done, .failed, .done])
            await spool.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `the story of an arrival tells what each handler said`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let id = try await spool.arrive(1, for: owner)[0]
            let later = Arrivals.now + .seconds(60)
            let first = try #require(try await spool.claim(for: owner).first)
            #expect((first.attempts, first.firstAttempt) == (0, nil))
            #expect(
                try await spool.record([Arrivals.outcome(first, .again(Arrivals.failure, due: later))], of: owner)
                    == [.delivering])
            var story = try #require(try await spool.arrival(id))
            #expect(story.arrival.failure == Arrivals.failure)
            #expect(
                story.handlings == [
                    .init(
                        number: 0, target: "connection:bpm", state: .waiting, attempts: 1, firstAttempt: Arrivals.now,
                        lastAttempt: Arrivals.now, due: later, failure: Arrivals.failure)
                ])
            #expect(try await spool.handlingsDue() == ["connection:bpm": later])
            #expect(try await spool.claim(for: owner).isEmpty)
            let second = try #require(try await spool.claim(for: owner, now: later).first)
            #expect((second.attempts, second.firstAttempt) == (1, Arrivals.now))
            let response = #"{"IsDeclined":false}"#
            #expect(
                try await spool.record(
                    [Arrivals.outcome(second, .done(words: "200 OK", response: response), at: later)], of: owner)
                    == [.delivered])
            story = try #require(try await spool.arrival(id))
            #expect(story.arrival.failure == nil)
            #expect(
                story.handlings == [
                    .init(
                        number: 0, target: "connection:bpm", state: .done, attempts: 2, firstAttempt: Arrivals.now,
                        lastAttempt: later, words: "200 OK", response: response)
                ])
            // Said again, it changes nothing.
            #expect(try await spool.record([Arrivals.outcome(second)], of: owner) == [nil])
            let huge = String(repeating: "x", count: 65_537)
            #expect(
                try await problem {
                    try await spool.record([Arrivals.outcome(second, .done(words: "", response: huge))], of: owner)
                }.code == .tooLarge)
            await spool.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `handlings go in the order their letters were stored, those that are tried again among the others`(
        engine: Engine
    ) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let letters = (0..<6).map { Arrivals.letter($0) }
            try await spool.store(letters, for: owner)
            // Understood in another order than they came.
            for letter in letters.reversed() { try await spool.prepare([Arrivals.prepared(letter.id)], of: owner) }
            func claim(_ limit: Int, _ now: Instant) async throws -> [Int] {
                try await spool.claim(for: owner, limit: limit, now: now).compactMap { handling in
                    letters.firstIndex { $0.id == handling.id.arrival }
                }
            }
            let first = try await spool.claim(for: owner, limit: 2)
            #expect(first.map(\.id.arrival) == [letters[0].id, letters[1].id])
            #expect(try await spool.handlingsDue() == ["connection:bpm": Instant(seconds: 0)])
            let later = Arrivals.now + .seconds(60)
            try await spool.record(
                [
                    Arrivals.outcome(first[0], .again(Arrivals.failure, due: later)),
                    Arrivals.outcome(first[1], .again(Arrivals.failure, due: later + .seconds(1))),
                ], of: owner)
            #expect(try await claim(2, Arrivals.now) == [2, 3])
            #expect(try await claim(2, later) == [0, 4])
            #expect(try await claim(2, later) == [5])
            #expect(try await spool.handlingsDue() == ["connection:bpm": later + .seconds(1)])
            #expect(try await claim(2, later + .seconds(1)) == [1])
            #expect(try await claim(2, later + .seconds(1)) == [])
            let handlings = letters.map { HandlingID(arrival: $0.id, number: 0) }
            try await spool.releaseHandlings(handlings + [HandlingID(arrival: UUIDv7(), number: 0)], of: owner)
            #expect(try await claim(10, later + .seconds(1)) == [0, 1, 2, 3, 4, 5])
            #expect(try await claim(0, later) == [])
            await spool.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `two owners never get the same handling, and together get all`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spools = [try await place.open(), try await place.open()]
            let storing = try await spools[0].register("reader")
            let ids = try await spools[0].arrive(300, for: storing)
            let got = try await withThrowingTaskGroup(of: [UUIDv7].self) { group in
                for number in 0..<4 {
                    let spool = spools[number % 2]
                    group.addTask {
                        let owner = try await spool.register("worker \(number)")
                        var got: [UUIDv7] = []
                        while true {
                            let some = try await spool.claim(for: owner, limit: 7)
                            if some.isEmpty { return got }
                            let states = try await spool.record(some.map { Arrivals.outcome($0) }, of: owner)
                            #expect(states.allSatisfy { $0 == .delivered })
                            got += some.map(\.id.arrival)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(got.sorted() == ids.sorted())
            for spool in spools { await spool.close() }
        }
    }

    @Test(arguments: Engine.inboxes)
    func `who waits hears of arrivals from this process and from another, and not of letters to be sent`(
        engine: Engine
    ) async throws {
        try await engine.withSpool { place in
            let here = try await place.open()
            let there = try await place.open()
            let us = try await here.register("us")
            let them = try await there.register("them")
            for (number, spool) in [here, there].enumerated() {
                var news = spool.arrivalNews().makeAsyncIterator()
                _ = await news.next()
                let letter = Arrivals.letter(number)
                try await here.store([letter], for: us)
                try await here.prepare([Arrivals.prepared(letter.id)], of: us)
                let owner = number == 0 ? us : them
                while try await spool.claim(for: owner).map(\.id.arrival) != [letter.id] { _ = await news.next() }
            }
            await here.close()
            await there.close()
            for await _ in here.arrivalNews() { Issue.record("news of a closed spool") }
        }
    }
}
