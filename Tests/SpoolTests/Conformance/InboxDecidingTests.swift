import Attributes
import Spool
import Testing

@Suite struct InboxDecidingTests {
    @Test(arguments: Engine.inboxes)
    func `what is quarantined is looked into again, and its handlers get it even after an error response`(
        engine: Engine
    ) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let letter = Arrivals.letter(1)
            try await spool.store([letter], for: owner)
            let targets = ["connection:bpm", "connection:archive"]
            try await spool.prepare(
                [Arrivals.prepared(letter.id, to: targets, quarantine: Arrivals.unreadable)], of: owner)
            let response = try await spool.claim(for: owner)
            // While the error response is with a handler, nothing is decided.
            #expect(
                try await spool.retryArrivals([letter.id, UUIDv7()], now: Arrivals.now) == [
                    .notNow(.quarantined), .noSuchArrival,
                ])
            #expect(
                try await spool.record(
                    response.map { Arrivals.outcome($0, .done(words: "told", response: "{}")) }, of: owner) == [
                        .quarantined
                    ])
            #expect(try await spool.retryArrivals([letter.id], now: Arrivals.now) == [.done(.received)])
            #expect(try await spool.arrival(letter.id)?.arrival.failure == nil)
            // The other error response is of no more use.
            #expect(try await spool.claim("connection:archive", for: owner).isEmpty)
            #expect(try await spool.retryArrivals([letter.id], now: Arrivals.now) == [.notNow(.received)])

            // Quarantined once more: who was told is not told again.
            #expect(try await spool.claimArrivals(routes: nil, limit: 9, for: owner).map(\.id) == [letter.id])
            try await spool.prepare(
                [Arrivals.prepared(letter.id, to: targets, quarantine: Arrivals.unreadable)], of: owner)
            #expect(try await spool.claim(for: owner).isEmpty)
            #expect(try await spool.arrival(letter.id)?.handlings.map(\.state) == [.done, .waiting])

            // Mended: each handler gets the letter itself.
            _ = try await spool.retryArrivals([letter.id], now: Arrivals.now)
            _ = try await spool.claimArrivals(routes: nil, limit: 9, for: owner)
            #expect(try await spool.prepare([Arrivals.prepared(letter.id, to: targets)], of: owner) == [.delivering])
            let handlings = try #require(try await spool.arrival(letter.id)?.handlings)
            #expect(handlings.map(\.state) == [.waiting, .waiting])
            #expect(handlings.map(\.response) == [nil, nil])
            for target in targets {
                let some = try await spool.claim(target, for: owner)
                #expect(some.map(\.attempts) == [0])
                try await spool.record(some.map { Arrivals.outcome($0) }, of: owner)
            }
            #expect(try await spool.arrivalState(letter.id) == .delivered)
            await spool.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `what failed or waits is handed over now, and what is done is not handed over again`(
        engine: Engine
    ) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let id = try await spool.arrive(1, to: ["connection:a", "connection:b", "connection:c"], for: owner)[0]
            let later = Arrivals.now + .seconds(3_600)
            let ends: [HandlingOutcome.End] = [
                .done(words: "", response: nil), .failed(Arrivals.refusal), .again(Arrivals.failure, due: later),
            ]
            for (target, end) in zip(["a", "b", "c"], ends) {
                let some = try await spool.claim("connection:\(target)", for: owner)
                try await spool.record(some.map { Arrivals.outcome($0, end) }, of: owner)
            }
            #expect(try await spool.arrivalState(id) == .delivering)
            // What failed for good is told of before what will be tried again.
            #expect(try await spool.arrival(id)?.arrival.failure == Arrivals.refusal)
            #expect(try await spool.retryArrivals([id], now: Arrivals.now) == [.done(.delivering)])
            #expect(try await spool.claim("connection:a", for: owner).isEmpty)
            let b = try await spool.claim("connection:b", for: owner)
            #expect(b.map(\.attempts) == [1])
            #expect(try await spool.claim("connection:c", for: owner).map(\.attempts) == [1])
            #expect(try await spool.retryArrivals([id], now: Arrivals.now) == [.notNow(.delivering)])
            try await spool.record([Arrivals.outcome(b[0], .failed(Arrivals.refusal))], of: owner)
            try await spool.releaseHandlings([HandlingID(arrival: id, number: 2)], of: owner)
            let c = try await spool.claim("connection:c", for: owner)
            #expect(try await spool.record([Arrivals.outcome(c[0])], of: owner) == [.failed])
            #expect(try await spool.retryArrivals([id], now: Arrivals.now) == [.done(.delivering)])
            let again = try await spool.claim("connection:b", for: owner)
            #expect(try await spool.record([Arrivals.outcome(again[0])], of: owner) == [.delivered])
            #expect(try await spool.retryArrivals([id], now: Arrivals.now) == [.notNow(.delivered)])
            await spool.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `what needs processing is marked by hand, one by one or by its thread`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let letters = (0..<5).map { Arrivals.letter($0) }
            let ids = letters.map(\.id)
            try await spool.store(letters, for: owner)
            try await spool.prepare(
                [
                    Arrivals.prepared(ids[0], to: [], thread: "<a@x>", needsProcessing: true),
                    Arrivals.prepared(ids[1], thread: "<a@x>", needsProcessing: true),
                    Arrivals.prepared(ids[2], to: [], thread: "<b@x>", needsProcessing: true),
                    Arrivals.prepared(ids[3], to: [], thread: "<a@x>"),
                ], of: owner)
            func unprocessed() async throws -> [Int] {
                try await spool.arrivals(ArrivalFilter(needsProcessing: true), Page(.oldest)).compactMap { row in
                    ids.firstIndex(of: row.id)
                }
            }
            #expect(
                try await spool.mark(ids + [UUIDv7()], needsProcessing: false) == [
                    .done(.delivered), .done(.delivering), .done(.delivered), .notNow(.delivered), .notNow(.received),
                    .noSuchArrival,
                ])
            #expect(try await unprocessed() == [])
            #expect(try await spool.markThread("<a@x>", needsProcessing: true) == 2)
            #expect(try await unprocessed() == [0, 1])
            #expect(try await spool.mark([ids[2]], needsProcessing: true) == [.done(.delivered)])
            #expect(try await spool.markThread("<a@x>", needsProcessing: false) == 2)
            #expect(try await spool.markThread("<a@x>", needsProcessing: false) == 0)
            #expect(try await spool.markThread("<nothing@x>", needsProcessing: false) == 0)
            #expect(try await unprocessed() == [2])
            await spool.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `a link by hand is there once, and with a contact nothing needs processing any more`(
        engine: Engine
    ) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let letters = (0..<3).map { Arrivals.letter($0) }
            try await spool.store(letters, for: owner)
            try await spool.prepare(
                [
                    Arrivals.prepared(letters[0].id, contact: "anna", needsProcessing: true),
                    Arrivals.prepared(letters[1].id, needsProcessing: true),
                ], of: owner)
            let link = ArrivalLink(rule: "", object: "Invoice", key: "Number", value: "Inv-7")
            for _ in 1...2 {
                #expect(try await spool.link(letters[0].id, link) == .done(.delivering))
                #expect(try await spool.link(letters[1].id, link) == .done(.delivering))
            }
            #expect(try await spool.link(letters[2].id, link) == .notNow(.received))
            #expect(try await spool.link(UUIDv7(), link) == .noSuchArrival)
            let rows = try await spool.arrivals(ArrivalFilter(states: [.delivering]), Page(.oldest))
            #expect(rows.map(\.links) == [[link], [link]])
            #expect(rows.map(\.needsProcessing) == [false, true])
            await spool.close()
        }
    }
}
