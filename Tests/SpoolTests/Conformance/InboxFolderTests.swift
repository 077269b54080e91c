import Attributes
import Spool
import Testing

@Suite struct InboxFolderTests {
    @Test(arguments: Engine.inboxes)
    func `a folder has one reader, until it is given back or its reader resigns`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let here = try await place.open()
            let there = try await place.open()
            let us = try await here.register("mail-1")
            let them = try await there.register("mail-2")
            #expect(try await here.folders().isEmpty)
            #expect(
                try await here.take(Arrivals.inbox, for: us) == FolderState(name: Arrivals.inbox, owner: "mail-1"))
            #expect(try await there.take(Arrivals.inbox, for: them) == nil)
            #expect(try await here.take(Arrivals.inbox, for: us)?.owner == "mail-1")
            // What somebody else has can't be given back.
            try await there.giveBack(Arrivals.inbox, of: them)
            #expect(try await there.take(Arrivals.inbox, for: them) == nil)
            let sent = FolderName(connection: "support", folder: "Sent")
            #expect(try await there.take(sent, for: them) != nil)
            #expect(try await here.folders().map(\.owner) == ["mail-1", "mail-2"])

            try await here.giveBack(Arrivals.inbox, of: us)
            #expect(try await there.take(Arrivals.inbox, for: them)?.owner == "mail-2")
            #expect(try await here.take(Arrivals.inbox, for: us) == nil)
            try await there.resign(them)
            #expect(try await here.folders().map(\.owner) == [nil, nil])
            #expect(try await here.take(Arrivals.inbox, for: us)?.owner == "mail-1")
            await here.close()
            await there.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `who does not have a folder any more can't store from it`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let us = try await spool.register("mail-1")
            let them = try await spool.register("mail-2")
            func refused() async throws -> SpoolProblem {
                try await problem {
                    _ = try await spool.store([Arrivals.letter(1)], from: Arrivals.inbox, cursor: "1:1", for: us)
                }
            }
            #expect(try await refused().code == .folderLost)
            _ = try await spool.take(Arrivals.inbox, for: us)
            try await spool.giveBack(Arrivals.inbox, of: us)
            let lost = try await refused()
            #expect(lost.code == .folderLost)
            #expect(
                lost.problem
                    == "the folder 'support/INBOX' is not read by 'mail-1' any more: it was given back, or others have taken its reader for dead"
            )
            _ = try await spool.take(Arrivals.inbox, for: them)
            #expect(try await refused().code == .folderLost)
            let sighting = FolderSighting(time: Arrivals.now, reply: "OK")
            #expect(
                try await problem { try await spool.note(sighting, of: Arrivals.inbox, by: us) }.code == .folderLost)
            #expect(try await spool.arrivals(ArrivalFilter(), Page()).isEmpty)
            #expect(try await spool.folders() == [FolderState(name: Arrivals.inbox, owner: "mail-2")])
            try await spool.resign(us)
            #expect(try await problem { _ = try await spool.take(Arrivals.inbox, for: us) }.code == .ownerLost)
            await spool.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `the last look at a folder is known, and the last that worked`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            _ = try await spool.take(Arrivals.inbox, for: owner)
            let good = FolderSighting(time: Arrivals.now, reply: "OK [READ-WRITE] done", backlog: 12)
            try await spool.note(good, of: Arrivals.inbox, by: owner)
            #expect(
                try await spool.folders() == [
                    FolderState(name: Arrivals.inbox, owner: "us", lastSuccess: Arrivals.now, last: good)
                ])
            let bad = FolderSighting(
                time: Arrivals.now + .seconds(60), failure: Arrivals.failure,
                reply: String(repeating: "x", count: 5_000))
            try await spool.note(bad, of: Arrivals.inbox, by: owner)
            let state = try #require(try await spool.folders().first)
            #expect(state.lastSuccess == Arrivals.now)
            #expect(state.last?.failure == Arrivals.failure)
            #expect(state.last?.backlog == nil)
            #expect(state.last?.reply.count == 1_001)
            await spool.close()
            let again = try await place.open()
            #expect(try await again.folders().first?.lastSuccess == Arrivals.now)
            #expect(try await again.folders().first?.owner == nil || engine == .postgres)
            await again.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `what was forgotten is loaded again, and its arrivals stay`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let sent = FolderName(connection: "support", folder: "Sent")
            let letters = (1...3).map { Arrivals.letter($0) }
            try await spool.store(letters, for: owner, cursor: "1:3")
            // The same letters lie in another folder, too.
            let copies = (1...3).map { Arrivals.letter($0, identity: "9/\($0)") }
            #expect(try await spool.store(copies, for: owner, from: sent).allSatisfy { !$0.isNew })
            try await spool.prepare([Arrivals.prepared(letters[0].id, thread: "<t@x>")], of: owner)

            #expect(try await spool.forget(Arrivals.inbox, identities: ["1/1", "1/7"]) == 1)
            #expect(try await spool.known(["1/1", "1/2", "1/3"], in: Arrivals.inbox) == ["1/2", "1/3"])
            #expect(try await spool.threads(of: [Arrivals.messageID(1)]) == [Arrivals.messageID(1): "<t@x>"])
            // The reader that is at work does not know of it, until it takes the folder again.
            let anew = [Arrivals.letter(1), Arrivals.letter(2)]
            #expect(
                try await spool.store(anew, from: Arrivals.inbox, cursor: "1:9", for: owner).map(\.isNew)
                    == [true, false])
            #expect(try await spool.folders().first?.cursor == nil)
            #expect(try await spool.take(Arrivals.inbox, for: owner)?.cursor == nil)
            _ = try await spool.store([], from: Arrivals.inbox, cursor: "1:10", for: owner)
            #expect(try await spool.folders().first?.cursor == "1:10")

            #expect(try await spool.forget(sent, identities: nil) == 3)
            #expect(try await spool.forget(sent, identities: nil) == 0)
            #expect(try await spool.store(copies.map { Arrivals.letter($0) }, for: owner, from: sent).count == 3)
            #expect(try await spool.arrivals(ArrivalFilter(), Page()).count == 7)
            #expect(try await spool.forget(FolderName(connection: "x", folder: "y"), identities: nil) == 0)
            await spool.close()
        }
    }
}

extension Arrivals {
    /// The same letter, as it is loaded once more.
    static func letter(_ former: NewArrival) -> NewArrival {
        var letter = former
        letter.id = UUIDv7()
        return letter
    }
}
