package import Attributes
package import Spool

/// Whether the letters that a route sends to itself come back, as the spool's notes tell it to any process.
package struct CanaryHealth: Hashable, Sendable {
    package enum Standing: String, Sendable {
        /// The last one that is due has come.
        case well
        /// None has been due yet.
        case waiting
        case missing
    }

    package var route: String
    package var standing: Standing
    /// When the last one was sent.
    package var lastSent: Instant?
    /// When the last one came.
    package var lastSeen: Instant?
    /// How long that one was on its way.
    package var roundTrip: Duration?

    init(route: String, within: Duration, _ sent: [CanaryFlight], _ seen: CanarySighting?, now: Instant) {
        self.route = route
        lastSent = sent.map(\.time).max()
        lastSeen = seen?.time
        roundTrip = seen.map { $0.time - $0.flight }
        standing = .waiting
        for flight in sent.sorted(by: { $0.time > $1.time }) {
            // One that came later says as much.
            if let seen, seen.flight >= flight.time {
                standing = .well
            } else if now - flight.time > within {
                standing = .missing
            } else {
                continue
            }
            return
        }
        if seen != nil { standing = .well }
    }

    /// As it stands in the spool.
    package static func read(_ route: ReceiveRoute, in spool: any Spool, now: Instant) async throws(SpoolProblem)
        -> Self?
    {
        guard let canary = route.canary, !route.isDisabled else { return nil }
        let log = CanaryLog(route: route.name, spool)
        return Self(
            route: route.name, within: canary.within, try await log.flights(), try await log.sighting(), now: now)
    }

    /// Those of all routes that have one.
    package static func all(of workspace: Workspace, in spool: any Spool, now: Instant) async throws(SpoolProblem)
        -> [Self]
    {
        var all: [Self] = []
        for route in workspace.receiveRoutes.values.sorted(by: { $0.name < $1.name }) {
            if let health = try await read(route, in: spool, now: now) { all.append(health) }
        }
        return all
    }

    /// `came back 12s ago, after 1.2 s`, `missing for 3h`.
    package func words(now: Instant, length: (Duration) -> String) -> String {
        switch standing {
        case .waiting: return lastSent == nil ? "not sent yet" : "on its way"
        case .well:
            guard let lastSeen, let roundTrip else { return "came back" }
            let tenths = max(0, Int(roundTrip / .milliseconds(100)))
            return "came back \(length(now - lastSeen)) ago, after \(tenths / 10).\(tenths % 10) s"
        case .missing:
            return lastSeen.map { "missing, the last one came \(length(now - $0)) ago" } ?? "missing, none ever came"
        }
    }

    package var json: JSON {
        [
            "route": .string(route), "state": .string(standing.rawValue),
            "lastSent": lastSent.map { .string($0.iso8601) } ?? .null,
            "lastSeen": lastSeen.map { .string($0.iso8601) } ?? .null,
            "roundTrip": roundTrip.map { .integer(max(0, Int($0 / .milliseconds(1)))) } ?? .null,
        ]
    }
}
