import Glibc
import Peers

/// The program itself, as it was built beside the tests.
enum Router {
    static let path: String = {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let own = String(decoding: buffer.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return own.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/router"
    }()

    static func run(_ arguments: [String], in workspace: String) async throws -> Tool.Outcome {
        try await Tool.outcome(path, arguments + ["--workspace", workspace])
    }

    /// Makes a token.
    ///
    /// - Returns: Its text.
    static func token(_ name: String, _ options: [String], in workspace: String) async throws -> String {
        let outcome = try await run(["token", "create", name, "--quiet"] + options, in: workspace)
        guard outcome.succeeded else { throw Served.Failure(description: outcome.errors) }
        return String(outcome.text.prefix { $0 != "\n" })
    }
}
