import Attributes
import Peers
import Spool
import Testing

@Suite struct InboxStoringTests {
    @Test(arguments: Engine.inboxes)
    func `what was stored is there, whole, whatever its size, also for another process`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            var random = Seeded(seed: 3)
            var letters: [NewArrival] = []
            var expected: [[UInt8]] = []
            for (number, size) in [0, 1, 8_000, 65_536, 65_537, 1_000_001].enumerated() {
                let bytes = random.bytes(size...size)
                expected.append(bytes)
                letters.append(Arrivals.letter(number, raw: .bytes(bytes)))
                let path = try place.folder.write(bytes, to: "letter-\(number)")
                expected.append(bytes)
                letters.append(Arrivals.letter(100 + number, raw: .file(path: path, size: size)))
            }
            let stored = try await spool.store(letters, for: owner)
            #expect(stored == letters.map { StoredArrival(id: $0.id, isNew: true) })
            for number in 0..<6 { try place.folder.overwrite("\(place.folder.path)/letter-\(number)") }
            await spool.close()

            let again = try await place.open()
            _ = try await again.recover(now: Arrivals.now)
            let other = try await again.register("another")
            let claimed = try await again.claimArrivals(routes: nil, limit: 100, for: other)
            #expect(claimed.map(\.id) == letters.map(\.id))
            for (position, letter) in claimed.enumerated() {
                #expect(letter.raw.size == expected[position].count)
                #expect(try letter.raw.read() == expected[position])
                #expect(letter.route == "intake")
                #expect(letter.folder == Arrivals.inbox)
                #expect(letter.received == Arrivals.now)
                #expect(try await again.raw(of: letter.id)?.read() == expected[position])
            }
            #expect(try await again.raw(of: UUIDv7()) == nil)
            await again.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `of a letter that is too large its header is kept, with the size it has`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let header = Array("Subject: Huge\r\n\r\n".utf8)
            let letter = Arrivals.letter(1, raw: .headerOnly(header, size: 2_000_000_000), isOutgoing: true)
            try await spool.store([letter], for: owner)
            #expect(try await spool.raw(of: letter.id) == .headerOnly(header, size: 2_000_000_000))
            let summary = try #require(try await spool.arrival(letter.id)?.arrival)
            #expect(summary.size == 2_000_000_000)
            #expect(summary.isOutgoing)
            #expect(summary.state == .received)
            #expect(summary.messageID == Arrivals.messageID(1))
            #expect(summary.identity == "1/1")
            await spool.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `a letter that was loaded before is not stored again, whatever became of it`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let first = Arrivals.letter(1)
            // Another letter under the same identity can only be the same one, read anew.
            let again = Arrivals.letter(2, identity: first.identity)
            let stored = try await spool.store([first, again, Arrivals.letter(3)], for: owner)
            #expect(stored.map(\.isNew) == [true, false, true])
            #expect(stored[1].id == first.id)
            #expect(try await spool.known(["1/1", "1/2", "1/3"], in: Arrivals.inbox) == ["1/1", "1/3"])
            #expect(try await spool.known(["1/1"], in: FolderName(connection: "support", folder: "Sent")) == [])
            #expect(try await spool.known(["1/1"], in: FolderName(connection: "other", folder: "INBOX")) == [])
            #expect(try await spool.known([], in: Arrivals.inbox) == [])

