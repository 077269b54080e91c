internal import Attributes
internal import Synchronization

/// All subscriptions of a server, and the connections that wait for their events.
final class Subscriptions: Sendable {
    /// What wakes a connection.
    enum Signal: Sendable {
        case news, beat, end
    }

    private struct State {
        var subscriptions: [String: Subscription] = [:]
        var watchers: [String: Task<Void, Never>] = [:]
        var connections: [Int: (ids: Set<String>, continuation: AsyncStream<Signal>.Continuation)] = [:]
        var lastConnection = 0
    }

    private static let most = 1_000
    private let state = Mutex(State())

    deinit { state.withLock { state in for watcher in state.watchers.values { watcher.cancel() } } }

    /// Begins a subscription: what happens from now on is kept for it.
    func add(_ subscription: Subscription, _ mailboxes: Mailboxes) throws(EWSError) {
        let news = mailboxes.watch(subscription.owner)
        let id = subscription.id
        let watcher = Task { [weak self] in
            for await news in news { self?.take(news, id) }
        }
        let isFull = state.withLock { state in
            forgetSilent(&state)
            guard state.subscriptions.count < Self.most else { return true }
            state.subscriptions[id] = subscription
            state.watchers[id] = watcher
            return false
        }
        if isFull {
            watcher.cancel()
            throw EWSError("ErrorExceededSubscriptionCount", "There are more subscriptions than \(Self.most).")
        }
    }

    /// - Returns: Whether there was one.
    func remove(_ id: String) -> Bool {
        state.withLock { state in
            state.watchers.removeValue(forKey: id)?.cancel()
            for connection in state.connections.values where connection.ids.contains(id) {
                connection.continuation.yield(.news)
            }
            return state.subscriptions.removeValue(forKey: id) != nil
        }
    }

    /// The subscription of somebody's.
    func find(_ id: String) throws(EWSError) -> Subscription {
        let found = state.withLock { state in
            forgetSilent(&state)
            state.subscriptions[id]?.lastAsked = .now
            return state.subscriptions[id]
        }
        guard let found else {
            throw EWSError("ErrorSubscriptionNotFound", "The specified subscription was not found.")
        }
        return found
    }

    /// What has happened since a watermark; what came before it is let go.
    func events(of id: String, after watermark: Int, most: Int) -> (news: [MailboxNews], isMore: Bool) {
        state.withLock { state in
            state.subscriptions[id]?.waiting.removeAll { $0.number <= watermark }
            let waiting = state.subscriptions[id]?.waiting ?? []
            let news = Array(waiting.prefix(most))
            state.subscriptions[id]?.watermark = news.last?.number ?? watermark
            return (news, waiting.count > most)
        }
    }

    /// A connection that is woken when something happens to one of its subscriptions.
    func connect(_ ids: Set<String>) -> (number: Int, signals: AsyncStream<Signal>) {
        let (stream, continuation) = AsyncStream.makeStream(of: Signal.self, bufferingPolicy: .bufferingNewest(16))
        let number = state.withLock { state in
            state.lastConnection += 1
            state.connections[state.lastConnection] = (ids, continuation)
            return state.lastConnection
        }
        return (number, stream)
    }

    func signal(_ signal: Signal, to number: Int) {
        state.withLock { _ = $0.connections[number]?.continuation.yield(signal) }
    }

    func disconnect(_ number: Int) {
        state.withLock { $0.connections.removeValue(forKey: number)?.continuation.finish() }
    }

    /// Closes all connections, for a server that ends.
    func end() {
        state.withLock { state in
            for connection in state.connections.values { connection.continuation.yield(.end) }
        }
    }

    private func take(_ news: MailboxNews, _ id: String) {
        state.withLock { state in
            guard let subscription = state.subscriptions[id], subscription.wants(news) else { return }
            state.subscriptions[id]?.waiting.append(news)
            if subscription.waiting.count >= Subscription.mostWaiting {
                state.subscriptions[id]?.waiting.removeFirst()
                state.subscriptions[id]?.isOverrun = true
            }
            for connection in state.connections.values where connection.ids.contains(id) {
                connection.continuation.yield(.news)
            }
        }
    }

    /// Those that nobody asks for, unless a connection waits for them.
    private func forgetSilent(_ state: inout State) {
        let now = Instant.now.seconds
        for subscription in state.subscriptions.values
        where now - subscription.lastAsked.seconds > subscription.patience {
            guard !state.connections.values.contains(where: { $0.ids.contains(subscription.id) }) else { continue }
            state.subscriptions[subscription.id] = nil
            state.watchers.removeValue(forKey: subscription.id)?.cancel()
        }
    }
}
