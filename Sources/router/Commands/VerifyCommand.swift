import ArgumentParser
import Attributes
import Diagnostics
import Engine

/// The command `router verify`.
struct VerifyCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Run the tests that routes carry; nothing is sent.",
        discussion: """
              router verify
              router verify meeting-invite
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(help: "The route; all of them when it is left out.", completion: NameCompletion.routes)
    var routeName: String?

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        let workspace = try openWorkspace()
        var routes: [SendRoute] = []
        var receiving: [ReceiveRoute] = []
        if let routeName, let route = workspace.receiveRoutes[routeName] {
            Self.tell(errorsElsewhere: workspace.findings.errors, terminal)
            receiving = [route]
        } else if let routeName {
            routes = [try route(routeName, in: workspace, terminal)]
        } else {
            guard workspace.findings.errors == 0 else {
                let errors = workspace.findings.sorted.filter { $0.severity == .error }
                throw Self.broken(errors, "the workspace is wrong", terminal)
            }
            routes = workspace.routes.values.sorted { $0.name < $1.name }
            receiving = workspace.receiveRoutes.values.sorted { $0.name < $1.name }
        }
        let verifier = Verifier(workspace, now: .now)
        var passed = 0
        var failed = 0
        func tell(_ verdict: Verifier.Verdict, _ test: String, _ route: String) {
            if report(verdict, test, route, terminal) { passed += 1 } else { failed += 1 }
        }
        for route in routes {
            for test in route.tests { tell(verifier.run(test, of: route), test.name, route.name) }
        }
        for route in receiving {
            for test in route.tests {
                tell(verifier.run(test, of: route, reading: .standard), test.name, route.name)
            }
        }
        terminal.note("\(passed) passed, \(failed) failed")
        return failed > 0 ? .testFailed : .done
    }

    /// - Returns: Whether it passed.
    private func report(_ verdict: Verifier.Verdict, _ test: String, _ route: String, _ terminal: Terminal) -> Bool {
        let (mark, lines): (String, [String]) =
            switch verdict {
            case .passed: ("passed", [])
            case .differs(let differences): ("differs", differences.flatMap(\.lines))
            case .refused(let sentences): ("refused", sentences)
            }
        if terminal.isJSON {
            let line: JSON = [
                "route": .string(route), "test": .string(test), "passed": .bool(mark == "passed"),
                "differences": .array(lines.map { .string($0) }),
            ]
            terminal.result(line.printed())
        } else if mark == "passed" {
            terminal.result("\(terminal.resultStyle.apply(.green, "✓")) \(route): \(test)")
        } else {
            terminal.result("\(terminal.resultStyle.apply(.red, "✗")) \(route): \(test)")
            for line in lines { terminal.result("    \(line)") }
        }
        return mark == "passed"
    }
}
