import Attributes
import Spool
import Testing

@Suite struct InboxRecoveryTests {
    @Test(arguments: Engine.inboxes)
    func `who resigns leaves folders, letters and handlings to others`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let ids = try await spool.arrive(2, for: owner)
            let letter = Arrivals.letter(9)
            try await spool.store([letter], for: owner)
            #expect(try await spool.claim(for: owner).count == 2)
            try await spool.resign(owner)
            #expect(try await spool.claim(for: owner).isEmpty)
            #expect(try await spool.claimArrivals(routes: nil, limit: 9, for: owner).isEmpty)
            let other = try await spool.register("another")
            #expect(try await spool.take(Arrivals.inbox, for: other) != nil)
            #expect(try await spool.claimArrivals(routes: nil, limit: 9, for: other).map(\.id) == [letter.id])
            #expect(try await spool.claim(for: other).map(\.id.arrival) == ids)
            await spool.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `what a dead owner had is free again, and its attempts are not lost`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let dead = try await place.open()
            let owner = try await dead.register("router serve, process 4711")
            let ids = try await dead.arrive(3, for: owner)
            let letters = [Arrivals.letter(10), Arrivals.letter(11)]
            try await dead.store(letters, for: owner, cursor: "1:11")
            try await dead.prepare([Arrivals.prepared(letters[1].id, to: [])], of: owner)
            var handlings = try await dead.claim(for: owner)
            try await dead.record(
                handlings.map { Arrivals.outcome($0, .again(Arrivals.failure, due: Arrivals.now)) }, of: owner)
            handlings = try await dead.claim(for: owner)
            #expect(handlings.count == 3)
            try await dead.record([Arrivals.outcome(handlings[2])], of: owner)
            // Nothing is taken from who lives.
            let spool = try await place.open()
            #expect(try await spool.recover(now: Arrivals.now).isEmpty)
            let other = try await spool.register("another")
            #expect(try await spool.take(Arrivals.inbox, for: other) == nil)
            await dead.close()

            let recovery = try await spool.recover(now: Arrivals.now)
            #expect(recovery.owners == ["router serve, process 4711"])
            #expect((recovery.arrivals, recovery.handlings, recovery.freed) == (1, 2, 0))
            #expect(try await spool.folders().map(\.owner) == [nil])
            #expect(try await spool.take(Arrivals.inbox, for: other)?.cursor == "1:11")
            #expect(try await spool.claimArrivals(routes: nil, limit: 9, for: other).map(\.id) == [letters[0].id])
            let again = try await spool.claim(for: other)
            #expect(again.map(\.id.arrival) == Array(ids.prefix(2)))
            #expect(again.map(\.attempts) == [1, 1])
            #expect(again.map(\.firstAttempt) == [Arrivals.now, Arrivals.now])
            // What nobody had acknowledged is still to be.
            #expect(try await spool.unacknowledged(in: Arrivals.inbox, limit: 9).count == 5)
            await spool.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `what is done is written down for a dead owner too, as long as nobody else has it`(
        engine: Engine
    ) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let ids = try await spool.arrive(4, for: owner)
            let handlings = try await spool.claim(for: owner)
            try await spool.resign(owner)
            let other = try await spool.register("another")
            #expect(try await spool.claim(for: other, limit: 1).map(\.id.arrival) == [ids[0]])
            let states = try await spool.record(
                [
                    Arrivals.outcome(handlings[0]), Arrivals.outcome(handlings[1]),
                    Arrivals.outcome(handlings[2], .failed(Arrivals.refusal)),
                    Arrivals.outcome(handlings[3], .again(Arrivals.failure, due: Arrivals.now)),
                ], of: owner)
            #expect(states == [nil, .delivered, nil, nil])
            #expect(try await spool.claim(for: other).map(\.id.arrival) == [ids[2], ids[3]])
            await spool.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `a handling that waits is not forgotten when the clock is put back`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let before = Instant.now
            _ = try await spool.arrive(1, for: owner)
            let handlings = try await spool.claim(for: owner)
            try await spool.record(
                [Arrivals.outcome(handlings[0], .again(Arrivals.failure, due: before + .seconds(600)), at: before)],
                of: owner)
            let now = before + .seconds(-86_400)
            _ = try await spool.recover(now: now)
            let due = try #require(try await spool.handlingsDue()["connection:bpm"])
            #expect(due <= now + .seconds(660))
            #expect(due > now + .seconds(300))
            await spool.close()
        }
    }
}
