import Attributes
import Glibc
import Testing

@testable import Spool

@Suite struct WireMarksTests {
    private func withMarks(boot: String = "boot-1", _ body: (WireMarks, String) throws -> Void) throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let path = "\(folder.path)/marks"
        try body(try WireMarks(at: path, token: "token", boot: boot), path)
    }

    private func read(_ path: String, token: String = "token", boot: String = "boot-1") -> WireMarks.Finding {
        WireMarks.read(path, token: token, boot: boot)
    }

    @Test func `what is marked and not cleared may have gone`() throws {
        try withMarks { marks, path in
            let ids = (0..<100).map { _ in UUIDv7() }
            for id in ids { marks.set(id) }
            marks.set(ids[0])
            for id in ids[..<50] { marks.clear(id) }
            marks.clear(UUIDv7())
            #expect(read(path) == .marked(Set(ids[50...])))
            #expect(read(path).mayHaveGone(ids[60]))
            #expect(!read(path).mayHaveGone(ids[10]))
            for id in ids[..<50] { marks.set(id) }
            #expect(read(path) == .marked(Set(ids)))
        }
    }

    @Test func `marks from any thread are all there`() async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let path = "\(folder.path)/marks"
        let marks = try WireMarks(at: path, token: "token", boot: "boot-1")
        let left = await withTaskGroup(of: UUIDv7.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<2_000 {
                        let id = UUIDv7()
                        marks.set(id)
                        marks.clear(id)
                    }
                    let last = UUIDv7()
                    marks.set(last)
                    return last
                }
            }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(read(path) == .marked(left))
    }

    @Test func `when there are too many to note, any may have gone`() throws {
        try withMarks { marks, path in
            let ids = (0...WireMarks.slots).map { _ in UUIDv7() }
            for id in ids { marks.set(id) }
            #expect(read(path) == .unknown("the process ended with too many letters on their way to note them all"))
            marks.clear(ids[WireMarks.slots])
            #expect(read(path) == .marked(Set(ids.dropLast())))
        }
    }

    @Test func `marks that can't be trusted are not`() throws {
        try withMarks { marks, path in
            marks.set(UUIDv7())
            #expect(read(path, boot: "boot-2") == .unknown("the machine stopped while the letter was on its way"))
            #expect(
                read(path, token: "other")
                    == .unknown("the process ended, and its notes about letters on their way are damaged"))
            #expect(
                read(path + "-gone") == .unknown("the process ended, and its notes about letters on their way are gone")
            )
            truncate(path, 1_000)
            #expect(read(path).mayHaveGone(UUIDv7()))
        }
        try withMarks(boot: "unknown") { _, path in #expect(read(path, boot: "unknown").mayHaveGone(UUIDv7())) }
    }

    @Test func `a mark's file is there to its last byte, so that no write to it can fail`() throws {
        try withMarks { _, path in
            var status = stat()
            #expect(stat(path, &status) == 0)
            #expect(Int(status.st_blocks) * 512 >= Int(status.st_size))
            #expect(status.st_mode & 0o777 == 0o600)
        }
    }
}
