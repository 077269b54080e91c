import Attributes
import Connecting
import MIME
import Spool
import Synchronization

/// Sends canaries when their time has come, and tells when one does not come back.
///
/// Several processes may keep the canaries of one spool: each canary is sent by one of them.
final class CanaryKeeper: Sendable {
    /// What their letters have for a route; no route can be called so.
    static let route = "(canary)"
    /// How often is looked whether something is due.
    private static let pause = Duration.seconds(1)
    /// How long their letters stay in the spool.
    static let keep = Duration.seconds(3_600)

    private let spool: any Spool
    private let tell: @Sendable (ServiceNews) -> Void
    private let workspace = Mutex<Workspace?>(nil)

    init(_ spool: any Spool, tell: @escaping @Sendable (ServiceNews) -> Void) {
        self.spool = spool
        self.tell = tell
    }

    func use(_ workspace: Workspace) { self.workspace.withLock { $0 = workspace } }

    /// Works until its task is cancelled.
    func run() async {
        let began = Instant.now
        var missing: Set<String> = []
        while !Task.isCancelled {
            if let workspace = workspace.withLock({ $0 }) {
                for route in workspace.receiveRoutes.values {
                    guard let canary = route.canary, !route.isDisabled else { continue }
                    // What the spool can't do now, others tell of.
                    try? await send(canary, for: route, in: workspace)
                    await look(at: route, canary, since: began, &missing)
                }
            }
            try? await Task.sleep(for: Self.pause)
        }
    }

    private func send(_ canary: Canary, for route: ReceiveRoute, in workspace: Workspace) async throws {
        guard let connection = workspace.connections[canary.connection], !connection.isDisabled,
            let token = try await CanaryLog(route: route.name, spool).take(every: canary.every, now: .now)
        else { return }
        let message = try Message(
            canary: token, of: route.name, through: connection, to: canary.to, in: workspace)
        guard let id = UUIDv7(message.id) else { return }
        let letter = NewLetter(
            message.letter, route: Self.route, connection: connection.name, bus: route.bus, unknown: .hold,
            keep: Self.keep)
        _ = try await spool.put(NewSubmission(id: id, created: .now, letters: [letter]))
    }

    private func look(
        at route: ReceiveRoute, _ canary: Canary, since began: Instant, _ missing: inout Set<String>
    ) async {
        let now = Instant.now
        guard let health = (try? await CanaryHealth.read(route, in: spool, now: now)) ?? nil else { return }
        switch health.standing {
        case .waiting: break
        case .well:
            if missing.remove(route.name) != nil { tell(.canaryCame(route: route.name, health.roundTrip ?? .zero)) }
        case .missing:
            // What was sent before this process began may lie in the mailbox, which is not read to its end yet.
            guard now - began > canary.within, missing.insert(route.name).inserted else { return }
            tell(.canaryMissing(route: route.name, to: canary.to, canary.within))
        }
    }

    /// Whether a letter is a canary of its route: then nobody is to get it.
    func recognizes(_ letter: ReadLetter, of route: ReceiveRoute) async -> Bool {
        guard route.canary != nil, let token = letter.values(of: Canary.header).first else { return false }
        let name = token.filter { !$0.isWhitespace }
        let sent = try? await CanaryLog(route: route.name, spool).saw(name, now: .now)
        return (sent ?? nil) != nil
    }
}
