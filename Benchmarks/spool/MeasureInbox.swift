import Attributes
import Spool

/// How fast the spool takes in letters of 8 KB, a hundred at a time.
struct MeasureInbox {
    let spool: any Spool
    let count: Int
    let tasks: Int

    private static let batch = 100

    func run() async throws {
        let owner = try await spool.register("measure")
        for task in 0..<tasks { _ = try await spool.take(folder(task), for: owner) }
        let ids = (0..<count).map { _ in UUIDv7() }
        try await Measure.time("letters stored from \(tasks) folders", count) {
            try await share { task, range in
                let letters = range.map { Sample.arrival($0, ids[$0], "\(task)/\($0)") }
                _ = try await spool.store(letters, from: folder(task), cursor: "\(range.upperBound)", for: owner)
            }
        }
        try await Measure.time("letters acknowledged", count) {
            try await share { task, range in
                try await spool.acknowledged(range.map { "\(task)/\($0)" }, in: folder(task))
            }
        }
        try await Measure.time("letters looked up that are known", count) {
            try await share { task, range in
                _ = try await spool.known(range.map { "\(task)/\($0)" }, in: folder(task))
            }
        }
        try await Measure.time("letters prepared", count) {
            try await share { _, range in
                try await spool.prepare(range.map { Sample.prepared($0, ids[$0]) }, of: owner)
            }
        }
        try await Measure.time("handlings claimed and recorded", count) { try await handOver(owner) }
        try await look(ids)
        try await Measure.time("arrivals purged", count) {
            while try await spool.purgeArrivals(now: .now + .seconds(40 * 86_400), limit: 500) > 0 {}
        }
        Trial.say("  peak memory \(Measure.peak) KB")
    }

    private func handOver(_ owner: Owner) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<tasks {
                group.addTask {
                    while true {
                        let some = try await spool.claimHandlings(
                            target: "connection:bpm", limit: Self.batch, now: .now, for: owner)
                        if some.isEmpty { return }
                        try await spool.record(some.map { Sample.done($0) }, of: owner)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func look(_ ids: [UUIDv7]) async throws {
        try await Measure.time("arrivals counted", 1) { _ = try await spool.arrivalTally() }
        try await Measure.time("newest hundred listed", 1) { _ = try await spool.arrivals(ArrivalFilter(), Page()) }
        try await Measure.time("threads found", 1_000) {
            for number in 0..<1_000 { _ = try await spool.threads(of: ["<letter-\(number)@example.org>"]) }
        }
        try await Measure.time("letters read", 1_000) {
            for id in ids.prefix(1_000) { _ = try await spool.raw(of: id) }
        }
    }

    private func folder(_ task: Int) -> FolderName { FolderName(connection: "support", folder: "\(task)") }

    private func share(_ body: @escaping @Sendable (Int, Range<Int>) async throws -> Void) async throws {
        let (count, tasks) = (count, tasks)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<tasks {
                group.addTask {
                    for start in stride(from: task * Self.batch, to: count, by: tasks * Self.batch) {
                        try await body(task, start..<min(start + Self.batch, count))
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
