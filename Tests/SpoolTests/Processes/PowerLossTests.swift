import Attributes
import Peers
import Spool
import Testing

/// What power loss would leave: what is told must have been synced before.
@Suite(.timeLimit(.minutes(10))) struct PowerLossTests {
    /// A line of `strace`, as far as it matters here.
    private enum Event: Equatable {
        case wrote(String)
        case synced(String)
        case told
    }

    /// Letters that go out and letters that come in: the first tells of each, the other of each step with three of them.
    @Test(arguments: [["put", "30"], ["read", "INBOX", "30"]])
    func `nothing is told before it is synced`(command: [String]) async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let trace = "\(folder.path)/trace"
        let count = 30
        let child = try Child(
            [
                "strace", "-f", "-y", "-o", trace, "-e",
                "trace=write,pwrite64,pwritev,writev,fsync,fdatasync,ftruncate", Child.trial, command[0],
                "sqlite:\(folder.path)/router.db",
            ] + command.dropFirst())
        var lines = child.lines()
        var told = 0
        while try lines.next() != nil { told += 1 }
        try child.end()
        #expect(told == count)

        let events = Self.events(try await Tool.require("cat", [trace]))
        var dirty: Set<String> = []
        var letters = 0
        var syncs = 0
        for event in events {
            switch event {
            case .wrote(let file): dirty.insert(file)
            case .synced(let file):
                dirty.remove(file)
                if file.hasSuffix("-wal") { syncs += 1 }
            case .told:
                letters += 1
                #expect(
                    !dirty.contains { $0.hasSuffix("router.db-wal") },
                    "letter \(letters) was told with \(dirty) not synced")
                #expect(syncs >= letters)
            }
        }
        #expect(letters == count)
    }

    @Test func `large files are synced, with their folder, before their letter is told`() async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let trace = "\(folder.path)/trace"
        let file = try folder.write([UInt8](repeating: 7, count: 200_000), to: "rules.pdf")
        let child = try Child([
            "strace", "-f", "-y", "-o", trace, "-e",
            "trace=write,pwrite64,pwritev,writev,fsync,fdatasync,copy_file_range,link,linkat", Child.trial, "attach",
            "sqlite:\(folder.path)/router.db", "3", file,
        ])
        var lines = child.lines()
        while try lines.next() != nil {}
        try child.end()
        let events = Self.events(try await Tool.require("cat", [trace]))
        var copies = 0
        var folders = 0
        var told = 0
        for event in events {
            switch event {
            case .synced(let file) where file.hasSuffix("router.db-parts"): folders += 1
            case .synced(let file) where file.contains("router.db-parts/"): copies += 1
            case .told:
                told += 1
                #expect(copies >= told)
                #expect(folders >= told)
            default: break
            }
        }
        #expect(told == 3)
    }

    /// What a trace tells, in order: `4711 fdatasync(5</tmp/x/router.db-wal>) = 0`.
    private static func events(_ trace: String) -> [Event] {
        // A call that another thread interrupts ends on a line of its own: `4711 <... fdatasync resumed>) = 0`.
        var unfinished: [Substring: String] = [:]
        var events: [Event] = []
        for line in trace.split(separator: "\n") {
            let process = line.prefix { $0 != " " }
            let call = line.dropFirst(process.count).drop { $0 == " " }
            if call.hasPrefix("<... "), call.contains("sync resumed>"),
                let file = unfinished.removeValue(forKey: process)
            {
                if call.hasSuffix(" = 0") { events.append(.synced(file)) }
                continue
            }
            guard let open = call.firstIndex(of: "<"), let close = call[open...].firstIndex(of: ">"),
                !call.hasPrefix("<")
            else { continue }
            let file = String(call[call.index(after: open)..<close])
            if call.hasPrefix("fsync(") || call.hasPrefix("fdatasync(") {
                if call.hasSuffix(" = 0") { events.append(.synced(file)) } else { unfinished[process] = file }
            } else {
                events.append(call.hasPrefix("write(1<") ? .told : .wrote(file))
            }
        }
        return events
    }
}
