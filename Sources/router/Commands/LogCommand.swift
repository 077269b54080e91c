import ArgumentParser
import Attributes
import Connecting
import Diagnostics
import Engine
import Glibc

/// The command `router log`.
struct LogCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Show what was written down of a connection's work.",
        discussion: """
            'log:' in the connection's file says what is written: errors (the default), full conversations, or nothing.

              router log corporate
              router log corporate --follow
              router log corporate --lines 1000 --json | jq -r 'select(.kind == "failure").text'
            """)

    /// How often it is looked whether more has come.
    private static let interval = Duration.milliseconds(200)

    @OptionGroup var options: GlobalOptions

    @Argument(help: "The connection.", completion: NameCompletion.connections)
    var connectionName: String

    @Flag(name: .shortAndLong, help: "Go on with what comes, until Ctrl-C.")
    var follow = false

    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("How many of the last lines.", valueName: "number"))
    var lines = 100

    func validate() throws {
        guard lines >= 0 else { throw ValidationError("--lines can't be \(lines); write 0 or more") }
    }

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        let workspace = try openWorkspace()
        guard workspace.connectionNames.contains(connectionName) else {
            throw CommandFailure(
                .noInput, "no-such-connection", "there is no connection '\(connectionName)'",
                help: Suggestion.help(for: connectionName, among: workspace.connectionNames)
                    ?? "'router list' shows the connections")
        }
        let path = ConnectionLog.path(of: connectionName, in: workspace.folder.path)
        if let problem = LogReader.problem(path) {
            throw CommandFailure(
                .noInput, "not-readable", "\(path) can't be read: \(problem)",
                help: "run this as the user that router runs as")
        }
        if !LogReader.exists(path) {
            terminal.note(silence(workspace.connections[connectionName]))
            guard follow else { return .done }
        }
        var reader = LogReader(path)
        for line in reader.last(lines) { show(line, terminal) }
        while follow, !Self.isForsaken {
            try? await Task.sleep(for: Self.interval)
            for line in reader.next() { show(line, terminal) }
        }
        return .done
    }

    /// Why there is no log, and what makes one.
    private func silence(_ connection: Connection?) -> String {
        let file = connection?.file ?? "connections/\(connectionName).yaml"
        return switch connection?.log.level {
        case .off:
            "the connection '\(connectionName)' has no log: \(file) says 'log: off'; write 'log: errors' or 'log: full'"
        case .full: "the connection '\(connectionName)' has no log yet: nothing has gone through it"
        case .errors, nil:
            "the connection '\(connectionName)' has no log yet: nothing has gone wrong; 'log: full' in \(file) writes down every conversation"
        }
    }

    private func show(_ text: String, _ terminal: Terminal) {
        let line = LogLine(text)
        guard !terminal.isJSON else { return terminal.result(Self.json(line, text).printed()) }
        guard let line else { return terminal.result(Visible.line(text)) }
        let tint: Style.Tint? =
            switch line.mark {
            case .failure: .red
            case .client: .cyan
            case .note: .dim
            case .server: nil
            }
        terminal.result(tint.map { terminal.resultStyle.apply($0, line.printed) } ?? line.printed)
    }

    private static func json(_ line: LogLine?, _ text: String) -> JSON {
        guard let line else { return ["time": .null, "session": .null, "kind": .null, "text": .string(text)] }
        return [
            "time": .string(line.time), "session": .string(line.session), "kind": .string("\(line.mark)"),
            "text": .string(line.text),
        ]
    }

    /// Whether nobody reads what we write any more.
    private static var isForsaken: Bool {
        var entry = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
        return poll(&entry, 1, 0) > 0 && entry.revents & Int16(POLLERR | POLLNVAL) != 0
    }
}
