import Attributes
import Connecting
import Spool
import Testing

@Suite struct SendingTests {
    @Test(arguments: Engine.allCases)
    func `the story of a letter tells every attempt`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let id = try await spool.put()
            let first = try #require(try await spool.claim(owner).first)
            let later = Letters.now + .seconds(60)
            try await spool.send(first, as: .deferred, Letters.busy, failure: Letters.failure, next: later, by: owner)
            var message = try #require(try await spool.story(of: id)?.message)
            #expect((message.state, message.due, message.attempts) == (.deferred, later, 1))
            #expect(
                message.failure
                    == AttemptFailure(code: "not-now", message: "mail.example.com:25 asks to try later", help: "wait"))
            #expect(
                message.recipients
                    == [.init(address: "ivan@example.com", state: .deferred, reply: Letters.busy, reason: "not-now")])
            let second = try #require(try await spool.claim(owner, now: later).first)
            try await spool.send(second, by: owner, at: later)

            let story = try #require(try await spool.story(of: id))
            message = story.message
            #expect((message.state, message.due, message.attempts) == (.sent, nil, 2))
            #expect(message.failure == nil)
            #expect(story.attempts.map(\.number) == [1, 2])
            #expect(story.attempts.map(\.began) == [Letters.now, later])
            #expect(story.attempts.map(\.ended) == [Letters.now + .seconds(1), later + .seconds(1)])
            #expect(story.attempts.map(\.connection) == ["mail", "mail"])
            #expect(story.attempts.map(\.session) == ["mail.example.com:25", "mail.example.com:25"])
            #expect(story.attempts.map(\.failure?.code) == ["not-now", nil])
            #expect(story.attempts.map { $0.recipients[0].reply } == [Letters.busy, Letters.taken])
            #expect(try await spool.claim(owner, now: later + .seconds(1_000_000)).isEmpty)
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `a letter in a batch is being sent, until its outcome is recorded or the batch ends`(
        engine: Engine
    ) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let ids = [try await spool.put(), try await spool.put()]
            let letters = try await spool.claim(owner)
            #expect(try await spool.state(of: ids[0]) == .queued)
            let batch = try await spool.begin(ids, of: owner)
            #expect(batch.letters == ids)
            #expect(try await spool.list(MessageFilter(states: [.sending]), Page(.oldest)).map(\.id) == ids)
            #expect(try await spool.list(MessageFilter(states: [.queued]), Page()).isEmpty)
            try await spool.record([Letters.outcome(letters[0])], of: batch, owner)
            #expect(try await spool.state(of: ids[0]) == .sent)
            #expect(try await spool.state(of: ids[1]) == .sending)
            try await spool.end(batch, of: owner)
            #expect(try await spool.state(of: ids[1]) == .queued)
            #expect(try await spool.claim(owner).isEmpty)
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `what was cancelled or belongs to others does not begin`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let ids = [try await spool.put(), try await spool.put(), try await spool.put()]
            _ = try await spool.claim(owner, limit: 2)
            let batch0 = try await spool.begin([], of: owner)
            #expect(batch0.letters.isEmpty)
            #expect(
                try await spool.cancel([ids[0]], now: Letters.now) == [.done(recipients: 1, state: .cancelled)])
            let batch = try await spool.begin(ids + [UUIDv7()], of: owner)
            #expect(batch.letters == [ids[1]])
            #expect(batch.refused.prefix(2) == [ids[0], ids[2]])
            #expect(batch.refused.count == 3)
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `an outcome that is recorded again changes nothing`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let id = try await spool.put()
            let letter = try #require(try await spool.claim(owner).first)
            let batch = try await spool.begin([id], of: owner)
            let outcome = Letters.outcome(letter, .deferred, Letters.busy, next: Letters.now)
            for _ in 1...3 {
                #expect(try await spool.record([outcome], of: batch, owner) == [.deferred])
            }
            #expect(try await spool.story(of: id)?.attempts.count == 1)
            // An answer that comes late is the truth still.
            let late = Letters.outcome(letter, at: Letters.now + .seconds(60))
            #expect(try await spool.record([late], of: nil, owner) == [.sent])
            #expect(try await spool.story(of: id)?.attempts.count == 2)
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `a letter that was never begun can be deferred`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let id = try await spool.put()
            let letter = try #require(try await spool.claim(owner).first)
            let states = try await spool.record(
                [Letters.outcome(letter, .deferred, nil, failure: Letters.failure, next: Letters.now + .seconds(5))],
                of: nil,
                owner)
            #expect(states == [.deferred])
            #expect(try await spool.claim(owner, now: Letters.now + .seconds(5)).map(\.id) == [id])
            #expect(try await spool.record([Letters.outcome(letter)], of: nil, owner) == [.sent])
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `outcomes of many sessions at once are all there`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let letters = (0..<200).map { _ in NewLetter(Letters.letter(), route: "r", connection: "c") }
            _ = try await spool.put(Letters.submission(letters), claimedBy: owner)
            let ids = letters.compactMap { UUIDv7($0.letter.id) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for start in stride(from: 0, to: 200, by: 20) {
                    group.addTask {
                        let batch = try await spool.begin(Array(ids[start..<start + 20]), of: owner)
                        try await withThrowingTaskGroup(of: Void.self) { inner in
                            for letter in letters[start..<start + 20] {
                                inner.addTask {
                                    let id = try #require(UUIDv7(letter.letter.id))
                                    try await spool.record(
                                        [
                                            LetterOutcome(
                                                id: id, receipt: Receipt(letter.letter, all: .sent), began: Letters.now,
                                                ended: Letters.now)
                                        ], of: batch, owner)
                                }
                            }
                            try await inner.waitForAll()
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await spool.list(MessageFilter(states: [.sent]), Page(limit: 1_000)).count == 200)
            #expect(try await spool.tally(includingFinished: false).isEmpty)
            await spool.close()
        }
    }
}
