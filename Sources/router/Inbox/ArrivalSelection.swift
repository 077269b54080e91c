import ArgumentParser
import Attributes
import Engine
import Spool

/// The options that say which arrivals are meant.
struct ArrivalSelection: ParsableArguments {
    enum Direction: EnumerableFlag {
        case incoming
        case outgoing

        static func help(for value: Direction) -> ArgumentHelp? {
            switch value {
            case .incoming: "Those that somebody wrote to the mailbox."
            case .outgoing: "Those that the mailbox's owner wrote."
            }
        }
    }

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Those in these states: \(ArrivalState.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "states"),
        completion: .list(ArrivalState.allCases.map(\.rawValue)), transform: Words<ArrivalState>.states)
    var state: Words<ArrivalState>?

    @Option(name: .long, help: "Those of a route.", completion: NameCompletion.routes)
    var route: String?

    @Option(name: .long, help: "Those of a connection's folders.", completion: NameCompletion.connections)
    var connection: String?

    @Flag(exclusivity: .exclusive)
    var direction: Direction?

    @Flag(name: .long, help: "Those that still need processing.")
    var unprocessed = false

    @Option(
        name: .long,
        help: ArgumentHelp("Those of a thread: its Message-ID, or the id of a letter in it.", valueName: "thread"))
    var thread: String?

    @Option(name: .long, help: ArgumentHelp("Those of a contact, by the account's id.", valueName: "account"))
    var contact: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Those that came since a time, or so long ago: 2026-12-01, 2h, 3d.", valueName: "time"),
        transform: TimePoint.read)
    var since: TimePoint?

    @Option(
        name: .long,
        help: ArgumentHelp("Those that came before a time, or longer ago: 2026-12-01T10:00, 2h.", valueName: "time"),
        transform: TimePoint.read)
    var before: TimePoint?

    /// Whether it says anything.
    var isEmpty: Bool {
        state == nil && route == nil && connection == nil && direction == nil && !unprocessed && thread == nil
            && contact == nil && since == nil && before == nil
    }

    /// - Parameters:
    ///   - access: Knows threads, and the time zone of times without an offset.
    ///   - states: What holds when no state is named.
    /// - Returns: The same for the spool.
    /// - Throws: That there is no such thread or time.
    func filter(
        _ access: SpoolAccess, usualStates states: Set<ArrivalState>? = nil
    ) async throws(CommandFailure) -> ArrivalFilter {
        let now = Instant.now
        let zone = access.workspace.settings.zone
        func instant(_ point: TimePoint?, _ option: String) throws(CommandFailure) -> Instant? {
            guard let point else { return nil }
            if let instant = point.instant(now: now, in: zone) { return instant }
            throw CommandFailure(
                .usage, "usage", "\(option): the workspace's clocks skip that time", help: "write another, or an offset"
            )
        }
        var name: String?
        if let thread { name = try await ArrivalLookup(spool: access.spool).thread(thread) }
        return ArrivalFilter(
            states: state?.words ?? states, route: route, connection: connection,
            isOutgoing: direction.map { $0 == .outgoing }, needsProcessing: unprocessed ? true : nil, thread: name,
            contact: contact, receivedAfter: try instant(since, "--since"),
            receivedBefore: try instant(before, "--before"))
    }
}
