import Attributes
import Connecting
import Spool
import Testing

@Suite struct LookingTests {
    @Test(arguments: Engine.allCases)
    func `messages are listed by what is asked for, page by page`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            var ids: [UUIDv7] = []
            for number in 0..<10 {
                ids.append(
                    try await spool.put(
                        to: ["reader-\(number)@x.org"], route: number < 4 ? "invite" : "notice",
                        connection: number % 2 == 0 ? "a" : "b", bus: number % 3,
                        created: Letters.now + .seconds(number)))
            }
            let owner = try await spool.register("us")
            for letter in try await spool.claim(owner, bus: 2, now: Letters.now + .seconds(60)) {
                try await spool.send(letter, as: .failed, Letters.refused, by: owner)
            }
            func list(_ filter: MessageFilter, _ page: Page = Page(.oldest)) async throws -> [Int] {
                try await spool.list(filter, page).compactMap { message in ids.firstIndex(of: message.id) }
            }
            #expect(try await list(MessageFilter()) == Array(0..<10))
            #expect(try await list(MessageFilter(), Page(.newest, limit: 3)) == [9, 8, 7])
            #expect(try await list(MessageFilter(), Page(.newest, limit: 3, behind: ids[7])) == [6, 5, 4])
            #expect(try await list(MessageFilter(), Page(.oldest, limit: 3, behind: ids[7])) == [8, 9])
            #expect(try await list(MessageFilter(states: [.failed])) == [2, 5, 8])
            #expect(try await list(MessageFilter(states: [.failed, .queued])) == Array(0..<10))
            #expect(try await list(MessageFilter(states: [.failed], connection: "a")) == [2, 8])
            #expect(try await list(MessageFilter(states: [])) == [])
            #expect(try await list(MessageFilter(route: "invite")) == [0, 1, 2, 3])
            #expect(try await list(MessageFilter(route: "nothing")) == [])
            #expect(try await list(MessageFilter(connection: "b", bus: 1)) == [1, 7])
            #expect(try await list(MessageFilter(recipient: "reader-6@x.org")) == [6])
            #expect(try await list(MessageFilter(recipient: "reader-6@x.or")) == [])
            #expect(try await list(MessageFilter(createdBefore: Letters.now + .seconds(2))) == [0, 1])
            #expect(try await list(MessageFilter(createdAfter: Letters.now + .seconds(7))) == [8, 9])
            let submission = try #require(try await spool.story(of: ids[4])?.message.submission)
            #expect(try await list(MessageFilter(submission: submission)) == [4])
            #expect(try await list(MessageFilter(application: "hr")) == [])
            #expect(try await list(MessageFilter(), Page(limit: 0)) == [])
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `counts tell how many are where, and since when`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            for number in 0..<6 {
                _ = try await spool.put(
                    connection: number < 4 ? "a" : "b", created: Letters.now + .seconds(number))
            }
            let letters = try await spool.claim(owner, connections: ["a"], now: Letters.now + .seconds(60))
            try await spool.send(letters[0], by: owner)
            try await spool.send(letters[1], as: .held, nil, by: owner)
            try await spool.send(letters[2], as: .deferred, Letters.busy, next: Letters.now + .seconds(600), by: owner)
            func tally(_ state: MessageState, _ connection: String, _ count: Int, _ second: Int) -> Tally {
                Tally(
                    bus: 0, connection: connection, route: "notice", state: state, count: count,
                    oldest: Letters.now + .seconds(second))
            }
            let open: Set = [
                tally(.held, "a", 1, 1), tally(.deferred, "a", 1, 2), tally(.queued, "a", 1, 3),
                tally(.queued, "b", 2, 4),
            ]
            #expect(try await Set(spool.tally(includingFinished: false)) == open)
            #expect(try await Set(spool.tally(includingFinished: true)) == open.union([tally(.sent, "a", 1, 0)]))
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `a message is found by its Message-ID and by its envelope's id`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let id = try await spool.put()
            #expect(try await spool.message(withMessageID: "<\(id)@example.com>")?.id == id)
            #expect(try await spool.message(withEnvelopeID: "\(id)")?.id == id)
            for other in [
                "<\(id)@example.org>", "\(id)@example.com", "<\(UUIDv7())@example.com>", "<x@y>", "", "<@>", "@",
            ] {
                #expect(try await spool.message(withMessageID: other) == nil)
                #expect(try await spool.message(withEnvelopeID: other) == nil)
            }
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `what is not there is not found`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            #expect(try await spool.story(of: UUIDv7()) == nil)
            #expect(try await spool.content(of: UUIDv7())?.messageID == nil)
            #expect(try await spool.messages(of: UUIDv7()).isEmpty)
            #expect(try await spool.tally(includingFinished: true).isEmpty)
            await spool.close()
        }
    }
}
