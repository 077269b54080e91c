import Attributes
import Connecting
import Engine
import Glibc
import MIME

/// What one core does with letters, without a network: the program behind `make bench` and the guard of instruction counts.
///
///     router-measure compose COUNT                    check, fill, compose, and read the letter's bytes
///     router-measure compose COUNT ics                the same with a meeting
///     router-measure compose COUNT attachment FILE    the same with a file, or with one of so many bytes
///     router-measure fill COUNT                       check the data and fill the templates
///     router-measure parse COUNT PATH                 read letters that came in: a file, or all files of a folder in turn
///
/// It prints a line such as `{"letters":100000,"warm-up":10000,"seconds":0.912,"bytes":412345678}`. With `KEEP=FILE` in the environment the
/// last letter stands in that file afterwards.
@main
enum Measure {
    static func main() {
        do {
            try measure(Array(CommandLine.arguments.dropFirst()))
        } catch {
            let words = (error as? Complaint)?.words ?? "\(error)"
            let line = Array("router-measure: \(words)\n".utf8)
            _ = write(STDERR_FILENO, line, line.count)
            exit(64)
        }
    }

    private static func measure(_ arguments: [String]) throws {
        let usage = Complaint(
            "write: router-measure compose COUNT [ics | attachment FILE], fill COUNT, or parse COUNT PATH")
        guard arguments.count >= 2, let count = Int(arguments[1]), count > 0 else { throw usage }
        if arguments[0] == "parse", arguments.count == 3 {
            let inbox = try MeasuredInbox(arguments[2])
            return try run(count) { try inbox.read($0) }
        }
        let form: MeasuredRoute.Form
        switch (arguments[0], arguments.count) {
        case ("compose", 2), ("fill", 2): form = .letter
        case ("compose", 3) where arguments[2] == "ics": form = .meeting
        case ("compose", 4) where arguments[2] == "attachment":
            form = Int(arguments[3]).map { .noise($0) } ?? .file(arguments[3])
        default: throw usage
        }
        let measured = try MeasuredRoute(form)
        defer { measured.remove() }
        try run(count, arguments[0] == "fill" ? { try fill($0, measured) } : { try compose($0, measured) })
        if let path = getenv("KEEP").map({ String(cString: $0) }) {
            for message in try submission(count, measured).messages {
                try MeasuredRoute.write(try message.letter.content.bytes(), to: path)
            }
        }
    }

    private static func record(_ number: Int, _ measured: MeasuredRoute) throws -> Record {
        try DataFile(bytes: MeasuredRoute.data(number), folder: measured.folder, name: "data")
            .check(for: measured.route, in: measured.workspace)
    }

    private static func submission(_ number: Int, _ measured: MeasuredRoute) throws -> Submission {
        try Submission(try record(number, measured), through: measured.route, now: .now)
    }

    private static func fill(_ number: Int, _ measured: MeasuredRoute) throws -> Int {
        try Renderer(measured.route, now: .now).render(try record(number, measured)).count
    }

    private static func compose(_ number: Int, _ measured: MeasuredRoute) throws -> Int {
        var sum = 0
        for message in try submission(number, measured).messages {
            var reader = ContentReader(message.letter.content)
            while let chunk = try reader.next() { sum += chunk.count }
        }
        return sum
    }

    private static func run(_ count: Int, _ body: (Int) throws -> Int) throws {
        let warmUp = max(1, count / 10)
        for number in 0..<warmUp { _ = try body(number) }
        var bytes = 0
        let start = ContinuousClock.now
        for number in 0..<count { bytes += try body(number) }
        let parts = (ContinuousClock.now - start).components
        let seconds = Double(parts.seconds) + Double(parts.attoseconds) / 1e18
        print("{\"letters\":\(count),\"warm-up\":\(warmUp),\"seconds\":\(seconds),\"bytes\":\(bytes)}")
    }
}
