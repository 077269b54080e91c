import Attributes
import Connecting
import Glibc
import MIME
import Peers
import Spool
import Testing

/// Processes that work on a spool and are killed.
@Suite(.timeLimit(.minutes(10))) struct SuddenEndTests {
    @Test(arguments: Engine.allCases)
    func `every id that was told is there after a kill, whole`(engine: Engine) async throws {
        try await engine.withSpool { place in
            var random = Seeded(seed: 11)
            var told: Set<UUIDv7> = []
            for _ in 0..<5 {
                let child = try place.child("put", "1000000", "8")
                var lines = child.lines()
                for _ in 0..<random.number(20...400) {
                    guard let line = try lines.next(), let id = UUIDv7(line) else { throw Wrong("it has ended") }
                    told.insert(id)
                }
                child.kill()
                // What it said before it died counts too.
                while let line = try lines.next() { if let id = UUIDv7(line) { told.insert(id) } }
            }
            let spool = try await place.open()
            try await spool.checkThoroughly()
            for id in told {
                let stored = try #require(try await spool.content(of: id))
                #expect(try stored.content.bytes().count == 4_000)
                #expect(stored.recipients.count == 1)
                #expect(try await spool.story(of: id)?.message.state == .queued)
            }
            #expect(told.count > 100)
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `the letters of a killed process are taken over, and those on the wire are held`(engine: Engine) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let now = Instant.now
            var ids: [UUIDv7] = []
            for _ in 0..<9 { ids.append(try await spool.put(created: now)) }
            let child = try place.child("hold")
            var lines = child.lines()
            #expect(try lines.next() == "ready")
            #expect(try await spool.recover(now: .now).isEmpty)
            #expect(try await spool.list(MessageFilter(states: [.sending]), Page()).count == 8)
            child.kill()
            var recovery = try await spool.recover(now: .now)
            while recovery.isEmpty {
                try await Task.sleep(for: .milliseconds(200))
                recovery = try await spool.recover(now: .now)
            }
            #expect(recovery.owners == ["trial"])
            #expect(recovery.held == [1, 3, 5, 7].map { ids[$0] })
            #expect(recovery.freed == 5)
            let owner = try await spool.register("us")
            #expect(try await spool.claim(owner, now: .now).map(\.id) == [0, 2, 4, 6, 8].map { ids[$0] })
            await spool.close()
        }
    }

    @Test(arguments: Engine.allCases)
    func `two processes that work while one after another is killed send each letter, and none twice without doubt`(
        engine: Engine
    ) async throws {
        try await engine.withSpool { place in
            let spool = try await place.open()
            let count = 600
            let now = Instant.now
            let letters = (0..<count).map { _ in
                NewLetter(Letters.letter(), route: "notice", connection: "mail")
            }
            _ = try await spool.put(Letters.submission(letters, created: now))
            var sent: [UUIDv7: Int] = [:]
            var random = Seeded(seed: 12)
            while try await !spool.list(MessageFilter(states: [.queued, .sending]), Page(limit: 1)).isEmpty {
                let children = [
                    try place.child("work"), try place.child("work"),
                ]
                for (number, child) in children.enumerated() {
                    var lines = child.lines()
                    var patience = random.number(1...150)
                    while let line = try lines.next() {
                        if let id = UUIDv7(line) { sent[id, default: 0] += 1 }
                        patience -= 1
                        if patience == 0, number == 0 { child.kill() }
                    }
                }
                // Owners whose lease has to run out first are waited for.
                var left = try await spool.list(MessageFilter(states: [.sending]), Page(limit: 1))
                _ = try await spool.recover(now: .now)
                while !left.isEmpty {
                    try await Task.sleep(for: .milliseconds(100))
                    _ = try await spool.recover(now: .now)
                    left = try await spool.list(MessageFilter(states: [.sending]), Page(limit: 1))
                }
            }
            let messages = try await spool.list(MessageFilter(), Page(limit: 10_000))
            #expect(messages.count == count)
            for message in messages {
                let times = sent[message.id] ?? 0
                // Held is what was on the wire when its process died; all else went out exactly once.
                #expect(
                    message.state == .held ? times <= 1 : message.state == .sent && times == 1,
                    "\(message.state) \(times)")
            }
            await spool.close()
        }
    }
}
