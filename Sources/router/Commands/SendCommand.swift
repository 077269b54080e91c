import ArgumentParser
import Attributes
import Connecting
import Diagnostics
import Engine
import Spool

/// The command `router send`.
struct SendCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Send a message through a route.",
        discussion: """
              router send meeting-invite --data data/meeting.json
              echo '{"Email": "ivan@example.com"}' | router send welcome --data -
              router send welcome --data people.ndjson --keep-going
              router send order-shipped --data order.json --idempotency-key order-4711
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(help: "The route, or its message name.", completion: NameCompletion.routes)
    var routeName: String

    @OptionGroup var data: DataOption

    @Flag(name: .long, help: "The data are many: one JSON object a line. Files that end in .ndjson are taken so.")
    var ndjson = false

    @Flag(name: .customLong("keep-going"), help: "Send the good lines when others are wrong.")
    var keepGoing = false

    @Flag(name: .customLong("no-wait"), help: "Put it into the spool and return: 'router serve' sends it.")
    var noWait = false

    @Option(
        name: .customLong("idempotency-key"),
        help: ArgumentHelp(
            "The same key again sends nothing, and tells of the first; of many lines, each has the key and its number.",
            valueName: "key"))
    var key: String?

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        let (workspace, errorsElsewhere) = try openWorkspace(for: routeName)
        let route = try ownRoute(routeName, in: workspace, terminal)
        let elsewhere = ErrorsElsewhere(errorsElsewhere, terminal)
        let result = await Self.result { () async throws(CommandFailure) in
            try await send(through: route, in: workspace, terminal)
        }
        await elsewhere.tell()
        return try result.get()
    }

    private func send(
        through route: SendRoute, in workspace: Workspace, _ terminal: Terminal
    ) async throws(CommandFailure) -> ExitStatus {
        guard !route.isDisabled else {
            throw CommandFailure(
                .workspace, "disabled", "the route '\(route.name)' is disabled",
                help: "delete 'disabled: true' in \(route.file)")
        }
        guard let connection = workspace.connections[route.connection], let sender = connection.sender else {
            throw CommandFailure(
                .workspace, "workspace", "the route '\(route.name)' has no connection that sends",
                help: "run 'router check'")
        }
        guard !connection.isDisabled else {
            throw CommandFailure(
                .workspace, "disabled", "the connection '\(connection.name)' is disabled",
                help: "delete 'disabled: true' in \(connection.file)")
        }
        guard workspace.settings.spool != "none" || !noWait && key == nil else {
            throw CommandFailure(
                .workspace, "no-spool", "the workspace has no spool, which --no-wait and --idempotency-key need",
                help: "delete 'spool: none' in router.yaml")
        }
        let watch = CourierWatch(terminal)
        let isMany = ndjson || data.data.hasSuffix(".ndjson")
        let lines = isMany ? try await checkedLines(through: route, in: workspace, terminal) : nil
        let progress = lines.map { ProgressBar(total: $0.check.good, on: terminal) }
        if let progress { watch.show(on: progress) }
        let report = SendReport(terminal, isKept: workspace.settings.spool != "none", progress: progress)
        let one = isMany ? nil : try record(for: route, in: workspace)
        let way = try await Way(
            through: route, connection, sender, in: workspace, isLeft: noWait, report, watch)
        let result = await Self.result { () async throws(CommandFailure) in
            if let lines {
                try await send(lines, through: route, by: way, report, terminal)
            } else if let one {
                try await send(one, through: route, by: way, report, terminal)
            } else {
                .done
            }
        }
        await way.end()
        let status = try result.get()
        if way.isForgotten {
            terminal.note("nobody works the spool off now: 'router serve' or 'router queue run' does")
        }
        if let note = await connection.authorization?.note { terminal.note(note) }
        return status
    }

    /// What came of work that something has to follow, either way.
    private static func result(
        _ work: () async throws(CommandFailure) -> ExitStatus
    ) async -> Result<ExitStatus, CommandFailure> {
        do throws(CommandFailure) {
            return .success(try await work())
        } catch {
            return .failure(error)
        }
    }

    private func record(for route: SendRoute, in workspace: Workspace) throws(CommandFailure) -> (DataFile, Record) {
        let file = try data.read()
        do throws(Mismatches) {
            return (file, try file.check(for: route, in: workspace))
        } catch {
            throw CommandFailure(error, data: file.name, route: route)
        }
    }

    private func send(
        _ one: (file: DataFile, record: Record), through route: SendRoute, by way: Way, _ report: SendReport,
        _ terminal: Terminal
    ) async throws(CommandFailure) -> ExitStatus {
        switch try await way.compose(one.record) {
        case .failure(let mismatches): throw CommandFailure(mismatches, data: one.file.name, route: route)
        case .success(let submission):
            guard !submission.messages.isEmpty else {
                terminal.note("the list '\(route.each ?? "")' is empty: nothing is sent")
                return .done
            }
            let key = key.map { SubmissionKey($0, route: route.name, data: one.file.json) }
            try await way.send(await way.place([(submission, key)]))
            return report.status
        }
    }

    /// All lines are checked before the first is sent.
    private func checkedLines(
        through route: SendRoute, in workspace: Workspace, _ terminal: Terminal
    ) async throws(CommandFailure) -> (batch: Batch, check: LineCheck) {
        let batch = Batch(try data.lines(), folder: data.folder, route: route, workspace: workspace)
        let check = try await batch.check()
        if check.bad > 0 {
            for sentence in check.sentences { terminal.complain(sentence) }
            guard keepGoing else { throw check.failure(route: route) }
        }
        return (batch, check)
    }

    private func send(
        _ lines: (batch: Batch, check: LineCheck), through route: SendRoute, by way: Way, _ report: SendReport,
        _ terminal: Terminal
    ) async throws(CommandFailure) -> ExitStatus {
        let (batch, check) = lines
        var isWhole = check.bad == 0
        var failure: CommandFailure?
        var pass = batch.pass(after: check)
        func next() -> (chunk: LineChunk, bad: [UInt16])? {
            do throws(CommandFailure) {
                return try pass.next()
            } catch {
                failure = error
                return nil
            }
        }
        // The next letters are composed, and put into the spool, while these are on their way.
        var ready = await Self.prepare(next(), of: batch, by: way, key: key)
        while let (composed, placed) = ready {
            for problem in composed.problems { terminal.complain(problem) }
            isWhole = isWhole && composed.problems.isEmpty
            failure = failure ?? composed.failure ?? placed.failure
            let chunk = failure == nil ? next() : nil
            async let following = Self.prepare(chunk, of: batch, by: way, key: key)
            do throws(CommandFailure) {
                try await way.send(placed)
            } catch {
                failure = failure ?? error
            }
            ready = await following
        }
        report.finish()
        terminal.note(report.summary.isEmpty ? "nothing to send" : report.summary)
        if let failure { throw failure }
        return .worst(of: [report.status, isWhole ? .done : .data])
    }

    private static func prepare(
        _ chunk: (chunk: LineChunk, bad: [UInt16])?, of batch: Batch, by way: Way, key: String?
    ) async -> (composed: Batch.Composed, placed: Way.Placed)? {
        guard let chunk else { return nil }
        let composed = await batch.compose(chunk.chunk, without: chunk.bad, by: way, key: key)
        return (composed, await way.place(composed.submissions))
    }
}
