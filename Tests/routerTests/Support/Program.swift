import Glibc
import Peers
import Subprocess
import SystemPackage
import Testing

/// The program as its users run it: the built binary as a child process.
struct Program: Sendable {
    /// What one run left behind.
    struct Outcome: Sendable {
        /// The exit code; negative for the signal that ended it.
        let status: Int
        let stdout: String
        let stderr: String
        /// From its start to its end; a run that waits for its turn has not begun.
        let took: Swift.Duration

        /// What stands on stdout, read by an independent reader; fails when it is not JSON.
        var json: ParsedJSON {
            get throws { try ParsedJSON(stdout) }
        }

        /// Each line of stdout as JSON.
        var jsonLines: [ParsedJSON] {
            get throws { try stdout.split(separator: "\n").map { try ParsedJSON(String($0)) } }
        }

        /// All three, for the words of a failed expectation.
        var told: String { "exit \(status)\n--- stdout\n\(stdout)\n--- stderr\n\(stderr)" }
    }

    struct Overtime: Error, CustomStringConvertible {
        let description: String
    }

    /// The binary stands beside the test bundle.
    static let path: String = {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let own = String(decoding: buffer.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return own.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/router"
    }()

    /// Where the binary stands.
    static var folder: String { String(path.dropLast("/router".count)) }

    private static let outputLimit = 64 << 20
    private static let lanes = Lanes(4)

    /// Runs the program to its end; a run that takes longer than the deadline is killed, and the test fails.
    ///
    /// The environment is all of it but PATH, HOME and a UTF-8 locale: nothing of the developer's own gets in.
    @discardableResult
    static func run(
        _ arguments: [String], in folder: String, stdin: [UInt8] = [], environment: [String: String] = [:],
        deadline: Swift.Duration = .seconds(180)
    ) async throws -> Outcome {
        try await run(path, arguments, in: folder, stdin: stdin, environment: environment, deadline: deadline)
    }

    /// Runs any program in the same way.
    static func run(
        _ program: String, _ arguments: [String], in folder: String, stdin: [UInt8] = [],
        environment: [String: String] = [:], deadline: Swift.Duration = .seconds(180)
    ) async throws -> Outcome {
        var variables: [Environment.Key: String] = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8",
        ]
        for (name, value) in environment { variables[Environment.Key(stringLiteral: name)] = value }
        let custom = Environment.custom(variables)
        await lanes.enter()
        do {
            let outcome = try await limited(to: deadline, "\(program) \(arguments.joined(separator: " "))") {
                let start = ContinuousClock.now
                let result = try await Subprocess.run(
                    .path(FilePath(program)), arguments: Arguments(arguments), environment: custom,
                    workingDirectory: FilePath(folder),
                    input: .fileDescriptor(try InputFile.holding(stdin), closeAfterSpawningProcess: true),
                    output: .bytes(limit: outputLimit),
                    error: .bytes(limit: outputLimit))
                let status =
                    switch result.terminationStatus {
                    case .exited(let code): Int(code)
                    case .signaled(let signal): -Int(signal)
                    }
                return Outcome(
                    status: status, stdout: String(decoding: result.standardOutput, as: UTF8.self),
                    stderr: String(decoding: result.standardError, as: UTF8.self), took: ContinuousClock.now - start)
            }
            await lanes.leave()
            return outcome
        } catch {
            await lanes.leave()
            throw error
        }
    }

    private static func limited(
        to deadline: Swift.Duration, _ words: String, _ body: @escaping @Sendable () async throws -> Outcome
    ) async throws -> Outcome {
        try await withThrowingTaskGroup(of: Outcome.self) { group in
            group.addTask(operation: body)
            group.addTask {
                try await Task.sleep(for: deadline)
                throw Overtime(description: "\(words) did not end within \(deadline)")
            }
            defer { group.cancelAll() }
            guard let outcome = try await group.next() else { throw Overtime(description: words) }
            return outcome
        }
    }
}
