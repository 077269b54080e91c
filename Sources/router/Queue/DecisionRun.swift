import Attributes
import Connecting
import Diagnostics
import Engine
import Glibc
import Spool

/// A person's decision about several messages, carried out and told one by one.
struct DecisionRun {
    /// What is decided.
    enum Verb: String {
        case retry
        case cancel

        var done: String { self == .retry ? "retried" : "cancelled" }

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

    private static let step = 200

    let verb: Verb
    let spool: any Spool
    let terminal: Terminal
    private var done = 0
    private var statuses: Set<ExitStatus> = []

    init(_ verb: Verb, _ spool: any Spool, _ terminal: Terminal) {
        self.verb = verb
        self.spool = spool
        self.terminal = terminal
    }

    /// Decides about messages that were named one by one.
    mutating func decide(named names: [String]) async throws(CommandFailure) -> ExitStatus {
        var ids: [UUIDv7] = []
        for name in names {
            do throws(CommandFailure) {
                for message in try await MessageLookup(spool: spool).messages(name) where !ids.contains(message.id) {
                    ids.append(message.id)
                }
            } catch {
                guard error.status == .noInput || error.status == .usage else { throw error }
                // One wrong name does not keep the others from what they are due.
                statuses.insert(error.status)
                tell(error)
            }
        }
        try await decide(ids, isNamed: true)
        return await finish()
    }

    /// Decides about all that a filter finds, whose states are those the decision is about; who is not sure is asked.
    mutating func decide(_ filter: MessageFilter, isSure: Bool) async throws(CommandFailure) -> ExitStatus {
        let ids = try await ids(filter)
        if ids.count > 1, !isSure, Screen.canAsk {
            guard Self.confirms("\(verb.rawValue) \(ids.count) messages?") else {
                terminal.note("nothing was done")
                return .done
            }
        }
        if ids.isEmpty { terminal.note("there is nothing to \(verb.rawValue)") }
        try await decide(ids, isNamed: false)
        return await finish()
    }

    private func ids(_ filter: MessageFilter) async throws(CommandFailure) -> [UUIDv7] {
        var ids: [UUIDv7] = []
        var page = Page(.oldest, limit: QueueListCommand.pageSize)
        while true {
            let wanted = page
            let messages = try await onSpool { () async throws(SpoolProblem) in try await spool.list(filter, wanted) }
            ids += messages.map(\.id)
            guard messages.count == page.limit else { return ids }
            page.behind = messages.last?.id
        }
    }

    private mutating func decide(_ ids: [UUIDv7], isNamed: Bool) async throws(CommandFailure) {
        for start in stride(from: 0, to: ids.count, by: Self.step) {
            let some = Array(ids[start..<min(start + Self.step, ids.count)])
            let (spool, verb) = (spool, verb)
            let decisions = try await onSpool { () async throws(SpoolProblem) in
                verb == .retry ? try await spool.retry(some, now: .now) : try await spool.cancel(some, now: .now)
            }
            for (id, decision) in zip(some, decisions) { tell(id, decision, isNamed: isNamed) }
        }
    }

    private mutating func tell(_ id: UUIDv7, _ decision: Decision, isNamed: Bool) {
        var state: MessageState?
        var count = 0
        var reason: String?
        switch decision {
        case .done(let recipients, let now):
            done += 1
            count = recipients
            state = now
        case .nothingToDo(let now):
            state = now
            reason = verb.whyNot(now)
            // What a filter found may have changed meanwhile.
            if isNamed, !verb.reached.contains(now) { statuses.insert(.data) }
        case .beingSent:
            state = .sending
            reason = "an attempt runs: ask again when it has ended"
            if verb == .cancel { statuses.insert(.deferred) }
        case .unknown:
            reason = "it is not in the spool any more"
            if isNamed { statuses.insert(.noInput) }
        }
        if terminal.isJSON {
            let line: JSON = [
                "id": .string(id.description), "done": .bool(reason == nil), "recipients": .integer(count),
                "state": state.map { .string($0.rawValue) } ?? .null, "reason": reason.map { .string($0) } ?? .null,
            ]
            terminal.result(line.printed())
        } else if let reason {
            terminal.result("\(terminal.resultStyle.apply(.yellow, "not \(verb.done)")) \(id): \(reason)")
        } else {
            let recipients = "\(count) \(count == 1 ? "recipient" : "recipients")"
            let now = state.map { verb == .cancel && $0 != .cancelled ? "; the message is \($0.rawValue)" : "" } ?? ""
            terminal.result("\(terminal.resultStyle.apply(.green, verb.done)) \(id): \(recipients)\(now)")
        }
    }

    private func tell(_ failure: CommandFailure) {
        if terminal.isJSON {
            terminal.result(failure.json.printed())
        } else {
            terminal.complain(failure.printed(terminal.style))
        }
    }

    private func finish() async -> ExitStatus {
        if done > 0, verb == .retry {
            let isServed = (try? await spool.owners())?.contains { $0.hasPrefix(Service.name) } ?? false
            terminal.note(isServed ? "'router serve' sends it now" : "'router queue run' sends it")
        }
        return .worst(of: statuses)
    }

    private static func confirms(_ question: String) -> Bool {
        Terminal.write("\(question) [y/N] ", to: STDERR_FILENO)
        let answer = readLine()?.lowercased() ?? ""
        return ["y", "yes", "д", "да"].contains(answer)
    }
}
