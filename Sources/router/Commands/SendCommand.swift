import ArgumentParser
import Attributes
import Connecting
import Diagnostics
import Engine

/// The command `router send`.
struct SendCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Send a message through a route.",
        discussion: """
              router send meeting-invite --data data/meeting.json
              echo '{"Email": "ivan@example.com"}' | router send welcome --data -
              router send welcome --data people.ndjson --keep-going
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(help: "The route, or its message name.", completion: NameCompletion.routes)
    var routeName: String

    @OptionGroup var data: DataOption

    @Flag(name: .long, help: "The data are many: one JSON object a line. Files that end in .ndjson are taken so.")
    var ndjson = false

    @Flag(name: .customLong("keep-going"), help: "Send the good lines when others are wrong.")
    var keepGoing = false

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        let (workspace, isWhole) = try openWorkspace(for: routeName)
        let route = try ownRoute(routeName, in: workspace, terminal)
        let elsewhere = ErrorsElsewhere(workspace, isWhole: isWhole, terminal)
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
        let watch = CourierWatch(terminal)
        let courier = Courier(
            sender, sessions: connection.sessions, rate: connection.rate, log: connection.log, news: watch.tell)
        let result = await Self.result { () async throws(CommandFailure) in
            if ndjson || data.data.hasSuffix(".ndjson") {
                try await sendLines(through: route, in: workspace, by: courier, watch, terminal)
            } else {
                try await sendOne(through: route, in: workspace, by: courier, terminal)
            }
        }
        await courier.close()
        let status = try result.get()
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

    private func sendOne(
        through route: SendRoute, in workspace: Workspace, by courier: Courier, _ terminal: Terminal
    ) async throws(CommandFailure) -> ExitStatus {
        let file = try data.read()
        let submission: Submission
        do throws(Mismatches) {
            submission = try Submission(try file.check(for: route, in: workspace), through: route, now: .now)
        } catch {
            throw CommandFailure(error, data: file.name, route: route)
        }
        if submission.messages.isEmpty { terminal.note("the list '\(route.each ?? "")' is empty: nothing is sent") }
        let report = SendReport(terminal)
        await report.deliver(submission.messages, by: courier)
        return report.status
    }

    /// All lines are checked before the first is sent.
    private func sendLines(
        through route: SendRoute, in workspace: Workspace, by courier: Courier, _ watch: CourierWatch,
        _ terminal: Terminal
    ) async throws(CommandFailure) -> ExitStatus {
        let batch = Batch(try data.lines(), folder: data.folder, route: route, workspace: workspace)
        let check = try await batch.check()
        if check.bad > 0 {
            for sentence in check.sentences { terminal.complain(sentence) }
            guard keepGoing else { throw check.failure(route: route) }
        }
        let progress = ProgressBar(total: check.good, on: terminal)
        watch.show(on: progress)
        let report = SendReport(terminal, progress: progress)
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
        // The next letters are composed while these are on their way.
        var ready = next().map { batch.messages(of: $0.chunk, without: $0.bad) }
        while let (messages, problems) = ready {
            for problem in problems { terminal.complain(problem) }
            isWhole = isWhole && problems.isEmpty
            let chunk = next()
            async let following = chunk.map { batch.messages(of: $0.chunk, without: $0.bad) }
            await report.deliver(messages, by: courier)
            ready = await following
        }
        progress.finish()
        terminal.note(report.summary.isEmpty ? "nothing to send" : report.summary)
        if let failure { throw failure }
        return .worst(of: [report.status, isWhole ? .done : .data])
    }
}
