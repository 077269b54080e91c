import ArgumentParser
import Attributes
import Connecting
import Diagnostics
import Engine
import Glibc
import Spool
import Synchronization

/// The command `router receive`.
struct ReceiveCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "receive", abstract: "Print what comes in by a route, a line of JSON for each message.",
        discussion: """
            Being printed is the delivery: only when a line is written, the mailbox is told that its letter was read. What was \
            fetched and not printed, because something came between, is printed the next time; nothing is printed twice. \
            With --deliver the handlers of the route get the messages instead. Letters that nobody can get as they are \
            are kept in quarantine and named on stderr: 'router inbox' shows them, and 'router inbox retry' tries again.

              router receive support-inbox --once
              router receive support-inbox | jq -r .Subject
              router receive support-inbox --once --deliver
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(help: "The route.", completion: NameCompletion.routes)
    var route: String

    @Flag(help: "End when all that is there was handled; else go on until Ctrl-C.")
    var once = false

    @Flag(help: "Hand the messages to the route's handlers, and print what they answer.")
    var deliver = false

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        let workspace = try openWorkspace()
        let route = try receiveRoute(route, in: workspace, terminal)
        let temporary = workspace.settings.spool == "none" ? try TemporaryFolder() : nil
        defer { withExtendedLifetime(temporary) {} }
        let spool = try await Self.spool(of: workspace, temporary)
        let result: Result<ExitStatus, CommandFailure>
        do throws(CommandFailure) {
            result = .success(try await receive(by: route, in: workspace, on: spool, terminal))
        } catch {
            result = .failure(error)
        }
        await spool.close()
        return try result.get()
    }

    private func receive(
        by route: ReceiveRoute, in workspace: Workspace, on spool: any Spool, _ terminal: Terminal
    ) async throws(CommandFailure) -> ExitStatus {
        let report = ReceiveReport(terminal)
        let interrupts = Interrupts()
        let first = interrupts.first
        let working = Task { [once, deliver] in
            await Self.result { () async throws(ReadingProblem) in
                if deliver {
                    try await Self.deliver(by: route, in: workspace, on: spool, once: once, report)
                } else {
                    try await Self.print(by: route, in: workspace, on: spool, once: once, report)
                }
            }
        }
        let hearing = Task {
            for await _ in first {
                working.cancel()
                break
            }
        }
        let result = await working.value
        hearing.cancel()
        interrupts.end()
        report.finish()
        if case .failure(let problem) = result, let failure = CommandFailure(problem) { throw failure }
        return report.status
    }

    private static func print(
        by route: ReceiveRoute, in workspace: Workspace, on spool: any Spool, once: Bool, _ report: ReceiveReport
    ) async throws(ReadingProblem) {
        let owner: Owner
        do throws(SpoolProblem) {
            owner = try await spool.register("router receive, process \(getpid())")
        } catch {
            throw .spool(error)
        }
        let printing = ArrivalPrinting(
            route, in: workspace, on: spool, owner, quarantined: report.quarantined, write: report.print)
        let result = await Self.result { () async throws(ReadingProblem) in try await printing.run(once: once) }
        try? await spool.resign(owner)
        try result.get()
    }

    /// Works as a service does, for one route.
    private static func deliver(
        by route: ReceiveRoute, in workspace: Workspace, on spool: any Spool, once: Bool, _ report: ReceiveReport
    ) async throws(ReadingProblem) {
        let service: Service
        do throws(SpoolProblem) {
            service = try await Service.start(
                workspace.only(route), on: spool, as: "router receive, process \(getpid())"
            ) { news in
                switch news {
                case .handled(let handling, let outcome, let state): report.handled(handling, outcome, state)
                case .understood(let id, _, .quarantined, let reason?): report.quarantined(id, reason)
                default: break
                }
            }
        } catch {
            throw .spool(error)
        }
        var problem: ReadingProblem?
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(50))
            guard once else { continue }
            problem = await service.folders().lazy.compactMap(\.problem).first
            if problem != nil { break }
            if await service.hasReceivedAll() { break }
        }
        await service.stop(within: .seconds(30))
        if let problem { throw problem }
    }

    private static func result(
        _ work: () async throws(ReadingProblem) -> Void
    ) async -> Result<Void, ReadingProblem> {
        do throws(ReadingProblem) {
            return .success(try await work())
        } catch {
            return .failure(error)
        }
    }

    /// The workspace's spool, or one that goes with the command: then only the mailbox knows what was read.
    private static func spool(
        of workspace: Workspace, _ temporary: TemporaryFolder?
    ) async throws(CommandFailure) -> any Spool {
        guard let temporary else {
            if let spool = try await SpoolOpening.open(of: workspace) { return spool }
            throw CommandFailure(.fault, "no-spool", "there is no spool", help: "tell the developers of router")
        }
        do throws(SpoolProblem) {
            return try await SpoolAddress("sqlite:\(temporary.path)/spool.db", workspace: temporary.path).open()
        } catch {
            throw CommandFailure(error)
        }
    }

    private func receiveRoute(
        _ name: String, in workspace: Workspace, _ terminal: Terminal
    ) throws(CommandFailure) -> ReceiveRoute {
        guard let route = workspace.receiveRoutes[name] else {
            if workspace.routes[name] != nil {
                throw CommandFailure(
                    .usage, "not-receiving", "the route '\(name)' sends", help: "'router send \(name)' sends by it")
            }
            guard workspace.routeNames.contains(name) else {
                throw CommandFailure(
                    .noInput, "no-such-route", "there is no route '\(name)'",
                    help: Suggestion.help(for: name, among: workspace.receiveRoutes.keys.sorted())
                        ?? "'router list' shows the routes of \(workspace.folder.path)")
            }
            throw Self.broken(workspace.findings(concerning: name), "the route '\(name)' is wrong", terminal)
        }
        guard !route.isDisabled else {
            throw CommandFailure(
                .workspace, "disabled", "the route '\(name)' is disabled",
                help: "delete 'disabled: true' in \(route.file)")
        }
        _ = try connection(route.connection, in: workspace, terminal)
        Self.tell(errorsElsewhere: workspace.findings.errors, terminal)
        return route
    }
}

extension CommandFailure {
    /// Why a mailbox could not be read; `nil` when only the reader of the output went away.
    init?(_ problem: ReadingProblem) {
        switch problem {
        case .mailbox(let failure):
            self.init(ExitStatus(failure), failure.code.rawValue, failure.message, help: failure.help)
        case .spool(let problem): self.init(problem)
        case .taken(let name):
            self.init(
                .deferred, "folder-taken", "'\(Visible.line(name))' reads this folder now",
                help: "stop it, or see what it got with 'router inbox list'")
        case .unheard: return nil
        }
    }
}
