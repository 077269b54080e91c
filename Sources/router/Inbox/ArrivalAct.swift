import Attributes
import Spool

/// A decision about letters that came in.
struct ArrivalAct: Act {
    /// What is decided.
    enum Kind {
        case retry
        /// Whether it still needs processing.
        case mark(Bool)
        case link(ArrivalLink)
    }

    /// The states that a retry can be about, and those it is about when nothing is said.
    static let retriable: Set<ArrivalState> = [.quarantined, .failed, .delivering]
    static let usuallyRetried: Set<ArrivalState> = [.quarantined, .failed]

    static let things = "letters"

    let kind: Kind
    let spool: any Spool
    var filter = ArrivalFilter()

    var verb: String {
        switch kind {
        case .retry: "retry"
        case .mark: "mark"
        case .link: "link"
        }
    }

    var done: String {
        switch kind {
        case .retry: "retried"
        case .mark(let needsProcessing): needsProcessing ? "reopened" : "processed"
        case .link: "linked"
        }
    }

    func named(_ name: String) async throws(CommandFailure) -> [UUIDv7] {
        [try await ArrivalLookup(spool: spool).id(name)]
    }

    func chosen(_ page: Page) async throws(SpoolProblem) -> [UUIDv7] {
        try await spool.arrivals(filter, page).map(\.id)
    }

    func carryOut(_ ids: [UUIDv7]) async throws(SpoolProblem) -> [Deed] {
        var decisions: [ArrivalDecision] = []
        switch kind {
        case .retry: decisions = try await spool.retryArrivals(ids, now: .now)
        case .mark(let needsProcessing): decisions = try await spool.mark(ids, needsProcessing: needsProcessing)
        case .link(let link): for id in ids { decisions.append(try await spool.link(id, link)) }
        }
        return zip(ids, decisions).map(deed)
    }

    private func deed(_ id: UUIDv7, _ decision: ArrivalDecision) -> Deed {
        var deed = Deed(id: id)
        var state: ArrivalState?
        switch decision {
        case .done(let now):
            state = now
            deed.words = words(now)
        case .notNow(let now):
            state = now
            (deed.reason, deed.status) = whyNot(now)
        case .noSuchArrival:
            deed.reason = "it is not in the spool any more"
            deed.status = .noInput
        }
        deed.members = [.init(name: "state", value: state.map { .string($0.rawValue) } ?? .null)]
        return deed
    }

    private func words(_ state: ArrivalState) -> String {
        switch kind {
        case .retry: state == .received ? "it is looked into again" : "it is handed over again"
        case .mark: ""
        case .link(let link): link.shown
        }
    }

    /// Why nothing was done, and what the command ends with then.
    private func whyNot(_ state: ArrivalState) -> (String, ExitStatus) {
        switch (kind, state) {
        case (.retry, .received): ("it waits to be looked into already", .done)
        case (.retry, .delivering): ("it is on its way to its handlers", .done)
        case (.retry, .delivered): ("all its handlers have got it", .data)
        case (.retry, .quarantined): ("a handler has its error response now: ask again when that has ended", .deferred)
        case (.mark, .received), (.link, .received): ("it was not looked into yet", .data)
        case (.mark, _): ("its route has no link rules, so nothing is to be processed", .data)
        default: ("it is \(state.rawValue)", .data)
        }
    }

    func next() async -> String? {
        guard case .retry = kind else { return nil }
        return await spool.isServed ? "'router serve' does it now" : "'router serve' does it as soon as it runs"
    }
}
