package import Connecting
package import Spool

/// Works the spool off: an outlet for each connection, woken when something has come.
package actor Dispatcher {
    private let spool: any Spool
    private let owner: Owner
    private let journal: SpoolJournal
    private let time: Timekeeper
    private let tell: @Sendable (OutletNews) -> Void
    private var outlets: [String: Outlet] = [:]
    /// Those that were replaced, until nothing is on its way through them any more.
    private var leaving: [ObjectIdentifier: Outlet] = [:]
    private var listening: Task<Void, Never>?
    private var isStopping = false
    /// Whether nothing is on its way any more through connections that were replaced.
    private var areOver = true

    /// - Parameters:
    ///   - spool: Has the letters.
    ///   - owner: What this process is there.
    ///   - schedule: When what is deferred is due again.
    ///   - time: The clock.
    ///   - heard: Is told of every outcome once it is written down, with how long the attempt took.
    ///   - tell: Is told what happens at connections.
    package init(
        _ spool: any Spool, _ owner: Owner, schedule: RetrySchedule = RetrySchedule(), time: Timekeeper = .system,
        heard: @escaping @Sendable (Delivery, Receipt, Duration) -> Void = { _, _, _ in },
        tell: @escaping @Sendable (OutletNews) -> Void = { _ in }
    ) {
        self.spool = spool
        self.owner = owner
        self.time = time
        self.tell = tell
        journal = SpoolJournal(spool, owner, schedule: schedule, heard: heard)
    }

    /// Works with a workspace's connections from now on; what is on its way through others ends as it began.
    ///
    /// A connection that did not change goes on as it is. Each of the others is replaced by itself: its server never sees more sessions
    /// than it may have, and no other connection waits for it.
    ///
    /// - Parameters:
    ///   - workspace: Its connections that send.
    ///   - limit: How long letters on their way may take to end.
    package func use(_ workspace: Workspace, within limit: Duration = .seconds(30)) async {
        guard !isStopping else { return }
        var stale = outlets
        var fresh: [(connection: Connection, buses: Int)] = []
        for connection in workspace.connections.values where !connection.isDisabled && connection.sender != nil {
            let buses = Set(workspace.routes.values.filter { $0.connection == connection.name }.map(\.bus)).count
            if let outlet = outlets[connection.name], outlet.carries(connection, buses: buses) {
                stale[connection.name] = nil
                await outlet.hurry()
            } else {
                fresh.append((connection, buses))
            }
        }
        guard !isStopping else { return }
        for (name, outlet) in stale {
            outlets[name] = nil
            leaving[ObjectIdentifier(outlet)] = outlet
        }
        await withTaskGroup(of: Void.self) { [stale] group in
            for (connection, buses) in fresh {
                let old = stale[connection.name]
                group.addTask {
                    if let old { await self.end(old, within: limit) }
                    await self.begin(connection, buses: buses)
                }
            }
            let replaced = Set(fresh.map(\.connection.name))
            for (name, outlet) in stale where !replaced.contains(name) {
                group.addTask { await self.end(outlet, within: limit) }
            }
        }
        if listening == nil, !isStopping {
            let news = spool.news()
            listening = Task { for await _ in news { self.wake() } }
        }
        wake()
    }

    private func begin(_ connection: Connection, buses: Int) async {
        guard !isStopping, let sender = connection.sender else { return }
        let outlet = Outlet(connection, buses: buses, spool, owner, time: time, tell: tell)
        let courier = Courier(
            sender, sessions: connection.sessions, rate: connection.rate, buses: max(1, buses), log: connection.log,
            journal: journal, time: time
        ) { news in Task { await outlet.heard(news) } }
        outlets[connection.name] = outlet
        // Letters of a route that has another bus now are there too.
        await outlet.start(courier, buses: [0, 1, 2, 3])
    }

    private func end(_ outlet: Outlet, within limit: Duration) async {
        if await !outlet.stop(within: limit) { areOver = false }
        leaving[ObjectIdentifier(outlet)] = nil
    }

    /// Whether a letter that is about to be put into the spool may go at once, without being fetched.
    package func hasRoom(for connection: String, bus: Int) async -> Bool {
        await outlets[connection]?.hasRoom(bus) ?? false
    }

    /// Carries letters that this process has put into the spool and claimed with that.
    package func take(_ letters: [ClaimedLetter], for connection: String) async {
        if let outlet = outlets[connection] { return await outlet.take(letters) }
        // The connection has gone meanwhile; the letters wait until there is one again.
        while !owner.isLost, !isStopping {
            do throws(SpoolProblem) {
                return try await spool.release(letters.map(\.id), of: owner)
            } catch {
                try? await Task.sleep(for: Outlet.pauseAfterProblem)
            }
        }
    }

    /// A person has decided something: closed ways are tried at once.
    package func hurry(_ connection: String? = nil) async {
        for outlet in outlets.values where connection == nil || outlet.name == connection { await outlet.hurry() }
    }

    /// How the connections are, by name.
    package func health() async -> [String: OutletHealth] {
        var health: [String: OutletHealth] = [:]
        for (name, outlet) in outlets {
            health[name] = await outlet.health
        }
        return health
    }

    /// Begins nothing new, and lets what is on its way end.
    ///
    /// - Returns: Whether all has ended.
    package func stop(within limit: Duration) async -> Bool {
        isStopping = true
        listening?.cancel()
        if await !Self.stop(Array(outlets.values) + Array(leaving.values), within: limit) { areOver = false }
        outlets = [:]
        return areOver
    }

    private static func stop(_ outlets: [Outlet], within limit: Duration) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            for outlet in outlets { group.addTask { await outlet.stop(within: limit) } }
            var areOver = true
            for await isOver in group where !isOver { areOver = false }
            return areOver
        }
    }

    private func wake() { for outlet in outlets.values { outlet.wake() } }
}

/// How a connection is.
package struct OutletHealth: Sendable {
    package var circuit: Circuit
    /// Why nothing can be fetched for it.
    package var spoolProblem: SpoolProblem?
}
