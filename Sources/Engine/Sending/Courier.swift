package import Connecting

/// Carries letters over a connection's sessions, as many at once as it and the server allow, and no faster than its rate.
///
/// Letters of different buses take turns, and as long as there are sessions enough, each bus that is used has one that no other takes.
package actor Courier {
    /// How many letters a session takes at a time: enough for one to ride with the end of another, and more where there are many.
    private static let batch = 16
    private static let largestBatch = 128
    /// A longer wait is not spent with open sessions: servers count them.
    private static let patience = Duration.seconds(30)
    /// After so long, a server that had sessions enough is asked whether it has room for one more.
    private static let timeForMore = Duration.seconds(60)

    private let sender: any Sender
    private let sessions: Int
    /// How many buses use the connection.
    private let buses: Int
    private let log: ConnectionLog?
    private let journal: (any Journal)?
    private let time: Timekeeper
    private let news: @Sendable (CourierNews) -> Void
    private let queue = DeliveryQueue()
    private var pace: Pace?
    /// How many sessions the server lets us have, as far as we know.
    private var allowed: Int
    /// When that was found out.
    private var limited: Duration?
    private var idle: [any SendingSession] = []
    private var workers = 0
    /// Who waits for the workers to be done.
    private var whenDone: [CheckedContinuation<Void, Never>] = []
    /// Workers that got no session since the last progress, and why the last one did not.
    private var failures = 0
    private var failure: Failure?
    /// How many letters were reported when the workers began, or when none got on.
    private var mark = 0
    /// The end of the last wait that was told of.
    private var announced: Duration?
    /// Who waits for a letter on its way to end.
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// - Parameters:
    ///   - sender: Opens sessions.
    ///   - sessions: How many at most.
    ///   - rate: How many letters may begin in a length of time; `nil` for as many as can.
    ///   - buses: How many buses use the connection.
    ///   - log: Is told what went wrong.
    ///   - journal: Where letters on their way and their outcomes are written down; `nil` for nowhere.
    ///   - time: The clock.
    ///   - news: Called from any thread.
    package init(
        _ sender: any Sender, sessions: Int, rate: Rate? = nil, buses: Int = 1, log: ConnectionLog? = nil,
        journal: (any Journal)? = nil, time: Timekeeper = .system,
        news: @escaping @Sendable (CourierNews) -> Void = { _ in }
    ) {
        self.sender = sender
        self.sessions = max(1, sessions)
        self.buses = max(1, buses)
        self.log = log
        self.journal = journal
        self.time = time
        self.news = news
        pace = rate.map { Pace($0) }
        allowed = max(1, sessions)
    }

    /// Sends all messages and reports each as soon as its outcome is known; the order is the sessions'.
    package func deliver(
        _ messages: [Message], _ report: @escaping @Sendable (Message, Receipt) -> Void
    ) async {
        let countdown = Countdown(messages.count)
        add(
            messages.map { message in
                Delivery(message.letter, route: message.route) { receipt in
                    report(message, receipt)
                    countdown.step()
                }
            })
        await countdown.end()
    }

    /// Takes letters to send; each one's delivery is told what becomes of it.
    package func add(_ deliveries: [Delivery]) {
        // The server may have room again.
        if limited.map({ time.now() - $0 >= Self.timeForMore }) ?? true {
            allowed = min(sessions, allowed + 1)
            limited = nil
        }
        queue.add(deliveries)
        if workers == 0 { mark = queue.reported }
        startWorkers()
    }

    /// How many letters wait for a session.
    package var backlog: Int { queue.count }

    /// Gives up the letters that wait: none of them was begun.
    package func drop() -> [Delivery] { queue.takeAll() }

    /// Says goodbye on all sessions, once those at work are done.
    package func close() async {
        if workers > 0 { await withCheckedContinuation { whenDone.append($0) } }
        await leave()
    }

    /// Says goodbye on the sessions that nobody uses.
    private func leave() async {
        let sessions = idle
        idle = []
        for session in sessions { await session.close() }
    }

    // MARK: Workers

    /// As many workers as a lane may have, so that the others that are used find a session too.
    private var cap: Int { max(1, allowed - (buses - 1)) }

    private func startWorkers() {
        for _ in 0..<max(0, min(allowed - workers, queue.workers(cap: cap, share: Self.batch))) {
            workers += 1
            Task { await self.work() }
        }
    }

    /// Works the queue off, a batch at a time, until it is empty or no session can be had.
    private func work() async {
        var page: Task<Void, Never>?
        while workers <= allowed, let lane = queue.join(cap) {
            let turn = await turn(in: lane)
            queue.leave(lane)
            // The outcomes of one batch are written down while the next one goes out.
            await page?.value
            page = turn.page.map { page in Task { await page.close() } }
            if let failure = turn.failure {
                await page?.value
                workers -= 1
                failed(failure)
                return ended()
            }
            gotOn()
        }
        workers -= 1
        startWorkers()
        await page?.value
        ended()
    }

    private func ended() {
        guard workers == 0 else { return }
        let waiting = whenDone
        whenDone = []
        for continuation in waiting { continuation.resume() }
    }

    /// Who was refused while others get on is one too many.
    private func gotOn() {
        guard failures > 0, let failure, queue.reported > mark else { return }
        failures = 0
        limit(to: max(1, workers), failure)
    }

    private func failed(_ failure: Failure) {
        failures += 1
        self.failure = failure
        guard queue.reported <= mark else {
            mark = queue.reported
            failures = 0
            limit(to: max(1, workers), failure)
            if workers == 0 { startWorkers() }
            return
        }
        guard workers == 0 else { return }
        failures = 0
        let refused = queue.takeRefused()
        for (delivery, receipt) in refused { tell(delivery, receipt) }
        if refused.isEmpty {
            // No session can be had.
            for delivery in queue.takeAll() {
                tell(delivery, Receipt(delivery.letter, all: .deferred, failure: failure))
            }
        }
        startWorkers()
    }

    private func limit(to count: Int, _ reason: Failure) {
        guard count < allowed else { return }
        allowed = count
        limited = time.now()
        news(.fewerSessions(count, reason))
    }

    /// One batch of a lane over one session.
    ///
    /// - Returns: Where its outcomes are being written down, and why no session could be had, when none could.
    private func turn(in lane: Int) async -> (page: (any JournalPage)?, failure: Failure?) {
        let isAlone = workers == 1
        // Half of what is each worker's: at the end none has much to do while the others are done.
        let share = min(Self.largestBatch, max(Self.batch, queue.count(in: lane) / (2 * workers)))
        let taken = await take(share, from: lane)
        guard !taken.isEmpty else { return (nil, nil) }
        let session: any SendingSession
        let isFresh: Bool
        do throws(Failure) {
            (session, isFresh) = try await nextSession()
        } catch {
            giveBack(taken, to: lane)
            return (nil, error)
        }
        guard let (deliveries, page) = await begin(taken) else {
            idle.append(session)
            return (nil, nil)
        }
        let batch = BatchReport()
        let queue = queue
        await session.send(deliveries.map(\.delivery.letter), closing: { page?.closing(deliveries[$0].place) }) {
            [log] index, receipt in
            let (delivery, place) = deliveries[index]
            // Another session may be one too many, which a server may say only now: then those that there are take the letter.
            if isFresh, !isAlone, batch.isEmpty, let refusal = receipt.sessionRefusal {
                queue.keep(receipt, of: delivery)
                batch.refusal = refusal
                return
            }
            batch.insert(index)
            queue.noteReport()
            log?.add(receipt, of: delivery.letter, route: delivery.route)
            if let page { page.ended(place, receipt) } else { delivery.report(receipt) }
        }
        let left = deliveries.indices.filter { !batch.contains($0) }.map { deliveries[$0].delivery }
        // The server may have heard of the first that is left, and of none behind it.
        ended(deliveries.count - left.count + min(1, left.count), notBegun: max(0, left.count - 1))
        guard !left.isEmpty else {
            idle.append(session)
            return (page, nil)
        }
        await session.close()
        await page?.close()
        queue.putBack(left, to: lane)
        if let refusal = batch.refusal { return (nil, refusal) }
        guard isFresh, batch.isEmpty else { return (nil, nil) }
        return (
            nil,
            Failure(
                .connectionLost, .again, "the session ended before the first letter was begun",
                help: "try again; the server's log says why it hung up")
        )
    }

    /// Writes down that letters go out.
    ///
    /// - Returns: Those that may, with their places on the journal's page; `nil` when none may, which their deliveries were told.
    private func begin(
        _ taken: [Delivery]
    ) async -> (deliveries: [(delivery: Delivery, place: Int)], page: (any JournalPage)?)? {
        guard let journal else { return (taken.enumerated().map { ($1, $0) }, nil) }
        let page: any JournalPage
        do throws(Failure) {
            page = try await journal.begin(taken)
        } catch {
            ended(0, notBegun: taken.count)
            for delivery in taken { tell(delivery, Receipt(delivery.letter, all: .deferred, failure: error)) }
            return nil
        }
        var going: [(delivery: Delivery, place: Int)] = []
        for (place, delivery) in taken.enumerated() {
            if page.mayGo(place) {
                going.append((delivery, place))
            } else {
                ended(0, notBegun: 1)
                tell(delivery, Receipt(delivery.letter, all: .cancelled))
            }
        }
        guard !going.isEmpty else {
            await page.close()
            return nil
        }
        return (going, page)
    }

    /// Tells what became of a letter that no session has begun.
    private func tell(_ delivery: Delivery, _ receipt: Receipt) {
        queue.noteReport()
        log?.add(receipt, of: delivery.letter, route: delivery.route)
        // What the journal refused, it knows.
        guard let journal, receipt.state != .cancelled, receipt.failure?.code != .spoolFailed else {
            return delivery.report(receipt)
        }
        journal.decided(delivery, receipt)
    }

    /// A session that was used before, or a fresh one.
    private func nextSession() async throws(Failure) -> (any SendingSession, isFresh: Bool) {
        if let session = idle.popLast() { return (session, false) }
        do throws(Failure) {
            let session = try await sender.open()
            news(.opened)
            return (session, true)
        } catch {
            log?.add(error)
            news(.notOpened(error))
            throw error
        }
    }

    // MARK: The rate

    /// The next letters of a lane, as many as may begin; waits until one may.
    private func take(_ share: Int, from lane: Int) async -> [Delivery] {
        guard pace != nil else { return queue.take(share, from: lane) }
        while case let count = queue.count(in: lane), count > 0,
            let answer = pace?.ask(for: min(Self.batch, count), at: time.now())
        {
            switch answer {
            case .go(let count):
                let deliveries = queue.take(count, from: lane)
                pace?.giveBack(count - deliveries.count)
                if deliveries.count < count { wakeAll() }
                return deliveries
            case .wait(let until): await sleep(until: until)
            case .full: await withCheckedContinuation { waiting.append($0) }
            }
        }
        return []
    }

    private func sleep(until: Duration) async {
        let length = until - time.now()
        // All workers wait for the same moment.
        if let rate = pace?.rate, announced != until { news(.waits(length, rate)) }
        announced = until
        if length > Self.patience { await leave() }
        await time.sleep(until)
    }

    private func ended(_ count: Int, notBegun rest: Int) {
        pace?.end(count, at: time.now())
        pace?.giveBack(rest)
        wakeAll()
    }

    private func giveBack(_ deliveries: [Delivery], to lane: Int) {
        queue.putBack(deliveries, to: lane)
        pace?.giveBack(deliveries.count)
        wakeAll()
    }

    private func wakeAll() {
        let waiting = waiting
        self.waiting = []
        for continuation in waiting { continuation.resume() }
    }
}

extension Receipt {
    /// Why a session is not wanted, when its first letter was answered with nothing but the server's goodbye.
    fileprivate var sessionRefusal: Failure? {
        recipients.allSatisfy { $0.state == .deferred && $0.reply?.code == 421 } ? failure : nil
    }
}
