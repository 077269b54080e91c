import Connecting
import Connectors
import Diagnostics
import Engine
import Glibc
import Settings

extension RouterSubcommand {
    /// Finds and reads the workspace, right or wrong.
    func openWorkspace() throws(CommandFailure) -> Workspace {
        let folder = try workspaceFolder()
        return WorkspaceLoader.load(
            folder, connectors: connectors, substitutions: Self.substitutions(in: folder))
    }

    /// Finds the workspace and reads what a route needs, if that can be told apart; the others' errors can be counted later.
    func openWorkspace(
        for route: String
    ) throws(CommandFailure) -> (workspace: Workspace, errorsElsewhere: @Sendable () -> Int) {
        let folder = try workspaceFolder()
        let substitutions = Self.substitutions(in: folder)
        if let narrow = WorkspaceLoader.load(
            for: route, in: folder, connectors: connectors, substitutions: substitutions)
        {
            return narrow
        }
        let whole = WorkspaceLoader.load(folder, connectors: connectors, substitutions: substitutions)
        return (whole, { whole.findings.errors })
    }

    private func workspaceFolder() throws(CommandFailure) -> WorkspaceFolder {
        let named = options.workspace ?? getenv("ROUTER_WORKSPACE").map { String(cString: $0) }
        guard let folder = WorkspaceFolder.find(named: named, from: Self.currentFolder) else {
            if let named {
                throw CommandFailure(
                    .noInput, "no-workspace", "there is no folder '\(named)'",
                    help: "name the folder that has router.yaml")
            }
            throw CommandFailure(
                .noInput, "no-workspace", "there is no workspace here, nor in any folder above",
                help: "'router init' makes one; --workspace names one")
        }
        guard folder.isWorkspace else {
            throw CommandFailure(
                .noInput, "no-workspace",
                "'\(folder.path)' is no workspace: it has neither router.yaml, nor connections and routes",
                help: "name the folder that has them, or make one with 'router init \(folder.path)'")
        }
        return folder
    }

    static func substitutions(in folder: WorkspaceFolder) -> Substitutions {
        Substitutions(
            environment: { name in getenv(name).map { String(cString: $0) } },
            file: { path throws(Substitutions.FileProblem) in
                do throws(TextFile.Problem) {
                    return try TextFile.read(folder.resolve(path), limit: Substitutions.fileLimit)
                } catch {
                    throw Substitutions.FileProblem(error.words)
                }
            })
    }

    static var currentFolder: String {
        guard let pointer = getcwd(nil, 0) else { return "." }
        defer { free(pointer) }
        return String(cString: pointer)
    }

    /// The route of a name, when it and what it needs are right; what is wrong elsewhere becomes one line on stderr.
    func route(_ name: String, in workspace: Workspace, _ terminal: Terminal) throws(CommandFailure) -> SendRoute {
        let route = try ownRoute(name, in: workspace, terminal)
        Self.tell(errorsElsewhere: workspace.findings.errors, terminal)
        return route
    }

    static func tell(errorsElsewhere errors: Int, _ terminal: Terminal) {
        guard errors > 0 else { return }
        terminal.note(
            "\(errors) \(errors == 1 ? "error" : "errors") elsewhere in the workspace; 'router check' shows them")
    }

    /// The route of a name, when it and what it needs are right.
    func ownRoute(_ name: String, in workspace: Workspace, _ terminal: Terminal) throws(CommandFailure) -> SendRoute {
        guard let route = workspace.route(name) else {
            guard workspace.routeNames.contains(name) else {
                throw CommandFailure(
                    .noInput, "no-such-route", "there is no route '\(name)'",
                    help: Suggestion.help(for: name, among: workspace.addressableNames)
                        ?? "'router list' shows the routes of \(workspace.folder.path)")
            }
            if workspace.receiveRoutes[name] != nil {
                throw CommandFailure(
                    .noInput, "no-such-route", "the route '\(name)' receives: nothing can be sent by it",
                    help: "name a route of kind 'send'; 'router show \(name)' tells what comes in by this one")
            }
            throw Self.broken(workspace.findings(concerning: name), "the route '\(name)' is wrong", terminal)
        }
        return route
    }

    /// Prints what is wrong and says that nothing was done.
    static func broken(_ diagnostics: [Diagnostic], _ message: String, _ terminal: Terminal) -> CommandFailure {
        if !terminal.isJSON {
            for diagnostic in diagnostics { terminal.complain(diagnostic.printed(terminal.style)) }
        }
        return CommandFailure(diagnostics, message)
    }
}
