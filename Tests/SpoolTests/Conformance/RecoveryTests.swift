import Attributes
import Connecting
import Spool
import Testing

@Suite struct RecoveryTests {
    @Test(arguments: Engine.allCases)
    func `who resigns leaves its letters to others`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let id = try await spool.put()
            _ = try await spool.claim(owner)
            try await spool.resign(owner)
            #expect(owner.isLost)
            let other = try await spool.register("another")
            #expect(try await spool.claim(other).map(\.id) == [id])
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `who resigns leaves what may have gone out in doubt, and the rest to others`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let ids = [try await spool.put(), try await spool.put()]
            _ = try await spool.claim(owner)
            _ = try await spool.begin(ids, of: owner)
            owner.marks.set(ids[0])
            try await spool.resign(owner)
            let other = try await spool.register("another")
            #expect(try await spool.claim(other).map(\.id) == [ids[1]])
            #expect(try await spool.story(of: ids[0])?.message.state == .held)
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `nothing is taken from an owner that lives`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let here = try await place.open()
            let there = try await place.open()
            let owner = try await here.register("us")
            let ids = [try await here.put(), try await here.put()]
            let letters = try await here.claim(owner)
            let batch = try await here.begin([ids[0]], of: owner)
            #expect(try await there.recover(now: Letters.now).isEmpty)
            #expect(try await here.recover(now: Letters.now).isEmpty)
            #expect(try await there.owners() == ["us"])
            let other = try await there.register("another")
            #expect(try await there.claim(other).isEmpty)
            try await here.record([Letters.outcome(letters[0])], of: batch, owner)
            #expect(!owner.isLost)
            await here.close()
            await there.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `of a dead owner's letters only those on the wire are in doubt`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let dead = try await place.open()
            let owner = try await dead.register("router serve, process 4711")
            let claimed = try await dead.put()
            let begun = try await dead.put()
            let held = try await dead.put(to: ["ivan@x.org", "anna@x.org"])
            let again = try await dead.put(unknown: .retry)
            let finished = try await dead.put()
            let letters = try await dead.claim(owner)
            let batch = try await dead.begin([begun, held, again, finished], of: owner)
            for id in [held, again, finished] { owner.marks.set(id) }
            let sent = try #require(letters.first { $0.id == finished })
            try await dead.record([Letters.outcome(sent)], of: batch, owner)
            await dead.close()

            let spool = try await place.open()
            #expect(try await spool.owners().isEmpty)
            let recovery = try await spool.recover(now: Letters.now)
            #expect(recovery.owners == ["router serve, process 4711"])
            #expect(recovery.freed == 2)
            #expect(recovery.held == [held])
            #expect(recovery.again == [again])
            #expect(try await spool.recover(now: Letters.now).isEmpty)

            let story = try #require(try await spool.story(of: held))
            #expect(story.message.state == .held)
            #expect(story.message.recipients.map(\.state) == [.held, .held])
            #expect(story.attempts.count == 1)
            #expect(
                story.attempts[0].failure
                    == AttemptFailure(
                        code: "outcome-unknown",
                        message:
                            "whether the letter was taken is not known: the process ended while the letter's last bytes were on their way",
                        help: "look into a recipient's mailbox or the server's log before it is sent again"))
            #expect(try await spool.story(of: again)?.attempts[0].failure?.code == "outcome-unknown")
            #expect(try await spool.story(of: begun)?.attempts.isEmpty == true)
            let other = try await spool.register("another")
            #expect(try await Set(spool.claim(other).map(\.id)) == [claimed, begun, again])
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `a letter that an earlier batch has sent in vain is not in doubt`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let dead = try await place.open()
            let owner = try await dead.register("us")
            let ids = [try await dead.put(), try await dead.put()]
            let letters = try await dead.claim(owner)
            // The second letter's outcome never comes, so the batch stays.
            let batch = try await dead.begin(ids, of: owner)
            for id in ids { owner.marks.set(id) }
            try await dead.record(
                [Letters.outcome(letters[0], .deferred, Letters.busy, next: Letters.now)], of: batch, owner)
            #expect(try await dead.claim(owner).map(\.id) == [ids[0]])
            await dead.close()
            let spool = try await place.open()
            let recovery = try await spool.recover(now: Letters.now)
            #expect((recovery.freed, recovery.held) == (1, [ids[1]]))
            #expect(try await spool.state(of: ids[0]) == .deferred)
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `what waits is not forgotten when the clock is put back`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            // The spool notes the system's time; a recovery in an hour from a day ago sees the clock put back by a day.
            let before = Instant.now
            let owner = try await spool.register("us")
            let fresh = try await spool.put(created: before)
            let deferred = try await spool.put(created: before)
            let scheduled = try await spool.put(due: before + .seconds(600), created: before)
            let letter = try #require(try await spool.claim([deferred], for: owner).first)
            try await spool.send(
                letter, as: .deferred, Letters.busy, next: before + .seconds(600), by: owner, at: before)
            let day = Duration.seconds(86_400)
            let now = before + day * -1
            _ = try await spool.recover(now: now)
            #expect(try await spool.claim(owner, now: now).map(\.id) == [fresh])
            let due = try #require(try await spool.story(of: deferred)?.message.due)
            #expect(due <= now + .seconds(660))
            #expect(due > now + .seconds(300))
            #expect(try await spool.story(of: scheduled)?.message.due == Instant(milliseconds: before + .seconds(600)))
            await spool.close()
        }
    }
}

extension Instant {
    /// As the spool keeps times.
    init(milliseconds instant: Instant) {
        self.init(seconds: instant.seconds, nanoseconds: instant.nanoseconds / 1_000_000 * 1_000_000)
    }
}
