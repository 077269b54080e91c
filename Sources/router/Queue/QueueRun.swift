import Attributes
import Connecting
import Diagnostics
import Engine
import MIME
import Spool

/// Works off what is due in the spool, and ends.
///
/// Every letter is claimed by this process before it goes, so that services and other runs on the same spool may work beside it.
struct QueueRun {
    private enum Event: Sendable {
        case ended(ClaimedLetter, Receipt)
        /// Something may be there to claim.
        case news
        case tick
        case interrupted
        case overdue
    }

    /// How long letters on their way may take after Ctrl-C.
    private static let patience = Duration.seconds(30)
    private static let longestSleep = Duration.seconds(30)
    /// So much later than meant is soon enough: no alarm is set anew for less.
    private static let tolerance = Duration.milliseconds(5)

    private let spool: any Spool
    private let owner: Owner
    private let route: String?
    private let limits: Limits
    private let report: RunReport
    private let events: AsyncStream<Event>
    private let happens: AsyncStream<Event>.Continuation
    private var lanes: [RunLane]
    private var end = End()
    private var isStopping = false
    private var isOverdue = false
    private let deadline: ContinuousClock.Instant?

    /// - Parameters:
    ///   - spool: Open.
    ///   - owner: What this process is there.
    ///   - connections: Whose letters go out.
    ///   - workspace: Tells which buses use a connection.
    ///   - route: Whose letters go out; `nil` for all.
    ///   - limits: When it ends.
    ///   - report: Is told what becomes of each letter.
    init(
        _ spool: any Spool, _ owner: Owner, _ connections: [Connection], in workspace: Workspace, route: String?,
        _ limits: Limits, _ report: RunReport
    ) {
        self.spool = spool
        self.owner = owner
        self.route = route
        self.limits = limits
        self.report = report
        (events, happens) = AsyncStream<Event>.makeStream()
        let journal = SpoolJournal(spool, owner)
        lanes = connections.compactMap { connection in
            guard let sender = connection.sender else { return nil }
            let buses = Set(workspace.routes.values.filter { $0.connection == connection.name }.map(\.bus))
            return RunLane(
                connection.name,
                Courier(
                    sender, sessions: connection.sessions, rate: connection.rate, buses: max(1, buses.count),
                    log: connection.log, journal: journal, news: report.heard))
        }
        deadline = limits.length.map { .now + $0 }
    }

    mutating func run(interruptedBy interrupts: AsyncStream<Void>) async -> End {
        let happens = happens
        let news = spool.news()
        let listening = [
            Task { for await _ in news { happens.yield(.news) } },
            Task { for await _ in interrupts { happens.yield(.interrupted) } },
        ]
        var next = events.makeAsyncIterator()
        var alarm: (time: ContinuousClock.Instant, task: Task<Void, Never>)?
        while true {
            await fetch()
            guard let pause = await pause() else { break }
            // One that rings too early only makes another look.
            let time = ContinuousClock.now + pause
            if alarm.map({ $0.time > time + Self.tolerance || $0.time <= .now }) ?? true {
                alarm?.task.cancel()
                alarm = (
                    time,
                    Task {
                        try? await Task.sleep(until: time, clock: .continuous)
                        if !Task.isCancelled { happens.yield(.tick) }
                    }
                )
            }
            if let event = await next.next() { await take(event) }
        }
        alarm?.task.cancel()
        for task in listening { task.cancel() }
        end.failing = lanes.compactMap { lane in lane.failure.map { (lane.name, $0) } }
        end.left = lanes.reduce(0) { $0 + $1.onTheWay.reduce(0, +) }
        await leave()
        return end
    }

    // MARK: Events

    private mutating func take(_ event: Event) async {
        switch event {
        case .ended(let letter, let receipt): await ended(letter, receipt)
        case .news: for index in lanes.indices { lanes[index].filled() }
        case .tick:
            // Others may have died beside a run that goes on for long.
            _ = try? await spool.recover(now: .now)
            for index in lanes.indices { lanes[index].filled() }
        case .interrupted:
            end.isInterrupted = true
            await stop()
            report.ending(onTheWay: lanes.reduce(0) { $0 + $1.onTheWay.reduce(0, +) })
        case .overdue: isOverdue = true
        }
    }

    private mutating func ended(_ letter: ClaimedLetter, _ receipt: Receipt) async {
        guard let index = lanes.firstIndex(where: { $0.name == letter.connection }) else { return }
        lanes[index].settled(bus: letter.bus, size: letter.letter.content.size)
        // Before it ends, it looks once more.
        if lanes[index].isIdle { lanes[index].filled() }
        if receipt.failure?.code == .spoolFailed, receipt.state == .deferred {
            // It was not begun, for that could not be written down.
            try? await spool.release([letter.id], of: owner)
            end.problem = end.problem ?? receipt.failure
            return await stop()
        }
        lanes[index].heard(receipt, isPatient: limits.isPatient)
        report.ended(letter, receipt)
    }

