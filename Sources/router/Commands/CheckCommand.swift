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
        // With JSON there is one result; a person reads what is wrong in the files while the servers are asked.
        if !terminal.isJSON {
            for diagnostic in diagnostics { terminal.complain(diagnostic.printed(terminal.style)) }
            terminal.note(summary(workspace, findings))
        }
        let trials = online ? await ConnectionTrial.all(in: workspace) : nil
        if terminal.isJSON {
            var report: [JSON.Member] = [
                .init(name: "diagnostics", value: .array(diagnostics.map(\.json))),
                .init(name: "errors", value: .integer(findings.errors)),
                .init(name: "warnings", value: .integer(findings.warnings)),
            ]
            if let trials { report.append(.init(name: "connections", value: .array(trials.map(\.json)))) }
            terminal.result(JSON.object(report).printed())
        } else {
            for trial in trials ?? [] { tell(trial, terminal) }
        }
        let offline: ExitStatus = findings.errors > 0 || strict && findings.warnings > 0 ? .workspace : .done
        return .worst(of: [offline] + (trials ?? []).map(\.status))
    }

    private func tell(_ trial: ConnectionTrial, _ terminal: Terminal) {
        switch trial.outcome {
        case .success(let lines):
            for line in lines { terminal.note("\(trial.name): \(line)") }
        case .failure(let failure):
            let label = terminal.style.apply(.red, "error[\(failure.code.rawValue)]")
            let help = terminal.style.apply(.cyan, "help")
            terminal.complain("\(trial.file): \(label): \(failure.message)\n  \(help): \(failure.help)")
        }
    }

    private func summary(_ workspace: Workspace, _ findings: Findings) -> String {
        func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
        return
            "\(count(workspace.connectionNames.count, "connection")), \(count(workspace.routeNames.count, "route")): "
            + (findings.isEmpty
                ? "no problems" : "\(count(findings.errors, "error")), \(count(findings.warnings, "warning"))")
    }
}
