import ArgumentParser
import Attributes
import Connecting
import Diagnostics
import Engine

/// The command `router check`.
struct CheckCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Show every problem of the workspace.",
        discussion: """
            Each with its file, line and column, the words underlined, and what mends it. Exit code 78 when there are errors.

              router check
              router check --online
              router check --json | jq '.diagnostics[].message'
            """)

    @OptionGroup var options: GlobalOptions

    @Flag(help: "Also connect and log in to every connection.")
    var online = false

    @Flag(help: "Warnings are errors.")
    var strict = false

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        let workspace = try openWorkspace()
        var findings = workspace.findings
        for warning in workspace.lintInvitations(now: .now) { findings.report(warning) }
        let diagnostics = findings.sorted
        if terminal.isJSON {
            let report: JSON = [
                "diagnostics": .array(diagnostics.map(\.json)), "errors": .integer(findings.errors),
                "warnings": .integer(findings.warnings),
            ]
            terminal.result(report.printed())
        } else {
            for diagnostic in diagnostics { terminal.complain(diagnostic.printed(terminal.style)) }
            terminal.note(summary(workspace, findings))
        }
        var statuses: [ExitStatus] = [findings.errors > 0 || strict && findings.warnings > 0 ? .workspace : .done]
        if online { statuses += await checkOnline(workspace, terminal) }
        return .worst(of: statuses)
    }

    private func summary(_ workspace: Workspace, _ findings: Findings) -> String {
        func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
        return
            "\(count(workspace.connectionNames.count, "connection")), \(count(workspace.routeNames.count, "route")): "
            + (findings.isEmpty
                ? "no problems" : "\(count(findings.errors, "error")), \(count(findings.warnings, "warning"))")
    }

    private func checkOnline(_ workspace: Workspace, _ terminal: Terminal) async -> [ExitStatus] {
        var statuses: [ExitStatus] = []
        for connection in workspace.connections.values.sorted(by: { $0.name < $1.name }) where !connection.isDisabled {
            guard let checkable = connection.checkable else { continue }
            do throws(Failure) {
                for line in try await checkable.check() { terminal.note("\(connection.name): \(line)") }
            } catch {
                terminal.complain("\(connection.file): \(error.message)\n  help: \(error.help)")
                statuses.append(ExitStatus(error))
            }
        }
        return statuses
    }
}
