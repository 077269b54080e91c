import Attributes
import Connecting
import Spool
import Testing

@Suite struct DecidingTests {
    /// One letter to six people, one in each state that an attempt leaves.
    private static let states: [RecipientState] = [.sent, .deferred, .failed, .held, .cancelled, .queued]

    private func mixed(_ spool: any Spool, _ owner: Owner) async throws -> UUIDv7 {
        let id = try await spool.put(to: Self.states.map { "\($0)@x.org" })
        let letter = try #require(try await spool.claim(owner).first)
        let receipt = Receipt(recipients: Self.states.map { .init(address: "\($0)@x.org", state: $0) })
        let outcome = LetterOutcome(
            id: id, receipt: receipt, began: Letters.now, ended: Letters.now, next: Letters.now + .seconds(600))
        try await spool.record([outcome], of: try await spool.begin([letter.id], of: owner), owner)
        return id
    }

    private func states(_ spool: any Spool, _ id: UUIDv7) async throws -> [RecipientState]? {
        try await spool.story(of: id)?.message.recipients.map(\.state)
    }

    @Test(arguments: Engine.allCases)
    func `retrying makes those who did not get it due now`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let id = try await mixed(spool, owner)
            #expect(try await spool.state(of: id) == .held)
            #expect(try await spool.retry([id], now: Letters.now) == [.done(recipients: 3, state: .queued)])
            #expect(try await states(spool, id) == [.sent, .queued, .queued, .queued, .cancelled, .queued])
            let letter = try #require(try await spool.claim(owner).first)
            #expect(letter.letter.recipients == ["deferred@x.org", "failed@x.org", "held@x.org", "queued@x.org"])
            try await spool.send(letter, by: owner, at: Letters.now + .seconds(5))
            #expect(try await spool.retry([id], now: Letters.now) == [.nothingToDo(.sent)])
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `cancelling gives up what is not sent`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let id = try await mixed(spool, owner)
            #expect(try await spool.cancel([id], now: Letters.now) == [.done(recipients: 3, state: .partial)])
            #expect(try await states(spool, id) == [.sent, .cancelled, .failed, .cancelled, .cancelled, .cancelled])
            #expect(try await spool.claim(owner, now: Letters.now + .seconds(9_999)).isEmpty)
            #expect(try await spool.cancel([id], now: Letters.now) == [.nothingToDo(.partial)])
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `nothing is decided about a letter while an attempt runs, nor about one that is not there`(
        engine: Engine
    ) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let id = try await spool.put()
            let letter = try #require(try await spool.claim(owner).first)
            let batch = try await spool.begin([id], of: owner)
            let nobody = UUIDv7()
            #expect(try await spool.cancel([id, nobody], now: Letters.now) == [.beingSent, .unknown])
            #expect(try await spool.retry([id, nobody], now: Letters.now) == [.beingSent, .unknown])
            try await spool.record([Letters.outcome(letter, .held, nil)], of: batch, owner)
            #expect(try await spool.retry([id], now: Letters.now) == [.done(recipients: 1, state: .queued)])
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `a notice that comes back marks the recipient`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let id = try await spool.put(to: ["ivan@x.org", "anna@x.org"])
            let letter = try #require(try await spool.claim(owner).first)
            #expect(
                try await spool.bounced(id, recipient: "ivan@x.org", Letters.refused, now: Letters.now)
                    == .nothingToDo(.queued))
            try await spool.send(letter, by: owner)
            #expect(
                try await spool.bounced(id, recipient: "ivan@x.org", Letters.refused, now: Letters.now)
                    == .done(recipients: 1, state: .partial))
            let recipients = try #require(try await spool.story(of: id)?.message.recipients)
            #expect(recipients.map(\.state) == [.bounced, .sent])
            #expect(recipients[0].reply == Letters.refused)
            #expect(
                try await spool.bounced(id, recipient: "nobody@x.org", Letters.refused, now: Letters.now)
                    == .nothingToDo(.partial))
            #expect(try await spool.bounced(UUIDv7(), recipient: "a@b", Letters.refused, now: Letters.now) == .unknown)
            #expect(
                try await spool.bounced(id, recipient: "anna@x.org", Letters.refused, now: Letters.now)
                    == .done(recipients: 1, state: .failed))
            #expect(try await spool.retry([id], now: Letters.now) == [.done(recipients: 2, state: .queued)])
            await spool.close()
        }
    }
}
