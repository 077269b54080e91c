import Attributes
import Spool
import Testing

@Suite struct InboxKeepingTests {
    @Test(arguments: Engine.inboxes)
    func `only arrivals that are over are purged, in small steps, with their files`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let day = Duration.seconds(86_400)
            var letters = (0..<7).map {
                Arrivals.letter($0, raw: .bytes([UInt8](repeating: 7, count: $0 < 3 ? 100_000 : 100)), keep: day)
            }
            letters[1].keep = day * 3
            let ids = letters.map(\.id)
            try await spool.store(letters, for: owner)
            try await spool.prepare(
                [
                    Arrivals.prepared(ids[0]), Arrivals.prepared(ids[1]), Arrivals.prepared(ids[2]),
                    Arrivals.prepared(ids[3]), Arrivals.prepared(ids[4], quarantine: Arrivals.unreadable),
                    Arrivals.prepared(ids[5], quarantine: Arrivals.unreadable),
                ], of: owner)
            let some = try await spool.claim(for: owner)
            try await spool.record(
                [
                    Arrivals.outcome(some[0]), Arrivals.outcome(some[1]),
                    Arrivals.outcome(some[2], .failed(Arrivals.refusal)),
                    Arrivals.outcome(some[3], .again(Arrivals.failure, due: Arrivals.now)), Arrivals.outcome(some[4]),
                ], of: owner)
            #expect(try await spool.purgeArrivals(now: Arrivals.now + day, limit: 100) == 0)
            let end = Arrivals.now + day + .seconds(2)
            #expect(try await spool.purgeArrivals(now: end, limit: 2) == 2)
            #expect(try await spool.purgeArrivals(now: end, limit: 2) == 1)
            let left = try await spool.arrivals(ArrivalFilter(), Page(.oldest)).map(\.id)
            // Not over: what waits, what nobody has looked into, and what waits for its error response to be out.
            #expect(left == [ids[1], ids[3], ids[5], ids[6]])
            #expect(try await spool.raw(of: ids[1])?.size == 100_000)
            if engine == .sqlite { #expect(place.folder.names(in: "router.db-parts").count == 1) }
            #expect(try await spool.purgeArrivals(now: Arrivals.now + day * 4, limit: 100) == 1)
            if engine == .sqlite { #expect(place.folder.names(in: "router.db-parts").isEmpty) }
            #expect(try await spool.purgeArrivals(now: Arrivals.now + day * 400, limit: 100) == 0)
            try await spool.checkThoroughly()
            await spool.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `what is retried is not purged`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let letters = (0..<2).map { Arrivals.letter($0, keep: .zero) }
            try await spool.store(letters, for: owner)
            try await spool.prepare(
                [
                    Arrivals.prepared(letters[0].id, to: [], quarantine: Arrivals.unreadable),
                    Arrivals.prepared(letters[1].id),
                ], of: owner)
            let some = try await spool.claim(for: owner)
            try await spool.record([Arrivals.outcome(some[0], .failed(Arrivals.refusal))], of: owner)
            #expect(
                try await spool.retryArrivals(letters.map(\.id), now: Arrivals.now) == [
                    .done(.received), .done(.delivering),
                ])
            #expect(try await spool.purgeArrivals(now: .now + .seconds(900_000_000), limit: 100) == 0)
            await spool.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `a repeated letter's file is not left behind`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let bytes = [UInt8](repeating: 7, count: 100_000)
            for number in 0..<3 {
                let letter = Arrivals.letter(1, identity: "1/\(number)", raw: .bytes(bytes))
                #expect(try await spool.store([letter], for: owner).map(\.isNew) == [number == 0])
            }
            if engine == .sqlite { #expect(place.folder.names(in: "router.db-parts").count == 1) }
            await spool.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `a closed inbox says that it is closed`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            _ = try await spool.arrive(1, for: owner)
            await spool.close()
            #expect(try await problem { _ = try await spool.folders() }.code == .closed)
            #expect(try await problem { _ = try await spool.take(Arrivals.inbox, for: owner) }.code == .closed)
            #expect(
                try await problem {
                    _ = try await spool.store([Arrivals.letter(2)], from: Arrivals.inbox, cursor: nil, for: owner)
                }.code == .closed)
            #expect(try await problem { _ = try await spool.known(["1/1"], in: Arrivals.inbox) }.code == .closed)
            #expect(try await problem { _ = try await spool.claim(for: owner) }.code == .closed)
            #expect(try await problem { _ = try await spool.arrivals(ArrivalFilter(), Page()) }.code == .closed)
            for await _ in spool.arrivalNews() { Issue.record("news of a closed spool") }
        }
    }
}