    /// Begins nothing more.
    private mutating func stop() async {
        guard !isStopping else { return }
        isStopping = true
        for index in lanes.indices {
            let dropped = await lanes[index].courier.drop()
            for delivery in dropped { lanes[index].settled(bus: delivery.bus, size: delivery.letter.content.size) }
            try? await spool.release(dropped.compactMap { UUIDv7($0.letter.id) }, of: owner)
        }
        let happens = happens
        Task {
            try? await Task.sleep(for: Self.patience)
            happens.yield(.overdue)
        }
    }

    /// How long to wait for the next event; `nil` at the end.
    private mutating func pause() async -> Duration? {
        let isIdle = lanes.allSatisfy(\.isIdle)
        if owner.isLost, !isStopping {
            end.problem = Failure(
                SpoolProblem(
                    .ownerLost, at: spool.place, "others have taken this process for dead, and its letters over",
                    remedy: "start it again; see why it could not reach the spool for so long"))
            await stop()
        }
        if isStopping { return isIdle || isOverdue || owner.isLost ? nil : Self.longestSleep }
        if let deadline, deadline <= .now {
            await stop()
            return lanes.allSatisfy(\.isIdle) ? nil : Self.longestSleep
        }
        guard isIdle else { return min(Self.longestSleep, deadline.map { $0 - .now } ?? Self.longestSleep) }
        guard limits.isPatient else { return nil }
        var due = await spool.nextDue(for: lanes.map(\.name), route: route)
        if limits.untilEmpty, due == nil { return nil }
        // What is due already waits for its connection.
        if let known = due, known <= .now {
            let pauses = lanes.compactMap { $0.pausedUntil.map { $0 - .now } }.filter { $0 > .zero }
            due = pauses.min().map { .now + $0 }
        }
        return max(
            .milliseconds(10),
            min(
                Self.longestSleep, due.map { $0 - .now } ?? Self.longestSleep,
                deadline.map { $0 - .now } ?? Self.longestSleep))
    }

    // MARK: Claiming

    private mutating func fetch() async {
        guard !isStopping, !owner.isLost, deadline.map({ $0 > .now }) ?? true else { return }
        for index in lanes.indices {
            if lanes[index].isGivenUp, !limits.isPatient { continue }
            do throws(SpoolProblem) {
                if route == nil { try await fetchByBus(index) } else { try await fetchRoute(index) }
            } catch {
                end.problem = Failure(error)
                return await stop()
            }
        }
    }

    private mutating func fetchByBus(_ index: Int) async throws(SpoolProblem) {
        for bus in 0..<4 {
            while case let room = lanes[index].room(bus, now: .now), room > 0 {
                let request = ClaimRequest(bus: bus, connections: [lanes[index].name], limit: room, now: .now)
                let letters = try await spool.claim(request, for: owner)
                guard !letters.isEmpty else {
                    lanes[index].dried(bus)
                    break
                }
                await go(letters, index)
            }
        }
    }

    /// The spool claims by bus; those of a route are looked up first.
    private mutating func fetchRoute(_ index: Int) async throws(SpoolProblem) {
        let filter = MessageFilter(states: [.queued, .deferred], route: route, connection: lanes[index].name)
        while true {
            let room = (0..<4).map { lanes[index].room($0, now: .now) }.min() ?? 0
            guard room > 0 else { return }
            let page = Page(.oldest, limit: room, behind: lanes[index].cursor)
            let messages = try await spool.list(filter, page)
            guard let last = messages.last else {
                lanes[index].cursor = nil
                lanes[index].dried()
                return
            }
            lanes[index].cursor = last.id
            let now = Instant.now
            let ids = messages.filter { $0.due.map { $0 <= now } ?? false }.map(\.id)
            let letters = try await spool.claim(ids, for: owner)
            // Somebody may have tried and deferred one in between.
            let early = letters.filter { $0.due > now }.map(\.id)
            if !early.isEmpty { try await spool.release(early, of: owner) }
            await go(letters.filter { $0.due <= now }, index)
        }
    }

    private mutating func go(_ letters: [ClaimedLetter], _ index: Int) async {
        guard !letters.isEmpty else { return }
        lanes[index].took(letters)
        report.claimed(letters.count)
        let happens = happens
        await lanes[index].courier.add(
            letters.map { letter in
                let history = DeliveryHistory(
                    attempts: letter.attempts, accepted: letter.created, mayDouble: letter.unknown == .retry)
                return Delivery(letter.letter, route: letter.route, bus: letter.bus, history: history) { receipt in
                    happens.yield(.ended(letter, receipt))
                }
            })
    }

    /// Says goodbye to the servers, and leaves the spool to others.
    private func leave() async {
        // What is still on the wire is settled by those who find this process gone.
        guard end.left == 0 else { return }
        let couriers = lanes.map(\.courier)
        let goodbyes = Task {
            await withTaskGroup(of: Void.self) { group in
                for courier in couriers { group.addTask { await courier.close() } }
            }
        }
        await Self.wait(for: goodbyes, atMost: .seconds(5))
        try? await spool.resign(owner)
    }

    /// A worker that waits for the rate's next moment has nothing to say goodbye to.
    private static func wait(for task: Task<Void, Never>, atMost patience: Duration) async {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        Task {
            await task.value
            continuation.yield()
        }
        let timer = Task {
            try? await Task.sleep(for: patience)
            continuation.yield()
        }
        for await _ in stream { break }
        timer.cancel()
    }
}
