import Attributes
import Connecting
import Spool

/// A decision about messages that were accepted.
struct MessageAct: Act {
    /// What is decided.
    enum Verb: String {
        case retry
        case cancel

        /// The states that it is about.
        var states: Set<MessageState> {
            switch self {
            case .retry: [.held, .deferred, .failed, .partial]
            case .cancel: [.queued, .deferred, .held]
            }
        }

        /// The states in which there is nothing left to wish for.
        fileprivate var reached: Set<MessageState> {
            switch self {
            case .retry: [.queued, .sending]
            case .cancel: [.cancelled]
            }
        }

        fileprivate func whyNot(_ state: MessageState) -> String {
            switch (self, state) {
            case (.retry, .queued): "it waits already, and goes out by itself"
            case (.retry, .sent): "all its recipients have got it"
            case (.retry, .cancelled): "it was cancelled: send it anew with 'router send'"
            case (.cancel, .cancelled): "it is cancelled already"
            case (.cancel, .sent): "all its recipients have got it"
            case (.cancel, .failed), (.cancel, .partial): "nobody is owed it any more"
            default: "it is \(state.rawValue)"
            }
        }
    }

    static let things = "messages"

    let kind: Verb
    let spool: any Spool
    /// Whose states are those the decision is about.
    let filter: MessageFilter

    var verb: String { kind.rawValue }
    var done: String { kind == .retry ? "retried" : "cancelled" }

    func named(_ name: String) async throws(CommandFailure) -> [UUIDv7] {
        try await MessageLookup(spool: spool).messages(name).map(\.id)
    }

    func chosen(_ page: Page) async throws(SpoolProblem) -> [UUIDv7] {
        try await spool.list(filter, page).map(\.id)
    }

    func carryOut(_ ids: [UUIDv7]) async throws(SpoolProblem) -> [Deed] {
        let decisions =
            kind == .retry ? try await spool.retry(ids, now: .now) : try await spool.cancel(ids, now: .now)
        return zip(ids, decisions).map(deed)
    }

    private func deed(_ id: UUIDv7, _ decision: Decision) -> Deed {
        var deed = Deed(id: id)
        var state: MessageState?
        var count = 0
        switch decision {
        case .done(let recipients, let now):
            count = recipients
            state = now
            let isOther = kind == .cancel && now != .cancelled
            deed.words =
                "\(count) \(count == 1 ? "recipient" : "recipients")"
                + (isOther ? "; the message is \(now.rawValue)" : "")
        case .nothingToDo(let now):
            state = now
            deed.reason = kind.whyNot(now)
            if !kind.reached.contains(now) { deed.status = .data }
        case .beingSent:
            state = .sending
            deed.reason = "an attempt runs: ask again when it has ended"
            if kind == .cancel { deed.statusAnyway = .deferred }
        case .unknown:
            deed.reason = "it is not in the spool any more"
            deed.status = .noInput
        }
        deed.members = [
            .init(name: "recipients", value: .integer(count)),
            .init(name: "state", value: state.map { .string($0.rawValue) } ?? .null),
        ]
        return deed
    }

    func next() async -> String? {
        guard kind == .retry else { return nil }
        return await spool.isServed ? "'router serve' sends it now" : "'router queue run' sends it"
    }
}
