import Attributes
import Connecting
import MIME
import Spool
import Testing

@Suite struct AcceptingTests {
    @Test(arguments: Engine.allCases)
    func `what was put is there, whole, also for another process`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let letters = [["ivan@example.com", "anna@example.com"], ["петя@пример.рф"]].map {
                NewLetter(
                    Letters.letter(
                        to: $0, content: Content(pieces: Letters.content("Привет").pieces, needsSMTPUTF8: true)),
                    route: "invite", connection: "corporate", bus: 2, priority: 7, unknown: .retry,
                    details: #"{"links":[]}"#)
            }
            var submission = Letters.submission(letters, key: Letters.key("k"), application: "hr")
            submission.trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            #expect(try await spool.put(submission) == .accepted)

            let other = try await place.open()
            let messages = try await other.messages(of: submission.id)
            #expect(messages.map(\.id.description) == letters.map(\.letter.id))
            let story = try #require(try await other.story(of: messages[0].id))
            #expect(story.key == "k")
            #expect(story.trace == submission.trace)
            #expect(story.attempts.isEmpty)
            let message = story.message
            #expect(message.submission == submission.id)
            #expect(message.route == "invite")
            #expect(message.connection == "corporate")
            #expect((message.bus, message.priority) == (2, 7))
            #expect(message.unknown == .retry)
            #expect(message.application == "hr")
            #expect(message.state == .queued)
            #expect(message.created == Letters.now)
            #expect(message.attempts == 0)
            #expect(message.sender == "robot@example.com")
            #expect(message.messageID == letters[0].letter.messageID)
            #expect(message.recipients.map(\.address) == ["ivan@example.com", "anna@example.com"])
            #expect(message.recipients.allSatisfy { $0.state == .queued })
            #expect(message.size == letters[0].letter.content.size)
            #expect(message.details == #"{"links":[]}"#)
            let content = try #require(try await other.content(of: messages[1].id)).content
            #expect(try content.bytes() == letters[1].letter.content.bytes())
            #expect(content.needsSMTPUTF8)
            await other.close()
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `the same key with the same data gives back the first submission, with other data it is refused`(
        engine: Engine
    ) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let two = [Letters.letter(), Letters.letter()].map { NewLetter($0, route: "notice", connection: "mail") }
            let first = Letters.submission(two, key: Letters.key("order-7"))
            #expect(try await spool.put(first) == .accepted)
            #expect(
                try await spool.put(Letters.submission(key: Letters.key("order-7")))
                    == .repeated(submission: first.id, messages: two.compactMap { UUIDv7($0.letter.id) }))
            #expect(
                try await spool.put(Letters.submission(key: Letters.key("order-7", data: 2)))
                    == .conflict(submission: first.id))
            #expect(try await spool.put(Letters.submission(key: Letters.key("order-7", scope: "other"))) == .accepted)
            #expect(try await spool.list(MessageFilter(), Page()).count == 3)
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `a submission that is put again is there once`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let submission = Letters.submission()
            #expect(try await spool.put(submission) == .accepted)
            let message = try #require(UUIDv7(submission.letters[0].letter.id))
            #expect(
                try await spool.put(submission) == .repeated(submission: submission.id, messages: [message]))
            #expect(try await spool.list(MessageFilter(), Page()).count == 1)
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `of many that come at once a refused one harms no other`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let taken = Letters.letter()
            _ = try await spool.put(NewLetter(taken, route: "notice", connection: "mail"))
            let refusals = try await withThrowingTaskGroup(of: SpoolProblem?.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        // Every tenth has the id of a letter that is there already, behind one that is new.
                        let letters = number % 10 == 0 ? [Letters.letter(), taken] : [Letters.letter()]
                        do {
                            _ = try await spool.put(
                                Letters.submission(
                                    letters.map { NewLetter($0, route: "notice-\(number)", connection: "mail") }))
                            return nil
                        } catch let problem as SpoolProblem {
                            return problem
                        }
                    }
                }
                var refusals: [SpoolProblem] = []
                for try await refusal in group { if let refusal { refusals.append(refusal) } }
                return refusals
            }
            #expect(refusals.count == 20)
            #expect(refusals.allSatisfy { $0.code == .refused })
            #expect(try await spool.list(MessageFilter(), Page(limit: 1_000)).count == 181)
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `what no spool can hold is refused with its reason`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            func refusal(_ letters: [NewLetter]) async throws -> String {
                let problem = try await problem { _ = try await spool.put(Letters.submission(letters)) }
                #expect(problem.code == .tooLarge)
                return "\(problem.problem.split(separator: ": ", maxSplits: 1).last ?? ""); \(problem.remedy)"
            }
            #expect(try await refusal([]) == "it has 0 letters; submit 1 to 100000 at a time")
            #expect(
                try await refusal([NewLetter(Letters.letter(to: []), route: "r", connection: "c")])
                    == "a letter has 0 recipients; write to 1 to 10000")
            #expect(
                try await refusal([NewLetter(Letters.letter(), route: "r", connection: "c", bus: 4)])
                    == "there is no bus 4; use 0 to 3")
            let letter = NewLetter(Letters.letter(), route: "r", connection: "c")
            #expect(try await refusal([letter, letter]) == "two letters have the same id; make an id for each")
            #expect(
                try await refusal([
                    NewLetter(Letters.letter(to: [String(repeating: "a", count: 2_000)]), route: "r", connection: "c")
                ]) == "a recipient's address has 2000 bytes; use at most 1024")
            #expect(try await spool.list(MessageFilter(), Page()).isEmpty)
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `who puts letters may have them at once`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let submission = Letters.submission()
            #expect(try await spool.put(submission, claimedBy: owner) == .accepted)
            #expect(try await spool.claim(owner).isEmpty)
            let id = try #require(UUIDv7(submission.letters[0].letter.id))
            let batch = try await spool.begin([id], of: owner)
            #expect(batch.letters == [id])
            try await spool.release([id], of: owner)
            #expect(try await spool.claim(owner).isEmpty)
            try await spool.end(batch, of: owner)
            try await spool.release([id], of: owner)
            #expect(try await spool.claim(owner).map(\.id) == [id])
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `many that open an empty place at once get the same spool`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spools = try await withThrowingTaskGroup(of: (any Spool).self) { group in
                for _ in 0..<8 { group.addTask { try await place.open() } }
                var spools: [any Spool] = []
                for try await spool in group { spools.append(spool) }
                return spools
            }
            for spool in spools { _ = try await spool.put() }
            #expect(try await spools[0].list(MessageFilter(), Page()).count == 8)
            for spool in spools { await spool.close() }
        }
    }
}
