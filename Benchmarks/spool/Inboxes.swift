import Attributes
import Glibc
import Spool

/// A reader of a mailbox and a worker on its letters, as they are killed by tests.
enum Inboxes {
    /// Loads the letters of a folder that are not known yet, few at a time; waits while somebody else reads the folder.
    ///
    /// Prints `told` with the identities that the mailbox is told of, and where it is besides: few lines, for nobody may read them.
    static func read(_ spool: any Spool, _ name: String, count: Int) async throws {
        let owner = try await spool.register("reader")
        let folder = FolderName(connection: "support", folder: name)
        var state = try await spool.take(folder, for: owner)
        while state == nil {
            try await Task.sleep(for: .milliseconds(20))
            _ = try await spool.recover(now: .now)
            state = try await spool.take(folder, for: owner)
        }
        var next = state?.cursor.flatMap { Int($0) } ?? 0
        try await acknowledge(spool, folder)
        while next < count {
            let numbers = next..<min(next + 3, count)
            let known = try await spool.known(numbers.map { "\(name)/\($0)" }, in: folder)
            let letters = numbers.filter { !known.contains("\(name)/\($0)") }.map {
                // Every seventh is large.
                Sample.arrival($0, UUIDv7(), "\(name)/\($0)", size: $0 % 7 == 0 ? 70_000 : 2_000)
            }
            let stored = try await spool.store(letters, from: folder, cursor: "\(numbers.upperBound)", for: owner)
            Trial.say("stored")
            try await acknowledge(spool, folder)
            try await spool.prepare(
                zip(letters, stored).filter(\.1.isNew).map { Sample.prepared($0.0.number, $0.1.id) }, of: owner)
            Trial.say("prepared")
            next = numbers.upperBound
        }
        try await spool.resign(owner)
    }

    private static func acknowledge(_ spool: any Spool, _ folder: FolderName) async throws {
        let some = try await spool.unacknowledged(in: folder, limit: 100)
        if !some.isEmpty { Trial.say("told " + some.map(\.identity).joined(separator: " ")) }
        try await spool.acknowledged(some.map(\.identity), in: folder)
    }

    /// Looks into what a reader has left behind, and hands over what waits, until there is nothing; prints each that is handed over.
    static func handle(_ spool: any Spool) async throws {
        let owner = try await spool.register("worker")
        while true {
            let found = try await spool.claimArrivals(routes: nil, limit: 4, for: owner)
            try await spool.prepare(found.map { Sample.prepared(0, $0.id) }, of: owner)
            let some = try await spool.claimHandlings(target: "connection:bpm", limit: 4, now: .now, for: owner)
            for handling in some { Trial.say("\(handling.id.arrival)") }
            try await spool.record(some.map { Sample.done($0) }, of: owner)
            if found.isEmpty, some.isEmpty { break }
        }
        try await spool.resign(owner)
    }
}

extension NewArrival {
    fileprivate var number: Int { identity.split(separator: "/").last.flatMap { Int($0) } ?? 0 }
}
