package import Attributes
import Connecting
import Diagnostics
import MIME
package import Spool
import Synchronization

/// A process that takes submissions and sends them, for as long as it runs: what stands behind `router serve`.
///
///     let service = try await Service.start(workspace, on: spool, as: "router serve")
///     let accepted = try await service.submit(json, to: "meeting-invite")   // survives power loss from here on
///     await service.stop(within: .seconds(30))
package actor Service {
    /// The name that owners begin with who work everything off.
    package static let name = "router serve"
    package nonisolated let spool: any Spool
    package nonisolated let tallies = Tallies()
    package nonisolated let arrivals = ReceivingTallies()
    private let owner: Owner
    private let schedule: RetrySchedule
    private let dispatcher: Dispatcher
    private var reception: Reception?
    let alerts: Alerts
    let tell: @Sendable (ServiceNews) -> Void
    private let state: Mutex<State>
    private var chores: [Task<Void, Never>] = []

    private struct State {
        var workspace: Workspace
        var isStopping = false
    }

    /// Begins to work a spool off.
    ///
    /// - Parameters:
    ///   - workspace: Its routes and connections; wrong ones are left out.
    ///   - spool: Open.
    ///   - name: What this process is called there.
    ///   - schedule: When what is deferred is due again.
    ///   - tell: Called from any thread.
    /// - Returns: The service, at work.
    /// - Throws: Why the spool can't be worked on.
    package static func start(
        _ workspace: Workspace, on spool: any Spool, as name: String = Service.name,
        schedule: RetrySchedule = RetrySchedule(), tell: @escaping @Sendable (ServiceNews) -> Void = { _ in }
    ) async throws(SpoolProblem) -> Service {
        let owner = try await spool.register(name)
        let service = Service(workspace, spool, owner, schedule, tell)
        await service.begin()
        return service
    }

    private init(
        _ workspace: Workspace, _ spool: any Spool, _ owner: Owner, _ schedule: RetrySchedule,
        _ tell: @escaping @Sendable (ServiceNews) -> Void
    ) {
        self.spool = spool
        self.owner = owner
        self.schedule = schedule
        self.tell = tell
        state = Mutex(State(workspace: workspace))
        let tallies = tallies
        let alerts = Alerts(spool, tell: tell)
        self.alerts = alerts
        let connections = Connections()
        self.connections = connections
        dispatcher = Dispatcher(
            spool, owner, schedule: schedule,
            heard: { delivery, receipt, length in
                let connection = connections.name(of: delivery.route)
                tallies.ended(
                    route: delivery.route, connection: connection, receipt, attempt: length,
                    sinceAccepted: delivery.history.accepted.map { Instant.now - $0 })
                tell(
                    .attempted(
                        id: delivery.letter.id, route: delivery.route, connection: connection, receipt, length,
                        trace: delivery.history.trace))
                alerts.ended(delivery, receipt)
            },
            tell: { news in
                switch news {
                case .fails(let name, let failure):
                    tell(.connectionFails(name, failure))
                    alerts.connectionFails(name, failure)
                case .works(let name): tell(.connectionWorks(name))
                case .spoolFails(let problem): tell(.spoolFails(problem))
                }
            })
    }

    private let connections: Connections

    /// Which connection a route's letters go through, for counts.
    private final class Connections: Sendable {
        private let names = Mutex<[String: String]>([:])

        func use(_ workspace: Workspace) {
            let found = workspace.routes.mapValues(\.connection)
            names.withLock { $0 = found }
        }

        func name(of route: String) -> String { names.withLock { $0[route] ?? "" } }
    }

    private func begin() async {
        let (alerts, tell) = (alerts, tell)
        reception = Reception(
            spool, owner, schedule: schedule, counts: arrivals,
            submit: { [weak self] data, route, key, replying in
                guard let self else { return .failure(.stopping) }
                do throws(SubmitProblem) {
                    return .success(try await self.submit(data, to: route, key: key, answering: replying))
                } catch {
                    return .failure(error)
                }
            },
            tell: { news in
                tell(news)
                alerts.heard(news)
            })
        await use(workspace)
        chores = [
            Task { await recover() },
            Task { await purge() },
        ]
    }

    /// The workspace in force.
    package nonisolated var workspace: Workspace { state.withLock { $0.workspace } }

    package nonisolated var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Others have taken this process for dead; it sends nothing any more.
    package nonisolated var isLost: Bool { owner.isLost }

    /// Puts another workspace in force; letters on their way end as they began.
    package func use(_ workspace: Workspace) async {
        state.withLock { $0.workspace = workspace }
        connections.use(workspace)
        alerts.use(workspace)
        await dispatcher.use(workspace)
        await reception?.use(workspace)
    }

    /// Takes a submission: checks, renders and composes it, and puts it into the spool.
    ///
    /// - Parameters:
    ///   - data: The attributes.
    ///   - name: The route, or its message name.
    ///   - documents: Whether the data may name files.
    ///   - key: The caller's idempotency key.
    ///   - applications: Those whose routes the caller may use; `nil` for all.
    ///   - trace: The caller's trace context.
    ///   - replying: What its letters answer.
    /// - Returns: What survives power loss from here on.
    /// - Throws: Why nothing was taken.
    package nonisolated func submit(
        _ data: JSON, to name: String, documents: CheckingContext.Documents = .refused, key: String? = nil,
        applications: Set<String>? = nil, trace: String? = nil, answering replying: Replying? = nil
    ) async throws(SubmitProblem) -> Accepted {
        let workspace = workspace
        guard !isStopping else { throw .stopping }
        let route = try Self.route(name, in: workspace, for: applications)
        let record: Record
        do throws(Mismatches) {
            record = try route.schema.check(data, in: workspace.context(for: route, documents: documents)).get()
        } catch {
            throw .data(error, route: route)
        }
        let made: Result<Submission, Mismatches>
        do throws(SpoolProblem) {
            made = try await Submission.make(
                record, through: route, now: .now, countingIn: spool, answering: replying)
        } catch {
            throw .spool(error)
        }
        guard case .success(let submission) = made else {
            if case .failure(let mismatches) = made { throw .data(mismatches, route: route) }
            throw .stopping
        }
        let new = submission.spooled(
            through: route, key: key.map { SubmissionKey($0, route: route.name, data: data) },
            application: route.application, trace: trace, keep: workspace.settings.keep)
        guard let new else {
            return Accepted(id: UUIDv7(submission.id) ?? UUIDv7(), messages: [], isRepeated: false)
        }
        return try await put(new, through: route)
    }

    /// Puts a submission into the spool, and lets its letters go at once when they can.
    private nonisolated func put(
        _ new: NewSubmission, through route: SendRoute
    ) async throws(SubmitProblem) -> Accepted {
        // Files are read from the spool: those that the data named may change.
        let isInMemory = new.letters.allSatisfy { new in
            new.letter.content.pieces.allSatisfy { if case .bytes = $0 { true } else { false } }
        }
        let goesAtOnce =
            isInMemory && new.letters.count == 1
            ? await dispatcher.hasRoom(for: route.connection, bus: route.bus) : false
        var conflict: UUIDv7?
        do throws(SpoolProblem) {
            switch try await spool.put(new, claimedBy: goesAtOnce ? owner : nil) {
            case .accepted: break
            case .repeated(let id, _):
                let messages = try await spool.messages(of: id).map { Accepted.Message($0.id, $0.state) }
                return Accepted(id: id, messages: messages, isRepeated: true)
            case .conflict(let id): conflict = id
            }
        } catch {
            throw .spool(error)
        }
        if let conflict { throw .conflict(submission: conflict) }
        let ids = new.letters.compactMap { UUIDv7($0.letter.id) }
        tallies.accepted(ids.count, route: route.name, connection: route.connection)
        tell(.accepted(id: new.id.description, messages: ids.map(\.description), route: route.name, trace: new.trace))
        if goesAtOnce { await dispatcher.take(new.claimed, for: route.connection) }
        return Accepted(id: new.id, messages: ids.map { .init($0, .queued) }, isRepeated: false)
    }

    private static func route(
        _ name: String, in workspace: Workspace, for applications: Set<String>?
    ) throws(SubmitProblem) -> SendRoute {
        guard let route = workspace.route(name) else {
            guard workspace.receiveRoutes[name] == nil else {
                throw .noSuchRoute(name, help: "'\(name)' receives: name a route of kind 'send'")
            }
            guard !workspace.routeNames.contains(name) else {
                throw .broken(route: name, workspace.findings(concerning: name))
            }
            throw .noSuchRoute(name, help: Suggestion.help(for: name, among: workspace.addressableNames))
        }
        if let applications, !applications.contains(route.application ?? "") { throw .forbidden(route: route.name) }
        guard !route.isDisabled else {
            throw .disabled(
                "the route '\(route.name)' is disabled", help: "delete 'disabled: true' in \(route.file)")
        }
        guard let connection = workspace.connections[route.connection], connection.sender != nil else {
            throw .broken(route: route.name, workspace.findings(concerning: route.name))
        }
        guard !connection.isDisabled else {
            throw .disabled(
                "the connection '\(connection.name)' is disabled", help: "delete 'disabled: true' in \(connection.file)"
            )
        }
        return route
    }

    /// Waits until a submission's messages have ended or been deferred, or for so long.
    ///
    /// - Returns: Their states then; `nil` when there is no such submission.
    package nonisolated func outcome(
        of submission: UUIDv7, atMost patience: Duration
    ) async throws(SpoolProblem) -> [MessageSummary]? {
        let deadline = ContinuousClock.now + patience
        var pause = Duration.milliseconds(5)
        while true {
            let messages = try await spool.messages(of: submission)
            if messages.isEmpty { return nil }
            let isOver = messages.allSatisfy { $0.state != .queued && $0.state != .sending }
            guard !isOver, ContinuousClock.now < deadline else { return messages }
            try? await Task.sleep(for: min(pause, deadline - .now))
            pause = min(pause * 2, .milliseconds(250))
        }
    }

    /// How the connections are, by name.
    package func health() async -> [String: OutletHealth] { await dispatcher.health() }

    /// How the folders are that are to be read.
    package func folders() async -> [FolderHealth] { await reception?.folders() ?? [] }

    /// Whether all that was there has been read and handed over, or waits for its next attempt.
    package func hasReceivedAll() async -> Bool { await reception?.isIdle() ?? true }

    /// How the handlers are, by target: `connection:bpm`.
    package func handlers() async -> [String: OutletHealth] { await reception?.handlers() ?? [:] }

    /// A person has decided something: what waits is looked at now.
    package func hurry(_ connection: String? = nil) async {
        await dispatcher.hurry(connection)
        await reception?.hurry()
    }

    /// Takes nothing more, lets what is on its way end, and gives the rest back.
    ///
    /// - Parameter limit: How long letters on their way may take.
    package func stop(within limit: Duration) async {
        state.withLock { $0.isStopping = true }
        for chore in chores { chore.cancel() }
        async let haveLettersEnded = dispatcher.stop(within: limit)
        async let hasReceptionEnded = reception?.stop(within: limit) ?? true
        // What is still on its way is seen to as after a death: nobody may send it again before it is known what became of it.
        guard await (haveLettersEnded, hasReceptionEnded) == (true, true) else { return }
        try? await spool.resign(owner)
    }
}
