import Connecting

/// The connection's rate: no more letters begin than it allows.
extension Courier {
    /// A longer wait is not spent with open sessions: servers count them.
    private static let patience = Duration.seconds(30)

    /// The next letters of a lane, as many as may begin; waits until one may.
    func take(_ share: Int, from lane: Int) async -> [Delivery] {
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

    func ended(_ count: Int, notBegun rest: Int) {
        pace?.end(count, at: time.now())
        pace?.giveBack(rest)
        wakeAll()
    }

    func giveBack(_ deliveries: [Delivery], to lane: Int) {
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
