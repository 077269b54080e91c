import Connecting
import Diagnostics
import Engine

extension RouterSubcommand {
    /// The connection of a name, when it is right and in use.
    func connection(
        _ name: String, in workspace: Workspace, _ terminal: Terminal
    ) throws(CommandFailure) -> Connection {
        guard let connection = workspace.connections[name] else {
            if workspace.connectionNames.contains(name) {
                let own = workspace.findings(concerningConnection: name)
                throw Self.broken(own, "the connection '\(name)' is wrong", terminal)
            }
            throw CommandFailure(
                .noInput, "no-such-connection", "there is no connection '\(name)'",
                help: Suggestion.help(for: name, among: workspace.connectionNames)
                    ?? "'router list' shows the connections")
        }
        guard !connection.isDisabled else {
            throw CommandFailure(
                .workspace, "disabled", "the connection '\(name)' is disabled",
                help: "delete 'disabled: true' in \(connection.file)")
        }
        return connection
    }
}
