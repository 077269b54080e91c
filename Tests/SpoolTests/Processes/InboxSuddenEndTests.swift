import Attributes
import Glibc
import Peers
import Spool
import Testing

/// Processes that read mailboxes and hand letters over, and are killed between any two steps.
@Suite(.timeLimit(.minutes(10))) struct InboxSuddenEndTests {
    @Test(arguments: Engine.inboxes)
    func `readers that are killed load each letter once, tell the mailbox of each, and lose none`(
        engine: Engine
    ) async throws {
        try await engine.withSpool { place in
            let count = 180
            var random = Seeded(seed: 21)
            var told: Set<String> = []
            var isDone = false
            while !isDone {
                // Two at once on one folder: the second waits until the first is dead, or done.
                let children = [
                    try place.child("read", "INBOX", "\(count)"), try place.child("read", "INBOX", "\(count)"),
                ]
                isDone = true
                for child in children {
                    var lines = child.lines()
                    let patience = random.number(1...60)
                    var seen = 0
                    while let line = try lines.next() {
                        if line.hasPrefix("told ") {
                            told.formUnion(line.split(separator: " ").dropFirst().map(String.init))
                        }
                        seen += 1
                        if seen == patience {
                            child.kill()
                            isDone = false
                        }
                    }
                }
            }
            let spool = try await place.open()
            let folder = FolderName(connection: "support", folder: "INBOX")
            #expect(told.count == count)
            #expect(try await spool.unacknowledged(in: folder, limit: 9).isEmpty)
            let arrivals = try await spool.arrivals(ArrivalFilter(), Page(limit: 10_000))
            #expect(arrivals.count == count)
            #expect(Set(arrivals.map(\.identity)).count == count)
            for arrival in arrivals {
                let size = try #require(try await spool.raw(of: arrival.id)).read().count
                #expect(size == arrival.size)
            }
            #expect(try await spool.folders().map(\.cursor) == ["\(count)"])
            try await spool.checkThoroughly()
            if engine == .sqlite {
                // Besides those that a dead process had not made known, which are removed later.
                #expect(place.folder.names(in: "router.db-parts").count >= arrivals.filter { $0.size > 65_536 }.count)
            }
            await spool.close()
        }
    }

    @Test(arguments: Engine.inboxes)
    func `workers that are killed hand over every letter, and only what they had in hand again`(
        engine: Engine
    ) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let owner = try await spool.register("us")
            let count = 200
            let letters = (0..<count).map { Arrivals.letter($0) }
            try await spool.store(letters, for: owner)
            // Half of them nobody has looked into when their reader ends.
            try await spool.prepare(letters.prefix(count / 2).map { Arrivals.prepared($0.id) }, of: owner)
            try await spool.resign(owner)
            var handed: [UUIDv7: Int] = [:]
            var kills = 0
            var random = Seeded(seed: 22)
            while try await spool.arrivals(ArrivalFilter(states: [.delivered]), Page(limit: 1_000)).count < count {
                let children = [try place.child("handle"), try place.child("handle")]
                for (number, child) in children.enumerated() {
                    var lines = child.lines()
                    var patience = random.number(1...80)
                    while let line = try lines.next() {
                        if let id = UUIDv7(line) { handed[id, default: 0] += 1 }
                        patience -= 1
                        if patience == 0, number == 0 {
                            child.kill()
                            kills += 1
                        }
                    }
                }
                // Whose lease has to run out first is waited for.
                while try await !spool.owners().isEmpty {
                    _ = try await spool.recover(now: .now)
                    try await Task.sleep(for: .milliseconds(50))
                }
                _ = try await spool.recover(now: .now)
            }
            #expect(handed.count == count)
            // Each of the dead had four in its hands at most.
            #expect(handed.values.reduce(0, +) - count <= kills * 4)
            await spool.close()
        }
    }
}
