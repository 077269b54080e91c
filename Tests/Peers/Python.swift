internal import Subprocess

/// Python as an independent reader of what we write: scripts in `Tests/Peers/python`, in an environment of their own.
package enum Python {
    /// What kept a script from giving an answer.
    package struct Problem: Error, CustomStringConvertible {
        package let description: String

        package init(_ description: String) {
            self.description = description
        }
    }

    /// The package's folder, from where this file stands.
    package static let packageFolder: String = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }

    /// The longest output that is taken.
    private static let outputLimit = 256 << 20

    /// Runs a script, and sets the environment up before the first one.
    ///
    /// - Parameters:
    ///   - script: The file's name: `read_letter.py`.
    ///   - input: What stands in its standard input.
    ///   - arguments: What follows the script on its command line.
    /// - Returns: Its standard output.
    /// - Throws: `Problem` with its standard error when it fails.
    package static func run(_ script: String, input: [UInt8] = [], arguments: [String] = []) async throws -> [UInt8] {
        try await output(
            of: interpreter(),
            ["\(packageFolder)/Tests/Peers/python/\(script)"] + arguments, input: input)
    }

    /// The interpreter of that environment, which is set up first if need be: for servers.
    static func interpreter() async throws -> String {
        try await environment.value
        return "\(packageFolder)/.venv-tests/bin/python"
    }

    /// Made once in a process; processes wait for each other in the script.
    private static let environment = Task {
        _ = try await output(of: "\(packageFolder)/scripts/python-peers", [], input: [])
    }

    private static func output(of program: String, _ arguments: [String], input: [UInt8]) async throws -> [UInt8] {
        // Through env, because a path would need swift-system's FilePath.
        let result = try await Subprocess.run(
            .name("env"), arguments: Arguments([program] + arguments),
            input: .fileDescriptor(try InputFile.holding(input), closeAfterSpawningProcess: true),
            output: .bytes(limit: outputLimit), error: .string(limit: 1 << 20))
        guard result.terminationStatus.isSuccess else {
            throw Problem("\(program) \(arguments.joined(separator: " ")): \(result.standardError)")
        }
        return result.standardOutput
    }
}
