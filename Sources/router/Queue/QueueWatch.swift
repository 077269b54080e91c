import Attributes
import Connecting
import Diagnostics
import Glibc
import Spool

/// Shows messages as they come and change.
///
/// It looks at the newest ones and at those that are not finished yet, some hundreds of each: of older ones that are finished no change
/// is told, such as a notice that comes back after days.
struct QueueWatch {
    private static let window = 500
    /// How long it sleeps at most when no news come.
    private static let interval = Duration.seconds(1)
    private static let unfinished: Set<MessageState> = [.queued, .sending, .deferred, .held]

    /// What is seen of a message changes when one of these does.
    private struct Seen: Hashable {
        var state: MessageState
        var attempts: Int
        var recipients: [RecipientStatus]

        init(_ message: MessageSummary) {
            state = message.state
            attempts = message.attempts
            recipients = message.recipients
        }
    }

    private let spool: any Spool
    private let selection: MessageSelection
    private let limit: Int
    private let terminal: Terminal
    private var table: MessageTable?
    private var seen: [UUIDv7: Seen] = [:]

    init(_ spool: any Spool, _ selection: MessageSelection, limit: Int, _ terminal: Terminal) {
        self.spool = spool
        self.selection = selection
        self.limit = limit
        self.terminal = terminal
    }

    /// Runs until the program is ended, or nobody reads any more.
    func run() async throws(CommandFailure) {
        var watch = self
        try await watch.show(isFirst: true)
        let spool = spool
        let (ticks, tick) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let news = Task {
            for await _ in spool.news() { tick.yield() }
        }
        let clock = Task {
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.interval)
                tick.yield()
            }
        }
        defer {
            news.cancel()
            clock.cancel()
        }
        for await _ in ticks {
            if Self.isForsaken { return }
            try await watch.show(isFirst: false)
        }
    }

    private mutating func show(isFirst: Bool) async throws(CommandFailure) {
        let now = Instant.now
        let messages = try await current(now: now)
        var changed = messages.filter { message in
            guard let before = seen[message.id] else { return selection.includes(message) }
            return before != Seen(message)
        }
        seen = Dictionary(
            messages.filter { seen[$0.id] != nil || selection.includes($0) }.map { ($0.id, Seen($0)) },
            uniquingKeysWith: { $1 })
        if isFirst, limit > 0 { changed = Array(changed.suffix(limit)) }
        if terminal.isJSON {
            for message in changed { terminal.result(message.json.printed()) }
            return
        }
        if table == nil {
            let new = MessageTable(
                changed, isOpen: true, now: now, width: Screen.width, style: terminal.resultStyle)
            terminal.result(new.heading)
            table = new
        }
        for message in changed { if let table { terminal.result(table.line(for: message, now: now)) } }
    }

    /// Those that are looked at, in the order they came.
    private func current(now: Instant) async throws(CommandFailure) -> [MessageSummary] {
        var filter = selection.filter(now: now)
        filter.states = nil
        let all = filter
        filter.states = Self.unfinished
        let open = filter
        let newest = try await onSpool { () async throws(SpoolProblem) in
            try await spool.list(all, Page(.newest, limit: Self.window))
        }
        let waiting = try await onSpool { () async throws(SpoolProblem) in
            try await spool.list(open, Page(.oldest, limit: Self.window))
        }
        var byID: [UUIDv7: MessageSummary] = [:]
        for message in waiting + newest { byID[message.id] = message }
        return byID.values.sorted { $0.id < $1.id }
    }

    /// Whether nobody reads what we write any more.
    private static var isForsaken: Bool {
        var entry = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
        return poll(&entry, 1, 0) > 0 && entry.revents & Int16(POLLERR | POLLNVAL) != 0
    }
}

extension MessageSelection {
    /// Whether a message is in a state that is asked for.
    fileprivate func includes(_ message: MessageSummary) -> Bool {
        state.map { $0.states.contains(message.state) } ?? true
    }
}
