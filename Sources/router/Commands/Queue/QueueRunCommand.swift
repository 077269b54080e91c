import ArgumentParser
import Attributes
import Connecting
import Diagnostics
import Engine
import Glibc
import Spool

/// The command `router queue run`.
struct QueueRunCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Send what is due, until nothing is.",
        discussion: """
            Works off what others have put into the spool too, and may run beside 'router serve' and other runs: each \
            letter goes out once. Deferred letters stay until their time has come; it is said when the next is due. \
            Where a server can't be reached, its other letters are left alone. Ctrl-C lets letters on their way end; \
            the second one does not. The exit code is that of the worst outcome. With --json each outcome is a line.

              router queue run
              router queue run --connection corporate --for 5m
              */5 * * * * cd /srv/mail && router queue run --quiet     # in a crontab
            """)

    @OptionGroup var options: GlobalOptions

    @Flag(name: .customLong("until-empty"), help: "Wait for deferred letters too, until nobody is owed one.")
    var untilEmpty = false

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp("Go on with what comes for so long, as 90s or 5m.", valueName: "time"),
        transform: Age.read)
    var length: Age?

    @Option(name: .long, help: "Only letters of a route.", completion: NameCompletion.routes)
    var route: String?

    @Option(name: .long, help: "Only letters that go through a connection.", completion: NameCompletion.connections)
    var connection: String?

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        try await withSpool(terminal) { (access) async throws(CommandFailure) -> ExitStatus in
            guard let access else { return .done }
            return try await run(access, terminal)
        }
    }

    private func run(_ access: SpoolAccess, _ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        let (workspace, spool) = (access.workspace, access.spool)
        var connections = workspace.connections.values.filter { !$0.isDisabled && $0.sender != nil }
            .sorted { $0.name < $1.name }
        if let connection {
            let one = try self.connection(connection, in: workspace, terminal)
            guard one.sender != nil else {
                throw CommandFailure(
                    .usage, "no-sender", "the connection '\(connection)' sends no letters",
                    help: "'router list' shows the connections and their kinds")
            }
            connections = [one]
        }
        try await access.checkNames(route: route, connection: nil)
        let interrupts = Interrupts()
        let tallies = try await onSpool { () async throws(SpoolProblem) in
            try await spool.tally(includingFinished: false)
        }.filter { tally in
            (route.map { $0 == tally.route } ?? true) && (connection.map { $0 == tally.connection } ?? true)
        }
        let names = Set(connections.map(\.name))
        let report = RunReport(
            terminal,
            expected: tallies.filter { $0.state == .queued && names.contains($0.connection) }
                .reduce(0) { $0 + $1.count })
        let owner = try await onSpool { () async throws(SpoolProblem) in
            try await spool.register("router queue run, process \(getpid())")
        }
        var run = QueueRun(
            spool, owner, connections, in: workspace, route: route,
            QueueRun.Limits(untilEmpty: untilEmpty, length: length?.length), report)
        let end = await run.run(interruptedBy: interrupts.first)
        interrupts.end()
        report.finish()
        var statuses: Set<ExitStatus> = [report.status]
        statuses.formUnion(tell(end, terminal))
        if !end.isInterrupted {
            statuses.formUnion(tellUnsendable(tallies, in: workspace, terminal))
            let removed = try await QueuePurgeCommand.purge(spool)
            if removed > 0, terminal.isVerbose { terminal.note("\(removed) messages removed that ended long ago") }
        }
        let nothing = end.isInterrupted || end.left > 0 ? "nothing was sent" : "nothing was due"
        await tellNext(report.summary.isEmpty ? nothing : report.summary, spool, connections, terminal)
        for connection in connections {
            if let note = await connection.authorization?.note { terminal.note(note) }
        }
        return .worst(of: statuses)
    }

    private func tell(_ end: QueueRun.End, _ terminal: Terminal) -> Set<ExitStatus> {
        var statuses: Set<ExitStatus> = []
        func tell(_ failure: Failure, of subject: String) {
            let label = terminal.style.apply(.red, "error[\(failure.code.rawValue)]")
            terminal.complain(
                "\(label): \(subject)\(Visible.line(failure.message))\n"
                    + "  \(terminal.style.apply(.cyan, "help")): \(Visible.line(failure.help))")
            statuses.insert(ExitStatus(failure))
        }
        for (name, failure) in end.failing { tell(failure, of: "the connection '\(name)': ") }
        if let problem = end.problem { tell(problem, of: "") }
        if end.left > 0 {
            terminal.complain(
                "\(end.left) \(end.left == 1 ? "letter was" : "letters were") still on the way;"
                    + " 'router queue list --state held' shows those of which nobody will know")
            statuses.insert(.held)
        }
        return statuses
    }

    /// Letters whose connection can't carry them wait for a person, who should know of it.
    private func tellUnsendable(
        _ tallies: [Tally], in workspace: Workspace, _ terminal: Terminal
    ) -> Set<ExitStatus> {
        var counts: [String: Int] = [:]
        for tally in tallies where tally.state != .held && tally.state != .sending {
            counts[tally.connection, default: 0] += tally.count
        }
        var statuses: Set<ExitStatus> = []
        for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
            let words =
                "\(count) \(count == 1 ? "letter waits" : "letters wait") for the connection '\(Visible.line(name))'"
            if let connection = workspace.connections[name], connection.sender != nil {
                if connection.isDisabled { terminal.note("\(words), which is disabled") }
                continue
            }
            let isWrong = workspace.connectionNames.contains(name)
            let failure = CommandFailure(
                .workspace, isWrong ? "workspace" : "no-such-connection",
                "\(words), which \(isWrong ? "is wrong" : "the workspace does not have")",
                help: isWrong
                    ? "'router check' says what is wrong with it"
                    : "bring connections/\(Visible.line(name)).yaml back, or give the letters up with"
                        + " 'router queue cancel --connection \(Visible.line(name))'")
            terminal.complain(failure.printed(terminal.style))
            statuses.insert(.workspace)
        }
        return statuses
    }

    private func tellNext(
        _ summary: String, _ spool: any Spool, _ connections: [Connection], _ terminal: Terminal
    ) async {
        guard !terminal.isQuiet else { return }
        let now = Instant.now
        let due = await spool.nextDue(for: connections.map(\.name), route: route)
        let next =
            due.map { due in
                due <= now ? "; others are due" : "; the next is due \(Moment.due(due, now: now)), at \(due.iso8601)"
            } ?? ""
        terminal.note(summary + next)
    }
}