            try await spool.prepare([Arrivals.prepared(first.id, to: [])], of: owner)
            #expect(try await spool.purgeArrivals(now: .now + NewLetter.usualKeep * 2, limit: 10) == 1)
            #expect(try await spool.arrival(first.id) == nil)
            #expect(try await spool.known(["1/1"], in: Arrivals.inbox) == ["1/1"])
            #expect(
                try await spool.store([Arrivals.letter(1)], for: owner) == [StoredArrival(id: first.id, isNew: false)])
            await spool.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `a letter under another identity is the same when its Message-ID and its bytes are, on the same route`(
        engine: Engine
    ) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let first = Arrivals.letter(1)
            var otherBytes = Arrivals.letter(1, identity: "2/1")
            otherBytes.digest = Arrivals.digest(9)
            var otherName = Arrivals.letter(1, identity: "2/2")
            otherName.messageID = Arrivals.messageID(9)
            var nameless = Arrivals.letter(1, identity: "2/3")
            nameless.messageID = nil
            var namelessToo = Arrivals.letter(1, identity: "2/4")
            namelessToo.messageID = nil
            let stored = try await spool.store(
                [
                    first, Arrivals.letter(1, identity: "2/0"), otherBytes, otherName, nameless, namelessToo,
                    Arrivals.letter(1, identity: "2/5", route: "archive"),
                ], for: owner)
            #expect(stored.map(\.isNew) == [true, false, true, true, true, true, true])
            #expect(stored[1].id == first.id)
            // From another folder of the route.
            let sent = FolderName(connection: "support", folder: "Sent")
            let copies = try await spool.store([Arrivals.letter(1, identity: "7/7")], for: owner, from: sent)
            #expect(copies == [StoredArrival(id: first.id, isNew: false)])
            #expect(try await spool.known(["7/7"], in: sent) == ["7/7"])
            // Also when it is gone, as after a change of UIDVALIDITY.
            try await spool.prepare([Arrivals.prepared(first.id, to: [])], of: owner)
            _ = try await spool.purgeArrivals(now: .now + NewLetter.usualKeep * 2, limit: 10)
            let late = try await spool.store([Arrivals.letter(1, identity: "8/1")], for: owner)
            #expect(late == [StoredArrival(id: first.id, isNew: false)])
            await spool.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `the mailbox is to be told of all that is stored, also of what repeats others`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let letters = [Arrivals.letter(1), Arrivals.letter(2), Arrivals.letter(1, identity: "1/3")]
            try await spool.store(letters, for: owner)
            func untold(_ limit: Int = 100) async throws -> [UnacknowledgedArrival] {
                try await spool.unacknowledged(in: Arrivals.inbox, limit: limit)
            }
            let expected = [(letters[0].id, "1/1"), (letters[1].id, "1/2"), (letters[0].id, "1/3")].map {
                UnacknowledgedArrival(id: $0.0, identity: $0.1)
            }
            #expect(try await untold() == expected)
            #expect(try await untold(2) == Array(expected.prefix(2)))
            #expect(try await spool.arrival(letters[0].id)?.isAcknowledged == false)
            try await spool.acknowledged(["1/1", "1/2", "nothing"], in: Arrivals.inbox)
            #expect(try await untold() == [expected[2]])
            #expect(try await spool.arrival(letters[0].id)?.isAcknowledged == true)
            // Found again in the mailbox as if it were new: its mark is gone there.
            try await spool.store([Arrivals.letter(2)], for: owner)
            #expect(try await untold() == [expected[1], expected[2]])
            try await spool.acknowledged(["1/2", "1/3"], in: Arrivals.inbox)
            #expect(try await untold().isEmpty)
            #expect(
                try await spool.unacknowledged(in: FolderName(connection: "x", folder: "y"), limit: 9).isEmpty)
            await spool.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `letters and their folder's cursor are stored together, or nothing is`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let good = Arrivals.letter(1)
            try await spool.store([good], for: owner, cursor: "1:1")
            for bad in [
                Arrivals.letter(2, identity: String(repeating: "x", count: 1_025)),
                Arrivals.letter(2, route: String(repeating: "x", count: 1_025)),
                Arrivals.letter(2, raw: .file(path: "\(place.folder.path)/nothing", size: 100_000)),
                Arrivals.letter(2, raw: .file(path: "\(place.folder.path)/nothing", size: 100)),
                Arrivals.letter(2, id: good.id),
            ] {
                _ = try await problem {
                    _ = try await spool.store([Arrivals.letter(3), bad], for: owner, cursor: "1:3")
                }
            }
            #expect(try await spool.take(Arrivals.inbox, for: owner)?.cursor == "1:1")
            #expect(try await spool.known(["1/2", "1/3"], in: Arrivals.inbox).isEmpty)
            #expect(try await spool.arrivals(ArrivalFilter(), Page()).map(\.id) == [good.id])
            // No letters, but a step on.
            #expect(try await spool.store([], from: Arrivals.inbox, cursor: "1:9", for: owner).isEmpty)
            #expect(try await spool.take(Arrivals.inbox, for: owner)?.cursor == "1:9")
            await spool.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `of many that store at once each letter is there once`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spools = [try await place.open(), try await place.open()]
            let owners = [try await spools[0].register("reader"), try await spools[1].register("another reader")]
            // Eight folders hold the same fifty letters: as many copies of each.
            let counts = try await withThrowingTaskGroup(of: Int.self) { group in
                for folder in 0..<8 {
                    let (spool, owner) = (spools[folder % 2], owners[folder % 2])
                    group.addTask {
                        var count = 0
                        for start in stride(from: 0, to: 50, by: 10) {
                            let letters = (start..<start + 10).map { Arrivals.letter($0, identity: "\(folder)/\($0)") }
                            let name = FolderName(connection: "support", folder: "\(folder)")
                            // In another order each, so that they meet.
                            let turned = folder % 4 < 2 ? letters : letters.reversed()
                            count += try await spool.store(turned, for: owner, from: name).filter(\.isNew).count
                        }
                        return count
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(counts == 50)
            #expect(try await spools[0].arrivals(ArrivalFilter(), Page(limit: 1_000)).count == 50)
            for spool in spools { await spool.close() }
        }
    }
}
