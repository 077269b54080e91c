import Attributes
import Spool

/// Follows the letters that come in.
///
/// It looks at the newest ones and at those that are not with all their handlers yet, some hundreds of each.
struct InboxWatch {
    private static let unfinished: Set<ArrivalState> = [.received, .delivering]

    let spool: any Spool
    let filter: ArrivalFilter

    func watch(limit: Int, _ terminal: Terminal) -> ListWatch<ArrivalSummary> {
        let (spool, filter) = (spool, filter)
        return ListWatch(
            limit: limit, terminal: terminal, news: { spool.arrivalNews() },
            current: { (_) async throws(CommandFailure) in try await current() },
            includes: { arrival in
                (filter.states?.contains(arrival.state) ?? true)
                    && (filter.needsProcessing.map { $0 == arrival.needsProcessing } ?? true)
            })
    }

    /// What changes about an arrival does not choose here: who was shown it is told that it does not fit any more.
    private func current() async throws(CommandFailure) -> [ArrivalSummary] {
        var all = filter
        (all.states, all.needsProcessing) = (nil, nil)
        var open = all
        open.states = Self.unfinished
        let (everything, unfinished) = (all, open)
        let newest = try await onSpool { () async throws(SpoolProblem) in
            try await spool.arrivals(everything, Page(.newest, limit: Listings.pageSize))
        }
        let waiting = try await onSpool { () async throws(SpoolProblem) in
            try await spool.arrivals(unfinished, Page(.oldest, limit: Listings.pageSize))
        }
        var byID: [UUIDv7: ArrivalSummary] = [:]
        for arrival in waiting + newest { byID[arrival.id] = arrival }
        return byID.values.sorted { $0.id < $1.id }
    }
}
