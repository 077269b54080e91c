import Attributes
import Connecting
import Spool

/// Hands messages over to one handler, some at once, for as long as it runs; a handler that keeps failing holds up no other.
actor HandlingLane {
    private static let longestSleep = Duration.seconds(30)
    private static let pauseAfterProblem = Duration.seconds(2)

    /// How an attempt to hand a message over ended.
    enum End: Sendable {
        case done(HandlerAnswer)
        case failed(Failure)
        /// Nobody can be asked any more: the route, or its entry, is gone.
        case gone(String)
        /// It was taken, and what was answered can't be used.
        case unfit(AttemptFailure)
        /// Nothing was done, for a reason that is an answer too: a letter that must not be replied to.
        case skipped(String)
    }

    nonisolated let target: String
    private let inbox: any Inbox
    private let owner: Owner
    private let capacity: Int
    private let schedule: RetrySchedule
    private let time: Timekeeper
    private let handOver: @Sendable (ClaimedHandling) async -> End
    /// Who is told when a handler has refused a message for good.
    private let errorHandling: @Sendable (ClaimedHandling) -> NewHandling?
    private let tell: @Sendable (LaneNews) -> Void
    private let bell = Bell()
    private var circuit = Circuit()
    private var underWay = 0
    private var isStopping = false
    private var whenIdle: [CheckedContinuation<Void, Never>] = []
    private var loop: Task<Void, Never>?

    init(
        _ target: String, _ inbox: any Inbox, _ owner: Owner, capacity: Int, schedule: RetrySchedule,
        time: Timekeeper = .system, tell: @escaping @Sendable (LaneNews) -> Void,
        errorHandling: @escaping @Sendable (ClaimedHandling) -> NewHandling? = { _ in nil },
        handOver: @escaping @Sendable (ClaimedHandling) async -> End
    ) {
        self.target = target
        self.inbox = inbox
        self.owner = owner
        self.capacity = capacity
        self.schedule = schedule
        self.time = time
        self.tell = tell
        self.errorHandling = errorHandling
        self.handOver = handOver
    }

    func start() { loop = Task { await run() } }

    nonisolated func wake() { bell.ring() }

    var health: OutletHealth { OutletHealth(circuit: circuit, spoolProblem: nil) }

    var isIdle: Bool { underWay == 0 }

    /// Somebody has changed something: a closed way is tried at once.
    func hurry() {
        circuit.hurry()
        wake()
    }

    /// Begins nothing new, and waits for what is under way.
    ///
    /// - Returns: Whether all has ended in time.
    func stop(within limit: Duration) async -> Bool {
        isStopping = true
        wake()
        await loop?.value
        let timer = Task {
            try? await Task.sleep(for: limit)
            self.goIdle()
        }
        if underWay > 0 { await withCheckedContinuation { whenIdle.append($0) } }
        timer.cancel()
        return underWay == 0
    }

    private func run() async {
        while !isStopping, !owner.isLost { await bell.wait(atMost: await fetch()) }
    }

    /// Begins as much as there is room for.
    ///
    /// - Returns: How long to wait before the next look.
    private func fetch() async -> Duration {
        while !isStopping {
            var limit = capacity - underWay
            switch circuit.permission(at: time.now()) {
            case .none(let until): return until - time.now()
            case .one: limit = underWay == 0 ? 1 : 0
            case .all: break
            }
            guard limit > 0 else { return Self.longestSleep }
            do throws(SpoolProblem) {
                let handlings = try await inbox.claimHandlings(target: target, limit: limit, now: .now, for: owner)
                guard !handlings.isEmpty else {
                    let due = try await inbox.handlingsDue()[target]
                    return due.map { min(max($0 - .now, .milliseconds(1)), Self.longestSleep) } ?? Self.longestSleep
                }
                for handling in handlings {
                    underWay += 1
                    Task { await self.work(handling) }
                }
            } catch {
                guard error.code != .closed else { return Self.longestSleep }
                tell(.spoolFails(error))
                return Self.pauseAfterProblem
            }
        }
        return .zero
    }

    private func work(_ handling: ClaimedHandling) async {
        let began = Instant.now
        let end = await handOver(handling)
        let ended = Instant.now
        let outcome = HandlingOutcome(
            id: handling.id, began: began, ended: ended, end: settle(end, handling, ended),
            errorResponse: handling.id.isErrorResponse ? nil : errorHandling(handling))
        note(end)
        while !owner.isLost {
            do throws(SpoolProblem) {
                let states = try await inbox.record([outcome], of: owner)
                tell(.ended(handling, outcome, states.first ?? nil))
                break
            } catch {
                guard error.code != .closed else { break }
                tell(.spoolFails(error))
            }
            await BackOff.sleep(Self.pauseAfterProblem)
        }
        underWay -= 1
        // A lane that was full, or that waits for the one that may try, looks again.
        bell.ring()
        if underWay == 0 { goIdle() }
    }

    private func settle(_ end: End, _ handling: ClaimedHandling, _ now: Instant) -> HandlingOutcome.End {
        switch end {
        case .done(let answer): return Self.done(answer)
        case .unfit(let failure): return .failed(failure)
        case .skipped(let why): return .done(words: why, response: nil)
        case .gone(let why):
            return .failed(
                AttemptFailure(
                    code: "no-handler", message: why,
                    help: "mend the route, then: router inbox retry \(handling.id.arrival)"))
        case .failed(let failure):
            guard failure.verdict != .never else { return .failed(AttemptFailure(failure)) }
            guard now - (handling.firstAttempt ?? now) < schedule.patience else {
                var late = AttemptFailure(failure)
                late.message += "; router gave up after \(Int(schedule.patience / .seconds(86_400))) days"
                return .failed(late)
            }
            // Who asks to be left alone longer is.
            let delay = max(schedule.delay(after: handling.attempts + 1), .seconds(failure.retryAfter ?? 0))
            return .again(AttemptFailure(failure), due: now + delay)
        }
    }

    /// A response that is too long for the spool is not kept; the message was taken all the same.
    private static func done(_ answer: HandlerAnswer) -> HandlingOutcome.End {
        let response = answer.response?.printed()
        guard let response, response.utf8.count > SpoolLimits.details else {
            return .done(words: answer.words, response: response)
        }
        return .done(
            words: "\(answer.words); its response of \(response.utf8.count) bytes is not kept, since it has more than "
                + "\(SpoolLimits.details)", response: nil)
    }

    private func note(_ end: End) {
        switch end {
        case .failed(let failure) where failure.verdict != .never:
            if circuit.failed(failure, at: time.now()) { tell(.fails(target, failure)) }
        case .done:
            let wasOpen = circuit.isOpen
            circuit.succeeded()
            if wasOpen { tell(.works(target)) }
        case .failed, .gone, .unfit, .skipped: break
        }
    }

    private func goIdle() {
        let waiting = whenIdle
        whenIdle = []
        for continuation in waiting { continuation.resume() }
    }
}

/// What happens where messages are handed over.
enum LaneNews: Sendable {
    case ended(ClaimedHandling, HandlingOutcome, ArrivalState?)
    case fails(String, Failure)
    case works(String)
    case spoolFails(SpoolProblem)
}
