import Connecting

/// Workers: each has a session, and takes batch after batch until nothing is left or no session can be had.
extension Courier {
    /// As many workers as a lane may have, so that the others that are used find a session too.
    private var cap: Int { max(1, allowed - (buses - 1)) }

    func startWorkers() {
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
}
