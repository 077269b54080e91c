import Peers
import Testing

/// `router test` on a connection of a test's own, noted for the tables of `Docs/Connections.md`.
struct Attempt: Sendable {
    var section: Tried.Section
    var server: String
    var kind = "smtp"
    /// The connection's file behind its kind.
    var settings: String
    var environment: [String: String] = [:]
    /// Words that differ from run to run, and what the document says instead.
    var names: [String: String] = [:]
    /// Beside the connection's file: paths in the workspace and texts.
    var files: [String: String] = [:]
    /// Minutes that its clock is ahead, by Debian's faketime.
    var minutesAhead: Int?

    struct Result: Sendable {
        let status: Int
        /// What its user read, evened out.
        let says: String
    }

    /// Runs it, and notes it under that name.
    func noted(_ what: String) async throws -> Result {
        let outcome = try await outcome()
        let said = said(outcome)
        try Tried.record(section, what, server: server, exit: outcome.status, says: said, names: names)
        return Result(status: outcome.status, says: TriedWords.evened(said, names: names))
    }

    /// Runs it: for what the document has another row of.
    func result() async throws -> Result {
        let outcome = try await outcome()
        return Result(status: outcome.status, says: TriedWords.evened(said(outcome), names: names))
    }

    private func outcome() async throws -> Program.Outcome {
        let workspace = try TemporaryWorkspace.of(
            files.merging(
                [
                    "router.yaml": "",
                    "connections/corporate.yaml": "kind: \(kind)\n\(settings)\n"
                        + (kind == "smtp" ? "sender: {address: robot@example.test}\n" : ""),
                ],
                uniquingKeysWith: { $1 }))
        guard let minutesAhead else {
            return try await workspace.router("test", "corporate", environment: environment)
        }
        // QUIRK: with its library alone Swift finds no arguments, since it sets a variable before the program begins; the command does not.
        return try await Program.run(
            "/usr/bin/env", ["faketime", "-f", "+\(minutesAhead)m", Program.path, "test", "corporate"],
            in: workspace.folder, environment: environment)
    }

    private func said(_ outcome: Program.Outcome) -> String {
        outcome.status == 0 ? outcome.stdout.replacing("corporate: ", with: "") : outcome.stderr
    }

    /// Checks both halves of what router says: the error's line to its end, and the remedy.
    static func error(_ code: String, _ message: String, _ help: String) -> String {
        "error[\(code)]: \(message)\n  help: \(help)"
    }
}
