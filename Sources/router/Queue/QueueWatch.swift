import Attributes
import Connecting
import Spool

/// Follows the messages of the spool.
///
/// It looks at the newest ones and at those that are not finished yet, some hundreds of each: of older ones that are finished no change
/// is told, such as a notice that comes back after days.
struct QueueWatch {
    private static let unfinished: Set<MessageState> = [.queued, .sending, .deferred, .held]

    private let spool: any Spool
    private let selection: MessageSelection

    init(_ spool: any Spool, _ selection: MessageSelection) {
        self.spool = spool
        self.selection = selection
    }

    func watch(limit: Int, _ terminal: Terminal) -> ListWatch<MessageSummary> {
        let (spool, states) = (spool, selection.state?.words)
        return ListWatch(
            limit: limit, terminal: terminal, news: { spool.news() },
            current: { (now) async throws(CommandFailure) in try await current(now: now) },
            includes: { message in states.map { $0.contains(message.state) } ?? true })
    }

    private func current(now: Instant) async throws(CommandFailure) -> [MessageSummary] {
        var filter = selection.filter(now: now)
        filter.states = nil
        let all = filter
        filter.states = Self.unfinished
        let open = filter
        let newest = try await onSpool { () async throws(SpoolProblem) in
            try await spool.list(all, Page(.newest, limit: Listings.pageSize))
        }
        let waiting = try await onSpool { () async throws(SpoolProblem) in
            try await spool.list(open, Page(.oldest, limit: Listings.pageSize))
        }
        var byID: [UUIDv7: MessageSummary] = [:]
        for message in waiting + newest { byID[message.id] = message }
        return byID.values.sorted { $0.id < $1.id }
    }
}
