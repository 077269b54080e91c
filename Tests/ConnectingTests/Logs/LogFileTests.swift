import Glibc
import Peers
import Synchronization
import Testing

@testable import Connecting

@Suite struct LogFileTests {
    private let folder = LogFolder()
    private var path: String { "\(folder.path)/var/log/mail.log" }

    private func lines(_ numbers: some Sequence<Int>) -> [UInt8] { numbers.flatMap { Array("line \($0)\n".utf8) } }

    @Test func `folders and the file come into being with the first piece, for the owner alone`() throws {
        #expect(!LogReader.exists(path))
        try LogFile(path).append(lines([1]))
        #expect(folder.text(path) == "line 1\n")
        #expect(folder.mode(path) == 0o600)
        #expect(folder.mode("\(folder.path)/var/log") == 0o700)
    }

    @Test func `a full file makes way, and the sixth goes`() throws {
        let file = LogFile(path, limit: 20)
        for number in 0..<20 { try file.append(lines([number])) }
        // Two lines a file.
        let kept = (0...LogFile.kept).reversed().map { folder.text(LogFile.path(path, age: $0)) }
        #expect(kept.joined() == String(decoding: lines(8..<20), as: UTF8.self))
        #expect(access(LogFile.path(path, age: 6), F_OK) != 0)
        #expect((0...5).allSatisfy { folder.mode(LogFile.path(path, age: $0)) == 0o600 })
    }

    @Test func `a piece that is larger than a file still stands whole`() throws {
        let file = LogFile(path, limit: 20)
        try file.append(lines(0..<10))
        try file.append(lines([10]))
        #expect(folder.text(path) == "line 10\n")
        #expect(folder.text(LogFile.path(path, age: 1)) == String(decoding: lines(0..<10), as: UTF8.self))
    }

    @Test func `many writers at once lose nothing and mix nothing`() async throws {
        let path = path
        // A file each, as processes have: the lock is the descriptor's.
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    let file = LogFile(path, limit: 4000)
                    for number in 0..<300 { try? file.append(Array("\(writer) \(number)\n".utf8)) }
                }
            }
        }
        let all = (0...LogFile.kept).reversed().map { folder.text(LogFile.path(path, age: $0)) }.joined()
        let lines = all.split(separator: "\n").map(String.init)
        #expect(Set(lines) == Set((0..<4).flatMap { writer in (0..<300).map { "\(writer) \($0)" } }))
        #expect(lines.count == 1200)
        for writer in 0..<4 {
            let own = lines.filter { $0.hasPrefix("\(writer) ") }
            #expect(own == (0..<300).map { "\(writer) \($0)" })
        }
    }

    @Test func `a file that somebody has taken away comes back`() throws {
        let file = LogFile(path)
        try file.append(lines([1]))
        unlink(path)
        try file.append(lines([2]))
        #expect(folder.text(path) == "line 2\n")
    }

    @Test func `what is no file is not written to`() throws {
        let file = LogFile(path)
        try file.append(lines([1]))
        let other = "\(folder.path)/other"
        try LogFile(other).append(lines([7]))
        unlink(path)
        symlink(other, path)
        #expect(throws: LogFile.Problem.self) { try LogFile(path).append(lines([1])) }
        #expect(folder.text(other) == "line 7\n")
        unlink(path)
        mkfifo(path, 0o600)
        #expect(throws: LogFile.Problem.self) { try LogFile(path).append(lines([1])) }
    }

    // MARK: Reading

    @Test func `the last lines are read over all files, the oldest first`() throws {
        let file = LogFile(path, limit: 20)
        for number in 0..<9 { try file.append(lines([number])) }
        var reader = LogReader(path)
        #expect(reader.last(4) == ["line 5", "line 6", "line 7", "line 8"])
        var all = LogReader(path)
        #expect(all.last(1000) == (0..<9).map { "line \($0)" })
        var none = LogReader(path)
        #expect(none.last(0) == [])
    }

    @Test func `who follows misses nothing when files make way, and sees whole lines only`() throws {
        var reader = LogReader(path)
        #expect(reader.last(10) == [])
        #expect(reader.next() == [])
        let file = LogFile(path, limit: 20)
        try file.append(lines([0]))
        #expect(reader.next() == ["line 0"])
        for number in 1..<8 { try file.append(lines([number])) }
        #expect(reader.next() == (1..<8).map { "line \($0)" })
        try file.append(Array("half".utf8))
        #expect(reader.next() == [])
        try file.append(Array(" and half\n".utf8))
        #expect(reader.next() == ["half and half"])
    }
}
