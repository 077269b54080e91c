package import Connecting

/// Carries messages over a connection's sessions, as many at once as it and the server allow, and no faster than its rate.
package actor Courier {
    /// How many letters a session takes at a time: enough for one to ride with the end of another, and more where there are many.
    private static let batch = 16
    private static let largestBatch = 128
    /// A longer wait is not spent with open sessions: servers count them.
    private static let patience = Duration.seconds(30)

    private let sender: any Sender
    private let sessions: Int
    private let log: ConnectionLog?
    private let time: Timekeeper
    private let news: @Sendable (CourierNews) -> Void
    private var pace: Pace?
    /// How many sessions the server lets us have, as far as we know.
    private var allowed: Int
    private var idle: [any SendingSession] = []
    /// The end of the last wait that was told of.
    private var announced: Duration?
    /// Who waits for a letter on its way to end.
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// - Parameters:
    ///   - sender: Opens sessions.
    ///   - sessions: How many at most.
    ///   - rate: How many letters may begin in a length of time; `nil` for as many as can.
    ///   - log: Is told what went wrong.
    ///   - time: The clock.
    ///   - news: Called from any thread.
    package init(
        _ sender: any Sender, sessions: Int, rate: Rate? = nil, log: ConnectionLog? = nil,
        time: Timekeeper = .system, news: @escaping @Sendable (CourierNews) -> Void = { _ in }
    ) {
        self.sender = sender
        self.sessions = max(1, sessions)
        self.log = log
        self.time = time
        self.news = news
        pace = rate.map { Pace($0) }
        allowed = max(1, sessions)
    }

    /// Sends all messages and reports each as soon as its outcome is known; the order is the sessions'.
    package func deliver(
        _ messages: [Message], _ report: @escaping @Sendable (Message, Receipt) -> Void
    ) async {
        let log = log
        let queue = DeliveryQueue(messages) { message, receipt in
            log?.add(receipt, of: message.letter, route: message.route)
            report(message, receipt)
        }
        // The server may have room again.
        allowed = min(sessions, allowed + 1)
        var failure: Failure?
        while queue.count > 0 {
            let before = queue.reported
            let workers = max(1, min(allowed, (queue.count + Self.batch - 1) / Self.batch))
            let failures = await round(queue, workers)
            failure = failures.last
            if queue.reported > before {
                // Who was refused while others worked is one too many; those others take the rest.
                if let failure { limit(to: max(1, workers - failures.count), failure) }
            } else if !queue.reportRefused() {
                break
            }
        }
        // What is left when no session could be had.
        for position in queue.take(.max) {
            queue.report(position, Receipt(messages[position].letter, all: .deferred, failure: failure))
        }
    }

    /// Says goodbye on all sessions.
    package func close() async {
        let sessions = idle
        idle = []
        for session in sessions { await session.close() }
    }

    /// Works the queue off until it is empty or nobody gets on.
    ///
    /// - Returns: Why sessions could not be had or were refused.
    private func round(_ queue: DeliveryQueue, _ workers: Int) async -> [Failure] {
        await withTaskGroup(of: Failure?.self) { group in
            for _ in 0..<workers {
                group.addTask { await self.work(queue, workers) }
            }
            var failures: [Failure] = []
            for await failure in group {
                if let failure { failures.append(failure) }
            }
            return failures
        }
    }

    private func limit(to count: Int, _ reason: Failure) {
        guard count < allowed else { return }
        allowed = count
        news(.fewerSessions(count, reason))
    }

    /// Works the queue off over one session, and over another when that breaks.
    ///
    /// - Returns: Why no session could be had, when none could.
    private func work(_ queue: DeliveryQueue, _ workers: Int) async -> Failure? {
        let isAlone = workers == 1
        while true {
            // Half of what is each worker's: at the end none has much to do while the others are done.
            let share = min(Self.largestBatch, max(Self.batch, queue.count / (2 * workers)))
            let positions = await take(share, from: queue)
            guard !positions.isEmpty else { return nil }
            let session: any SendingSession
            let isFresh: Bool
            do throws(Failure) {
                (session, isFresh) = try await nextSession()
            } catch {
                giveBack(positions, to: queue)
                return error
            }
            let letters = positions.map { queue.messages[$0].letter }
            let batch = BatchReport()
            await session.send(letters) { index, receipt in
                // Another session may be one too many, which a server may say only now: then those that there are take the letter.
                if isFresh, !isAlone, batch.isEmpty, let refusal = receipt.sessionRefusal {
                    queue.keep(receipt, of: positions[index])
                    batch.refusal = refusal
                } else {
                    batch.insert(index)
                    queue.report(positions[index], receipt)
                }
            }
            let left = positions.indices.filter { !batch.contains($0) }.map { positions[$0] }
            // The server may have heard of the first that is left, and of none behind it.
            ended(positions.count - left.count + min(1, left.count), notBegun: max(0, left.count - 1))
            guard !left.isEmpty else {
                idle.append(session)
                continue
            }
            await session.close()
            queue.putBack(left)
            if let refusal = batch.refusal { return refusal }
            if isFresh, batch.isEmpty {
                return Failure(
                    .connectionLost, .again, "the session ended before the first letter was begun",
                    help: "try again; the server's log says why it hung up")
            }
        }
    }

    /// A session that was used before, or a fresh one.
    private func nextSession() async throws(Failure) -> (any SendingSession, isFresh: Bool) {
        if let session = idle.popLast() { return (session, false) }
        do throws(Failure) {
            return (try await sender.open(), true)
        } catch {
            log?.add(error)
            throw error
        }
    }

    // MARK: The rate

    /// The next letters' positions, as many as may begin; waits until one may.
    private func take(_ share: Int, from queue: DeliveryQueue) async -> [Int] {
        guard pace != nil else { return queue.take(share) }
        while queue.count > 0, let answer = pace?.ask(for: min(Self.batch, queue.count), at: time.now()) {
            switch answer {
            case .go(let count):
                let positions = queue.take(count)
                pace?.giveBack(count - positions.count)
                if positions.count < count { wakeAll() }
                return positions
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
        if length > Self.patience { await close() }
        await time.sleep(until)
    }

    private func ended(_ count: Int, notBegun rest: Int) {
        pace?.end(count, at: time.now())
        pace?.giveBack(rest)
        wakeAll()
    }

    private func giveBack(_ positions: [Int], to queue: DeliveryQueue) {
        queue.putBack(positions)
        pace?.giveBack(positions.count)
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
