import Attributes
import Glibc
import Spool

/// Shows rows of a list as they come and change.
struct ListWatch<Row: Listed> {
    /// How long it sleeps at most when no news come.
    private static var interval: Duration { .seconds(1) }

    /// At most so many of those that are there already; 0 for all.
    let limit: Int
    let terminal: Terminal
    /// Yields whenever there may be something new.
    let news: @Sendable () -> AsyncStream<Void>
    /// Those that are looked at, in the order they came.
    let current: (Instant) async throws(CommandFailure) -> [Row]
    /// Whether one that was not shown yet is asked for.
    let includes: (Row) -> Bool

    /// Runs until the program is ended, or nobody reads any more.
    func run() async throws(CommandFailure) {
        var screen = WatchedScreen<Row>(terminal: terminal)
        try await show(on: &screen, isFirst: true)
        let news = news
        let interval = Self.interval
        let (ticks, tick) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let hearing = Task {
            for await _ in news() { tick.yield() }
        }
        let clock = Task {
            while !Task.isCancelled {
                try? await Task.sleep(for: interval)
                tick.yield()
            }
        }
        defer {
            hearing.cancel()
            clock.cancel()
        }
        for await _ in ticks {
            if Screen.isForsaken { return }
            try await show(on: &screen, isFirst: false)
        }
    }

    private func show(on screen: inout WatchedScreen<Row>, isFirst: Bool) async throws(CommandFailure) {
        let now = Instant.now
        let rows = try await current(now)
        var changed = rows.filter { row in screen.seen[row.id].map { $0 != row.seen } ?? includes(row) }
        screen.seen = Dictionary(
            rows.filter { screen.seen[$0.id] != nil || includes($0) }.map { ($0.id, $0.seen) },
            uniquingKeysWith: { $1 })
        if isFirst, limit > 0 { changed = Array(changed.suffix(limit)) }
        screen.show(changed, now: now)
    }
}

/// What was shown so far.
private struct WatchedScreen<Row: Listed> {
    let terminal: Terminal
    var seen: [UUIDv7: Row.Seen] = [:]
    private var table: FittingTable<Row>?

    init(terminal: Terminal) { self.terminal = terminal }

    mutating func show(_ rows: [Row], now: Instant) {
        if terminal.isJSON {
            for row in rows { terminal.result(row.json.printed()) }
            return
        }
        let shown =
            table ?? FittingTable(rows, isOpen: true, now: now, width: Screen.width, style: terminal.resultStyle)
        if table == nil { terminal.result(shown.heading) }
        table = shown
        for row in rows { terminal.result(shown.line(for: row, now: now)) }
    }
}
