package import Connecting

/// Carries letters over a connection's sessions, as many at once as it and the server allow, and no faster than its rate.
///
/// Letters of different buses take turns, and as long as there are sessions enough, each bus that is used has one that no other takes.
package actor Courier {
    /// How many letters a session takes at a time: enough for one to ride with the end of another.
    static let batch = 16
    /// After so long, a server that had sessions enough is asked whether it has room for one more.
    private static let timeForMore = Duration.seconds(60)

    let sender: any Sender
    let sessions: Int
    /// How many buses use the connection.
    let buses: Int
    let log: ConnectionLog?
    let journal: (any Journal)?
    let time: Timekeeper
    let news: @Sendable (CourierNews) -> Void
    let queue = DeliveryQueue()
    var pace: Pace?
    /// How many sessions the server lets us have, as far as we know.
    var allowed: Int
    /// When that was found out.
    var limited: Duration?
    var idle: [any SendingSession] = []
    var workers = 0
    /// Who waits for the workers to be done.
    var whenDone: [CheckedContinuation<Void, Never>] = []
    /// Workers that got no session since the last progress, and why the last one did not.
    var failures = 0
    var failure: Failure?
    /// How many letters were reported when the workers began, or when none got on.
    var mark = 0
    /// The end of the last wait that was told of.
    var announced: Duration?
    /// Who waits for a letter on its way to end.
    var waiting: [CheckedContinuation<Void, Never>] = []

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
    func leave() async {
        let sessions = idle
        idle = []
        for session in sessions { await session.close() }
    }
}
