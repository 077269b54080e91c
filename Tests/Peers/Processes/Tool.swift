import Glibc
import Subprocess
import SystemPackage

/// A program that runs to its end and says something: `openssl`, `install`, `python3`.
package struct Tool: Sendable {
    /// What came out of one run.
    package struct Outcome: Sendable {
        package let succeeded: Bool
        package let output: [UInt8]
        package let errors: String

        /// The standard output as text.
        package var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// More than this from one program is a fault, not an answer.
    private static let outputLimit = 512 * 1_048_576

    /// Debian keeps server programs where an ordinary user's `PATH` does not look.
    static let searchPath = (getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin") + ":/usr/sbin:/sbin"

    /// Runs a program and returns what it said, whether it was content or not.
    package static func outcome(
        _ program: String, _ arguments: [String], input: [UInt8] = [], folder: String? = nil
    ) async throws -> Outcome {
        let result: ExecutionResult<Void, BytesOutput, StringOutput<UTF8>>
        do {
            result = try await run(
                .path(FilePath(path(of: program))), arguments: Arguments(arguments),
                environment: .inherit.updating(["PATH": searchPath, "LC_ALL": "C.UTF-8"]),
                workingDirectory: folder.map { FilePath($0) },
                input: .fileDescriptor(try InputFile.holding(input), closeAfterSpawningProcess: true),
                output: .bytes(limit: outputLimit), error: .string(limit: 1_048_576))
        } catch {
            throw PeerFailure(
                "\(program) could not be run", said: "\(error)", remedy: "run scripts/bootstrap --tests")
        }
        return Outcome(
            succeeded: result.terminationStatus.isSuccess, output: result.standardOutput,
            errors: result.standardError)
    }

    /// Where a program is; Debian's own Python before any other, for its modules.
    private static func path(of program: String) -> String {
        if program.contains("/") { return program }
        let folders = (program == "python3" ? ["/usr/bin"] : []) + searchPath.split(separator: ":").map(String.init)
        return folders.lazy.map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 } ?? program
    }

    /// Runs a program that must succeed, and returns its standard output.
    @discardableResult
    package static func require(
        _ program: String, _ arguments: [String], input: [UInt8] = [], folder: String? = nil
    ) async throws -> String {
        let outcome = try await outcome(program, arguments, input: input, folder: folder)
        guard outcome.succeeded else {
            throw PeerFailure(
                "\(([program] + arguments).joined(separator: " ")) failed", said: outcome.errors + outcome.text)
        }
        return outcome.text
    }

    /// Runs a program that needs root, in the same way as the servers run: see ``Privilege``.
    static func requireAsRoot(_ program: String, _ arguments: [String]) async throws {
        let command = Privilege.prefix + [program] + arguments
        try await require(command[0], Array(command.dropFirst()))
    }
}
