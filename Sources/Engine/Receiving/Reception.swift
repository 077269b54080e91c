import Attributes
import Connecting
import MIME
import Synchronization
import Spool

/// Reads the mailboxes of a workspace's receive routes and hands their letters over, for as long as it runs.
///
/// A letter's way: `FolderReader` stores it and tells the mailbox, `ArrivalDesk` looks into it, `HandlingLane`s hand it over, one for each
/// handler. Each step is written down before the next one begins, so that a process that dies is followed by one that goes on.
package actor Reception {
    /// What runs for one folder.
    private struct Reading {
        var reader: FolderReader
        var task: Task<Void, Never>
    }

    private let spool: any Spool
    private let owner: Owner
    private let schedule: RetrySchedule
    private let counts: ReceivingTallies
    private let tell: @Sendable (ServiceNews) -> Void
    private let interpreter: Interpreter
    private let messenger: Messenger
    private let desk: ArrivalDesk
    private let board = LaneBoard()
    private var staging: StagingFolder?
    private var readings: [Reading] = []
    private var lanes: [String: HandlingLane] = [:]
    private var deskTask: Task<Void, Never>?
    private let canaries: CanaryKeeper
    private var canaryTask: Task<Void, Never>?
    private var isStopping = false

    /// - Parameters:
    ///   - spool: Where letters are kept.
    ///   - owner: What this process is there.
    ///   - schedule: When a handler that failed is tried again.
    ///   - counts: Where outcomes are counted.
    ///   - submit: Sends a message through a route.
    ///   - tell: Hears what happens, from any thread.
    init(
        _ spool: any Spool, _ owner: Owner, schedule: RetrySchedule, counts: ReceivingTallies, submit: @escaping Submit,
        tell: @escaping @Sendable (ServiceNews) -> Void
    ) {
        self.spool = spool
        self.owner = owner
        self.schedule = schedule
        self.counts = counts
        self.tell = tell
        let registries = RegistryDesk { connection, failure in
            tell(
                failure.map { .handlerFails("connection:\(connection)", $0) }
                    ?? .handlerWorks("connection:\(connection)"))
        }
        let canaries = CanaryKeeper(spool, tell: tell)
        self.canaries = canaries
        let interpreter = Interpreter(spool, asking: registries, mayWait: true, canaries: canaries)
        self.interpreter = interpreter
        let shelf = MessageShelf()
        messenger = Messenger(spool, interpreter, shelf, submit: submit)
        let board = board
        desk = ArrivalDesk(
            spool, owner, tell: { tell(.spoolFails($0)) },
            understand: { await interpreter.understand($0) },
            prepared: { understood, states in
                for (one, state) in zip(understood, states) {
                    // It was forgotten, or somebody else has it.
                    guard let state else { continue }
                    counts.arrived(route: one.route, state)
                    tell(.understood(id: one.prepared.id, route: one.route, state, one.prepared.quarantine))
                    guard let message = one.message else { continue }
                    shelf.put(message, id: one.prepared.id, users: one.prepared.handlings.count)
                }
                board.wake(Set(understood.flatMap { $0.prepared.handlings.map(\.target) }))
            })
    }

    /// Puts a workspace in force: folders and handlers that are the same go on undisturbed.
    func use(_ workspace: Workspace) async {
        guard !isStopping else { return }
        interpreter.use(workspace)
        messenger.use(workspace)
        canaries.use(workspace)
        let staging = staging ?? StagingFolder(in: workspace.folder)
        self.staging = staging
        let sources = workspace.folderSources(staging: staging.path)
        var staying: [Reading] = []
        var leaving: [Reading] = []
        for reading in readings {
            let isWanted = sources.contains { $0.isSame(as: reading.reader.source) }
            if isWanted { staying.append(reading) } else { leaving.append(reading) }
        }
        for reading in leaving { reading.task.cancel() }
        for reading in leaving { await reading.task.value }
        let kept = Set(staying.map(\.reader.source.folder))
        readings = staying + sources.filter { !kept.contains($0.folder) }.map { read($0) }
        await useLanes(workspace)
        if canaryTask == nil { canaryTask = Task { [canaries] in await canaries.run() } }
        if deskTask == nil { deskTask = Task { [desk] in await desk.run() } }
    }

    private func read(_ source: FolderSource) -> Reading {
        let (tell, desk) = (tell, desk)
        let reader = FolderReader(source, spool, owner, tell: { tell(ServiceNews($0)) }) { arrivals in
            { await desk.take(arrivals) }
        }
        return Reading(reader: reader, task: Task { await reader.run() })
    }

    private func useLanes(_ workspace: Workspace) async {
        let wanted = workspace.handlingTargets
        for (target, lane) in lanes where wanted[target] == nil {
            _ = await lane.stop(within: .seconds(5))
            lanes[target] = nil
        }
        for (target, capacity) in wanted {
            if let lane = lanes[target] {
                // A connection that was mended is tried at once.
                await lane.hurry()
                continue
            }
            let (messenger, counts, tell) = (messenger, counts, tell)
            let lane = HandlingLane(target, spool, owner, capacity: capacity, schedule: schedule) { news in
                if case .ended(let handling, let outcome, _) = news { counts.handled(handling, outcome) }
                tell(ServiceNews(news))
            } errorHandling: {
                messenger.errorHandling($0)
            } handOver: { handling in
                await messenger.handOver(handling)
            }
            lanes[target] = lane
            await lane.start()
        }
        board.use(lanes)
    }

    /// How the folders are, by connection and folder.
    package func folders() -> [FolderHealth] {
        readings.map(\.reader.vitals.now).sorted { $0.folder.description < $1.folder.description }
    }

    /// How the handlers are, by target.
    package func handlers() async -> [String: OutletHealth] {
        var health: [String: OutletHealth] = [:]
        for (target, lane) in lanes { health[target] = await lane.health }
        return health
    }

    /// Whether nothing is left to do now: the folders are read, and what is left waits for its time.
    func isIdle() async -> Bool {
        for reading in readings {
            guard case .watching = reading.reader.vitals.now.stage else { return false }
        }
        await desk.finish()
        for lane in lanes.values where await !lane.isIdle { return false }
        guard let due = try? await spool.handlingsDue() else { return false }
        let now = Instant.now
        return !due.contains { lanes[$0.key] != nil && $0.value <= now }
    }

    /// A person has decided something: what waits is looked at now.
    package func hurry() async {
        desk.wake()
        for lane in lanes.values { await lane.hurry() }
    }

    /// Reads nothing more, lets what is under way end, and leaves the rest to whoever comes next.
    ///
    /// - Returns: Whether all has ended in time.
    func stop(within limit: Duration) async -> Bool {
        isStopping = true
        let deadline = ContinuousClock.now + limit
        for reading in readings { reading.task.cancel() }
        deskTask?.cancel()
        canaryTask?.cancel()
        desk.wake()
        for reading in readings { await reading.task.value }
        await deskTask?.value
        await canaryTask?.value
        await desk.finish()
        let rest = max(.zero, deadline - .now)
        let ends = lanes.values.map { lane in Task { await lane.stop(within: rest) } }
        var haveEnded = true
        for end in ends where await !end.value { haveEnded = false }
        return haveEnded
    }
}

/// The lanes that there are now, for those who bring them work.
private final class LaneBoard: Sendable {
    private let lanes = Mutex<[String: HandlingLane]>([:])

    func use(_ new: [String: HandlingLane]) { lanes.withLock { $0 = new } }

    func wake(_ targets: Set<String>) {
        let lanes = lanes.withLock { $0 }
        for target in targets { lanes[target]?.wake() }
    }
}

extension ServiceNews {
    fileprivate init(_ news: ReadingNews) {
        self =
            switch news {
            case .loaded(let source, let count): .loaded(count, route: source.route, source.folder)
            case .fails(let source, let failure): .folderFails(source.folder, route: source.route, failure)
            case .works(let source): .folderWorks(source.folder, route: source.route)
            case .refused(let source, let failure): .letterNotGivenOut(source.folder, failure)
            case .spoolFails(let problem): .spoolFails(problem)
            }
    }

    fileprivate init(_ news: LaneNews) {
        self =
            switch news {
            case .ended(let handling, let outcome, let state): .handled(handling, outcome, state)
            case .fails(let target, let failure): .handlerFails(target, failure)
            case .works(let target): .handlerWorks(target)
            case .spoolFails(let problem): .spoolFails(problem)
            }
    }
}
