import Attributes
import Connecting
import Glibc
import MIME
import Spool

/// How fast the spool is with letters of 4 KB.
struct Measure {
    let spool: any Spool
    let count: Int
    let tasks: Int

    func run() async throws {
        let owner = try await spool.register("measure")
        let alone = min(count, 2_000)
        try await Self.time("puts, each alone", alone) {
            for number in 0..<alone { _ = try await spool.put(Sample.submission(number)) }
        }
        try await Self.time("puts from \(tasks) tasks", count) {
            try await share { number in _ = try await spool.put(Sample.submission(number)) }
        }
        try await Self.time("puts from \(tasks) tasks, claimed at once", count) {
            try await share { number in _ = try await spool.put(Sample.submission(number), claimedBy: owner) }
        }
        var slowest = Duration.zero
        var claims = 0
        var letters: [ClaimedLetter] = []
        try await Self.time("letters claimed, 128 at a time", count + alone) {
            while true {
                let start = ContinuousClock.now
                let some = try await spool.claim(ClaimRequest(bus: 0, limit: 128, now: .now), for: owner)
                if some.isEmpty { break }
                slowest = max(slowest, ContinuousClock.now - start)
                claims += 1
                letters += some.map { letter in
                    var letter = letter
                    letter.letter = Letter(
                        id: letter.letter.id, messageID: "", sender: "", recipients: letter.letter.recipients,
                        content: .init(pieces: []))
                    return letter
                }
            }
        }
        Trial.say("  \(claims) claims, the slowest took \(slowest)")
        let claimed = letters
        try await Self.time("outcomes with begin and record, 16 at a time from 8 tasks", claimed.count) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<8 {
                    group.addTask {
                        for start in stride(from: task * 16, to: claimed.count, by: 128) {
                            let some = claimed[start..<min(start + 16, claimed.count)]
                            let batch = try await spool.begin(some.map(\.id), of: owner)
                            try await spool.record(some.map { Sample.sent($0) }, of: batch, owner)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        try await Self.time("open letters counted", 1) { _ = try await spool.tally(includingFinished: false) }
        try await Self.time("all letters counted", 1) { _ = try await spool.tally(includingFinished: true) }
        try await Self.time("newest hundred listed", 1) { _ = try await spool.list(MessageFilter(), Page()) }
        try await Self.time("letters purged", claimed.count) {
            while try await spool.purge(now: .now + .seconds(40 * 86_400), limit: 500) > 0 {}
        }
        Trial.say("  peak memory \(Self.peak) KB")
    }

    private func share(_ body: @escaping @Sendable (Int) async throws -> Void) async throws {
        let (count, tasks) = (count, tasks)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<tasks {
                group.addTask { for number in stride(from: task, to: count, by: tasks) { try await body(number) } }
            }
            try await group.waitForAll()
        }
    }

    static func time(_ what: String, _ count: Int, _ body: () async throws -> Void) async throws {
        let start = ContinuousClock.now
        try await body()
        let took = ContinuousClock.now - start
        let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
        Trial.say(
            "\(what): \(count) in \((seconds * 1000).rounded() / 1000) s, \(Int(Double(count) / seconds)) a second")
    }

    static var peak: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Int(usage.ru_maxrss)
    }
}
