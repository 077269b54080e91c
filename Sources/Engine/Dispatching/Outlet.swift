import Attributes
package import Connecting
import MIME
package import Spool

/// A connection at work: fetches its letters from the spool, a loop for each bus, and gives them to its courier.
package actor Outlet {
    /// How many letters of a bus are in memory at most, and how many bytes of all.
    private static let capacity = 512
    private static let largestClaim = 128
    private static let byteCapacity = 64_000_000
    /// How long a loop sleeps at most: another process may have put something in without our noticing.
    private static let longestSleep = Duration.seconds(30)
    static let pauseAfterProblem = Duration.seconds(2)

    package nonisolated let name: String
    private nonisolated let footprint: ConnectionFootprint
    /// How many buses had the connection when it began.
    private nonisolated let usedBuses: Int
    private let spool: any Spool
    private let owner: Owner
    private let time: Timekeeper
    private let tell: @Sendable (OutletNews) -> Void
    private var courier: Courier?
    private let bells = (0..<4).map { _ in Bell() }
    private var loops: [Task<Void, Never>] = []
    private var onTheWay = [0, 0, 0, 0]
    private var bytesOnTheWay = 0
    /// Of the letters that were claimed last, to know how many more fit.
    private var usualSize = 4096
    private var isStopping = false
    private var whenIdle: [CheckedContinuation<Void, Never>] = []
    private var circuit = Circuit()
    private var problem: SpoolProblem?

    init(
        _ connection: Connection, buses: Int, _ spool: any Spool, _ owner: Owner, time: Timekeeper = .system,
        tell: @escaping @Sendable (OutletNews) -> Void
    ) {
        name = connection.name
        footprint = connection.footprint
        usedBuses = buses
        self.spool = spool
        self.owner = owner
        self.time = time
        self.tell = tell
    }

    /// Whether a connection, as it was read again, is the one that this works with.
    nonisolated func carries(_ connection: Connection, buses: Int) -> Bool {
        connection.footprint == footprint && buses == usedBuses
    }

    /// Begins to work off what the spool has for the connection.
    func start(_ courier: Courier, buses: Set<Int>) {
        guard !isStopping else { return }
        self.courier = courier
        loops = buses.map { bus in Task { await self.run(bus) } }
    }

    /// Something may be there to fetch.
    nonisolated func wake() { for bell in bells { bell.ring() } }

    var health: OutletHealth { OutletHealth(circuit: circuit, spoolProblem: problem) }

    /// Somebody has changed something: a closed way is tried at once.
    func hurry() {
        circuit.hurry()
        wake()
    }

    /// Whether a letter that has just come may go without being fetched: nothing else waits, and there is room.
    func hasRoom(_ bus: Int) -> Bool {
        !isStopping && !circuit.isOpen && onTheWay[bus] < Self.capacity && bytesOnTheWay < Self.byteCapacity
    }

    /// Carries letters that this process has claimed already.
    func take(_ letters: [ClaimedLetter]) async {
        guard !isStopping, let courier else { return await giveBack(letters.map(\.id)) }
        await courier.add(letters.map { delivery($0) })
    }

    /// Begins nothing new, lets what is on its way end, and gives the rest back.
    ///
    /// - Returns: Whether all has ended.
    @discardableResult
    func stop(within limit: Duration) async -> Bool {
        isStopping = true
        wake()
        for loop in loops { await loop.value }
        loops = []
        let dropped = await courier?.drop() ?? []
        for delivery in dropped { settle(delivery.bus, delivery.letter.content.size) }
        await giveBack(dropped.compactMap { UUIDv7($0.letter.id) })
        let timer = Task {
            try? await Task.sleep(for: limit)
            self.goIdle()
        }
        if onTheWay.contains(where: { $0 > 0 }) { await withCheckedContinuation { whenIdle.append($0) } }
        timer.cancel()
        // What takes longer is cut off with the process; its letters are seen to as after a death.
        guard !onTheWay.contains(where: { $0 > 0 }) else { return false }
        await courier?.close()
        return true
    }

    /// What the courier tells of its sessions.
    func heard(_ news: CourierNews) {
        switch news {
        case .opened:
            let wasOpen = circuit.isOpen
            circuit.succeeded()
            if wasOpen {
                tell(.works(name))
                wake()
            }
        case .notOpened(let failure):
            if circuit.failed(failure, at: time.now()) { tell(.fails(name, failure)) }
        case .waits, .fewerSessions: break
        }
    }

    // MARK: Fetching

    private func run(_ bus: Int) async {
        while !isStopping, !owner.isLost {
            let patience = await fetch(bus)
            await bells[bus].wait(atMost: patience)
        }
    }

    /// Fetches as much as there is room for.
    ///
    /// - Returns: How long to wait before the next look.
    private func fetch(_ bus: Int) async -> Duration {
        while !isStopping, let courier {
            let limit: Int
            switch circuit.permission(at: time.now()) {
            case .none(let until): return until - time.now()
            case .one:
                guard !onTheWay.contains(where: { $0 > 0 }) else { return Self.longestSleep }
                limit = 1
            case .all:
                limit = min(
                    Self.largestClaim, Self.capacity - onTheWay[bus],
                    (Self.byteCapacity - bytesOnTheWay) / max(1, usualSize))
            }
            guard limit > 0 else { return Self.longestSleep }
            do throws(SpoolProblem) {
                let request = ClaimRequest(bus: bus, connections: [name], limit: limit, now: .now)
                let letters = try await spool.claim(request, for: owner)
                problem = nil
                guard !letters.isEmpty else {
                    let due = try await spool.nextDue(bus: bus, connections: [name])
                    return due.map { min(max($0 - .now, .milliseconds(1)), Self.longestSleep) } ?? Self.longestSleep
                }
                usualSize = max(1, letters.reduce(0) { $0 + $1.letter.content.size } / letters.count)
                await courier.add(letters.map { delivery($0) })
            } catch {
                if problem == nil { tell(.spoolFails(error)) }
                problem = error
                return Self.pauseAfterProblem
            }
        }
        return .zero
    }

    private func delivery(_ claimed: ClaimedLetter) -> Delivery {
        let size = claimed.letter.content.size
        onTheWay[claimed.bus] += 1
        bytesOnTheWay += size
        let history = DeliveryHistory(
            attempts: claimed.attempts, accepted: claimed.created, mayDouble: claimed.unknown == .retry,
            trace: claimed.trace)
        return Delivery(claimed.letter, route: claimed.route, bus: claimed.bus, history: history) { receipt in
            Task { await self.ended(claimed, size, receipt) }
        }
    }

    private func ended(_ claimed: ClaimedLetter, _ size: Int, _ receipt: Receipt) async {
        if receipt.failure?.code == .spoolFailed, receipt.state == .deferred {
            try? await Task.sleep(for: Self.pauseAfterProblem)
            await giveBack([claimed.id])
        }
        settle(claimed.bus, size)
    }

    private func settle(_ bus: Int, _ size: Int) {
        onTheWay[bus] -= 1
        bytesOnTheWay -= size
        // A loop that is full wakes when there is room for a whole claim.
        if onTheWay[bus] == Self.capacity - Self.largestClaim || onTheWay[bus] == 0 { bells[bus].ring() }
        if bytesOnTheWay == 0 || circuit.isOpen { wake() }
        if !onTheWay.contains(where: { $0 > 0 }) { goIdle() }
    }

    private func goIdle() {
        let waiting = whenIdle
        whenIdle = []
        for continuation in waiting { continuation.resume() }
    }

    private func giveBack(_ ids: [UUIDv7]) async {
        guard !ids.isEmpty else { return }
        // As long as this process has them, nobody sends them.
        while !owner.isLost {
            do throws(SpoolProblem) {
                return try await spool.release(ids, of: owner)
            } catch {
                // This process ends: they are free then.
                guard !isStopping, error.code != .closed else { return }
            }
            try? await Task.sleep(for: Self.pauseAfterProblem)
        }
    }
}

/// What happens at a connection that somebody should know of.
package enum OutletNews: Sendable {
    /// It keeps failing: letters wait.
    case fails(String, Failure)
    /// It works again.
    case works(String)
    case spoolFails(SpoolProblem)
}
