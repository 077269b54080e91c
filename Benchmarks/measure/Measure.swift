import Attributes
import Connecting
import Connectors
import Engine
import Glibc
import MIME
import Settings

/// What one core does with letters, without a network: the program behind `make bench` and the guard of instruction counts.
///
///     router-measure compose WORKSPACE ROUTE DATA COUNT     fill and compose, and read the letter's bytes
///     router-measure fill WORKSPACE ROUTE DATA COUNT        check the data and fill the templates
///     router-measure base64 BYTES COUNT                     encode a buffer in lines
///
/// It prints a line such as `{"letters":100000,"seconds":0.912,"bytes":412345678}`, timed after a warm-up.
@main
enum Measure {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard let count = arguments.last.flatMap({ Int($0) }), count > 0, let work = arguments.first else {
            return fail("router-measure compose WORKSPACE ROUTE DATA COUNT | base64 BYTES COUNT")
        }
        switch work {
        case "base64" where arguments.count == 3: base64(size: Int(arguments[1]) ?? 0, count: count)
        case "compose" where arguments.count == 5: letters(arguments, count, isComposed: true)
        case "fill" where arguments.count == 5: letters(arguments, count, isComposed: false)
        default: fail("unknown work '\(work)'")
        }
    }

    private static func letters(_ arguments: [String], _ count: Int, isComposed: Bool) {
        let substitutions = Substitutions(
            environment: { name in getenv(name).map { String(cString: $0) } },
            file: { path throws(Substitutions.FileProblem) in throw Substitutions.FileProblem("can't be read here") })
        let workspace = WorkspaceLoader.load(
            WorkspaceFolder(path: arguments[1]), connectors: connectors, substitutions: substitutions)
        guard let route = workspace.route(arguments[2]) else { return fail("no route '\(arguments[2])'") }
        do {
            let bytes = try DataFile.bytes(arguments[3], name: arguments[3])
            func one() throws -> Int {
                let file = try DataFile(bytes: bytes, folder: arguments[1], name: arguments[3])
                let record = try file.check(for: route, in: workspace)
                guard isComposed else { return try Renderer(route, now: .now).render(record).count }
                var sum = 0
                for message in try Submission(record, through: route, now: .now).messages {
                    var reader = ContentReader(message.letter.content)
                    while let chunk = try reader.next() { sum += chunk.count }
                }
                return sum
            }
            try run(count, warmingUp: max(1, count / 10), one)
        } catch {
            fail("\(error)")
        }
    }

    private static func base64(size: Int, count: Int) {
        var value: UInt32 = 1
        let bytes = (0..<size).map { _ in
            value = value &* 1_664_525 &+ 1_013_904_223
            return UInt8(truncatingIfNeeded: value >> 24)
        }
        run(count, warmingUp: 1) {
            var text: [UInt8] = []
            Base64.appendLines(bytes.span, to: &text)
            return text.count
        }
    }

    private static func run(_ count: Int, warmingUp: Int, _ body: () throws -> Int) rethrows {
        for _ in 0..<warmingUp { _ = try body() }
        var bytes = 0
        let start = ContinuousClock.now
        for _ in 0..<count { bytes += try body() }
        let parts = (ContinuousClock.now - start).components
        let seconds = Double(parts.seconds) + Double(parts.attoseconds) / 1e18
        print("{\"letters\":\(count),\"seconds\":\(seconds),\"bytes\":\(bytes)}")
    }

    private static func fail(_ words: String) {
        let line = Array("router-measure: \(words)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
        exit(64)
    }
}
