import Attributes
import Connecting
import Glibc
import MIME
import Peers
import Spool
import Testing

/// What can be wrong with the file and its disk.
@Suite struct SQLiteProblemTests {
    private func problemOfOpening(_ path: String) async throws -> SpoolProblem {
        try await problem { await (try SQLiteSpool.open(path)).close() }
    }

    @Test func `a missing folder is made when the one above is there`() async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        await (try SQLiteSpool.open("\(folder.path)/var/router.db")).close()
        var status = stat()
        #expect(stat("\(folder.path)/var/router.db", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        let problem = try await problemOfOpening("\(folder.path)/no/such/router.db")
        #expect(problem.code == .folderMissing)
        #expect(
            problem.description
                == "\(folder.path)/no/such: can't be made: the folder above it is not there; make the folder \(folder.path)/no, or name another place in 'spool:'"
        )
    }

    @Test func `what is no spool is left as it is`() async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let text = try folder.write(Array(String(repeating: "no database ", count: 100).utf8), to: "text.db")
        let problem = try await problemOfOpening(text)
        #expect(problem.code == .notASpool)
        #expect(
            problem.description
                == "\(text): is no spool of router; name another file in 'spool:', or move this one away")
        let foreign = "\(folder.path)/foreign.db"
        try await Tool.require("sqlite3", [foreign, "CREATE TABLE t (a); INSERT INTO t VALUES (7)"])
        #expect(try await problemOfOpening(foreign).code == .notASpool)
        #expect(try await Tool.require("sqlite3", [foreign, "SELECT a FROM t; PRAGMA journal_mode"]) == "7\ndelete\n")
        #expect(try await problemOfOpening(try folder.write([], to: "empty.db")).code == .corrupt)
        mkdir("\(folder.path)/folder.db", 0o755)
        #expect(try await problemOfOpening("\(folder.path)/folder.db").code == .notASpool)
    }

    @Test func `a spool of a later version is not touched`() async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let path = "\(folder.path)/router.db"
        await (try SQLiteSpool.open(path)).close()
        try await Tool.require("sqlite3", [path, "PRAGMA user_version = 99"])
        let problem = try await problemOfOpening(path)
        #expect(problem.code == .newer)
        #expect(
            problem.description
                == "\(path): was made by a later router: its version is 99, this router knows 2; use that router, or name another file in 'spool:'"
        )
    }

    @Test(arguments: [40_000, 100_000_000])
    func `damage is found when the file is opened`(size: Int) async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let path = "\(folder.path)/router.db"
        let spool = try await SQLiteSpool.open(path)
        for _ in 0..<20 { _ = try await spool.put() }
        if size > 1_000_000 {
            _ = try await spool.put(content: .init(pieces: [.bytes([UInt8](repeating: 7, count: size))]))
        }
        await spool.close()
        // Root pages of tables and indexes stand at the beginning, behind the first page.
        let file = open(path, O_WRONLY)
        let noise = [UInt8](repeating: 0xA5, count: 20 * 4096)
        #expect(pwrite(file, noise, noise.count, 4096) == noise.count)
        close(file)
        let problem = try await problemOfOpening(path)
        #expect(problem.code == .corrupt)
        #expect(problem.problem.hasPrefix("is damaged: "))
        #expect(problem.remedy.hasPrefix("stop router, keep a copy of the file"))
    }

    @Test func `a thorough look finds what a quick one does not look for`() async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let path = "\(folder.path)/router.db"
        let spool = try await SQLiteSpool.open(path)
        for _ in 0..<20 { _ = try await spool.put() }
        try await spool.checkThoroughly()
        await spool.close()
        // An index that lacks a row: no page is damaged.
        try await Tool.require(
            "sqlite3",
            [
                path,
                "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, '(2, 3, 4, 6)', '(0)') WHERE name = 'message_trouble'",
            ])
        let damaged = try await SQLiteSpool.open(path)
        #expect(try await problem { try await damaged.checkThoroughly() }.code == .corrupt)
        await damaged.close()
    }

    @Test func `another process that keeps the file locked is named as the reason`() async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let path = "\(folder.path)/router.db"
        let spool = try await SQLiteSpool.open(path, patience: 0.2)
        let lock = try Child(["/usr/bin/sqlite3", path], readsInput: true)
        try lock.say("BEGIN IMMEDIATE; SELECT 'locked';\n")
        var lines = lock.lines()
        while let line = try lines.next(), line != "locked" {}
        let problem = try await problem { _ = try await spool.put() }
        #expect(problem.code == .locked)
        #expect(problem.mayPass)
        #expect(
            problem.description
                == "\(path): is locked by another process for too long; see which process has it open ('fuser' tells) and end it, or wait until it is done"
        )
        lock.kill()
        _ = try await spool.put()
        #expect(try await spool.list(MessageFilter(), Page()).count == 1)
        await spool.close()
    }

    @Test func `all settings are as durability asks`() async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let spool = try await SQLiteSpool.open("\(folder.path)/router.db")
        #expect(try await spool.settings() == "synchronous 2, journal_mode wal")
        await spool.close()
    }

    @Test func `a full disk refuses what does not fit and loses nothing, and work goes on when there is room`()
        async throws
    {
        guard let disk = try await SmallDisk.make(megabytes: 6) else {
            return print("skipped: no small disk can be mounted here, so a full one was not tried")
        }
        defer { disk.remove() }
        let spool = try await SQLiteSpool.open("\(disk.path)/router.db")
        let owner = try await spool.register("us")
        let ballast = try disk.fill(megabytes: 1)
        var accepted: [UUIDv7] = []
        var refusal: SpoolProblem?
        while refusal == nil {
            do {
                accepted.append(
                    try await spool.put(content: .init(pieces: [.bytes([UInt8](repeating: 7, count: 20_000))])))
            } catch let problem as SpoolProblem {
                refusal = problem
            }
        }
        #expect(refusal?.code == .full)
        #expect(
            refusal?.description
                == "\(disk.path)/router.db: has no room: the disk is full; make room on it; what was accepted is safe, and work goes on by itself"
        )
        // Many at once, none of which fits, and files.
        let refused = await withTaskGroup(of: SpoolProblem.Code?.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    do {
                        _ = try await spool.put(content: .init(pieces: [.bytes([UInt8](repeating: 7, count: 500_000))]))
                        return nil
                    } catch {
                        return (error as? SpoolProblem)?.code
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(refused.allSatisfy { $0 == .full })
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let file = try folder.write([UInt8](repeating: 7, count: 5_000_000), to: "large")
        #expect(
            try await problem {
                _ = try await spool.put(content: .init(pieces: [.base64(path: file, size: 5_000_000)]))
            }.code
                == .full)
        #expect(try await Set(spool.list(MessageFilter(), Page(limit: 10_000)).map(\.id)) == Set(accepted))
        #expect(try await spool.content(of: accepted[0])?.content.size == 20_000)

        unlink(ballast)
        accepted.append(try await spool.put())
        let letters = try await spool.claim(owner, limit: 5)
        for letter in letters { try await spool.send(letter, by: owner) }
        try await spool.checkThoroughly()
        await spool.close()
        let again = try await SQLiteSpool.open("\(disk.path)/router.db")
        #expect(try await Set(again.list(MessageFilter(), Page(limit: 10_000)).map(\.id)) == Set(accepted))
        #expect(try await again.list(MessageFilter(states: [.sent]), Page()).count == letters.count)
        await again.close()
    }

    @Test func `a disk that can only be read is named as the reason`() async throws {
        guard let disk = try await SmallDisk.make(megabytes: 6) else {
            return print("skipped: no small disk can be mounted here, so a read-only one was not tried")
        }
        defer { disk.remove() }
        await (try SQLiteSpool.open("\(disk.path)/var/router.db")).close()
        try await disk.makeReadOnly()
        for path in ["\(disk.path)/var/router.db", "\(disk.path)/router.db"] {
            let problem = try await problemOfOpening(path)
            #expect(problem.code == .readOnly, "\(problem)")
        }
    }
}
