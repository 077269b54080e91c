import ArgumentParser
import Attributes
import Connectors
import Console
import Diagnostics
import Engine
import Glibc

/// The command `router serve`.
struct ServeCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Take messages over HTTP and send them, until told to stop.",
        discussion: """
            Works the spool off and serves the HTTP API. SIGTERM or Ctrl-C ends it: letters on their way are finished first; a second \
            signal ends it at once. SIGHUP, or a change of the workspace's files, reads the workspace again; one with errors is \
            refused, and the old one stays in force. The log goes to stderr, as JSON lines with --json.

              router serve
              router token create portal --scope send
              router serve --listen 0.0.0.0:8025 --json
            """)

    @OptionGroup var options: GlobalOptions
    @OptionGroup var serving: ServeOptions

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        let drain = try drain()
        let workspace = try openWorkspace()
        try check(workspace, terminal)
        let server = workspace.settings.server
        var address = ServerAddress(host: server.host, port: server.port)
        if let listen = serving.listen {
            guard let given = ServerAddress(listen) else {
                throw CommandFailure(
                    .usage, "bad-address", "'\(Visible.shortened(listen, to: 100))' is not an address with a port",
                    help: "write --listen 127.0.0.1:8025, or [::1]:8025")
            }
            address = given
        }
        guard serving.maxWaiting > 0 else {
            throw CommandFailure(
                .usage, "bad-count", "--max-waiting is \(serving.maxWaiting)", help: "write a number from 1 on")
        }
        let log = EventLog(
            terminal.isQuiet ? .warning : terminal.isVerbose ? .debug : .info, isJSON: terminal.isJSON)
        defer { log.flush() }
        let folder = workspace.folder
        let substitutions = Self.substitutions(in: folder)
        let session = ServeSession(
            workspace, at: address, portFile: serving.portFile, drain: drain, mostWaiting: serving.maxWaiting, log: log,
            terminal
        ) {
            WorkspaceLoader.load(folder, connectors: connectors, substitutions: substitutions)
        }
        return try await session.run()
    }

    private func drain() throws(CommandFailure) -> Duration {
        if let drain = try? Duration(reading: serving.drain), drain <= .seconds(3600) { return drain }
        throw CommandFailure(
            .usage, "bad-duration", "'\(Visible.shortened(serving.drain, to: 60))' is not a duration",
            help: "write --drain 30s, at most 1h")
    }

    /// What is wrong is told; it serves as long as anything can be sent.
    private func check(_ workspace: Workspace, _ terminal: Terminal) throws(CommandFailure) {
        let usable = workspace.routes.values.contains { route in
            guard !route.isDisabled, let connection = workspace.connections[route.connection] else { return false }
            return !connection.isDisabled && connection.sender != nil
        }
        let reads = workspace.receiveRoutes.values.contains { route in
            !route.isDisabled && workspace.connections[route.connection].map { !$0.isDisabled } ?? false
        }
        guard usable || reads else {
            throw Self.broken(
                workspace.findings.sorted, "there is no route with a connection that could be served", terminal)
        }
    }
}
