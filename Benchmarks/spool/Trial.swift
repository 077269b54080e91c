import Attributes
import Connecting
import Glibc
import MIME
import Spool

/// Works on a spool as a process of its own: what tests kill, and what measures the spool.
///
///     spool-trial put SPOOL COUNT [TASKS [SIZE]]   puts letters one by one in each task, and prints each id when its put has returned
///     spool-trial attach SPOOL COUNT FILE          puts letters with a file, in the same way
///     spool-trial hold SPOOL                       claims what is due, begins it, marks every other letter, prints 'ready', and waits
///     spool-trial work SPOOL                       claims, begins, records until nothing is due; prints each id that it has sent
///     spool-trial measure SPOOL COUNT TASKS        puts, claims, begins and records letters of 4 KB, and prints how fast
///
///     spool-trial inbox SPOOL COUNT TASKS          stores, prepares and hands over letters of 8 KB, and prints how fast
///     spool-trial read SPOOL FOLDER COUNT          loads so many letters as a reader does, and prints what the mailbox is told
///     spool-trial handle SPOOL                     looks into arrivals, hands them over, prints each that a handler got
///
/// SPOOL is as in `router.yaml`, and `WORKSPACE` in the environment the folder of its workspace.
@main
enum Trial {
    static func main() async {
        do {
            try await run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            let line = Array("spool-trial: \(error)\n".utf8)
            _ = write(STDERR_FILENO, line, line.count)
            exit(1)
        }
    }

    private static func run(_ arguments: [String]) async throws {
        guard arguments.count >= 2 else { throw Usage() }
        let workspace = getenv("WORKSPACE").map { String(cString: $0) } ?? "."
        let spool = try await SpoolAddress(arguments[1], workspace: workspace).open()
        let numbers = arguments.dropFirst(2).compactMap { Int($0) }
        switch (arguments[0], numbers.count) {
        case ("put", 1...3):
            let size = numbers.count > 2 ? numbers[2] : 4_000
            try await put(spool, numbers[0], tasks: numbers.count > 1 ? numbers[1] : 1, size: size)
        case ("attach", 1...) where arguments.count == 4:
            for number in 0..<numbers[0] {
                let submission = try Sample.submission(number, file: arguments[3])
                _ = try await spool.put(submission)
                say("\(submission.id)")
            }
        case ("hold", 0): try await hold(spool)
        case ("work", 0): try await work(spool)
        case ("measure", 2): try await Measure(spool: spool, count: numbers[0], tasks: numbers[1]).run()
        case ("read", 1) where arguments.count == 4: try await Inboxes.read(spool, arguments[2], count: numbers[0])
        case ("handle", 0): try await Inboxes.handle(spool)
        case ("inbox", 2): try await MeasureInbox(spool: spool, count: numbers[0], tasks: numbers[1]).run()
        default: throw Usage()
        }
        await spool.close()
    }

    private static func put(_ spool: any Spool, _ count: Int, tasks: Int, size: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<tasks {
                group.addTask {
                    for number in 0..<count {
                        let submission = Sample.submission(number, size: size)
                        _ = try await spool.put(submission)
                        say("\(submission.id)")
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private static func hold(_ spool: any Spool) async throws {
        let owner = try await spool.register("trial")
        let letters = try await spool.claim(ClaimRequest(bus: 0, limit: 1_000, now: .now), for: owner)
        // The last one is claimed and not begun.
        let batch = try await spool.begin(letters.dropLast().map(\.id), of: owner)
        for (number, id) in batch.letters.enumerated() where number % 2 == 1 { owner.marks.set(id) }
        say("ready")
        while true { try await Task.sleep(for: .seconds(60)) }
    }

    private static func work(_ spool: any Spool) async throws {
        let owner = try await spool.register("trial")
        while true {
            let letters = try await spool.claim(ClaimRequest(bus: 0, limit: 16, now: .now), for: owner)
            if letters.isEmpty { break }
            let batch = try await spool.begin(letters.map(\.id), of: owner)
            for letter in letters {
                owner.marks.set(letter.id)
                say("\(letter.id)")
            }
            try await spool.record(letters.map { Sample.sent($0) }, of: batch, owner)
        }
        try await spool.resign(owner)
    }

    /// A line on stdout, at once.
    static func say(_ words: String) {
        let line = Array((words + "\n").utf8)
        _ = write(STDOUT_FILENO, line, line.count)
    }

    private struct Usage: Error, CustomStringConvertible {
        var description: String { "write: spool-trial put|attach|hold|work|measure|inbox|read|handle SPOOL …" }
    }
}
