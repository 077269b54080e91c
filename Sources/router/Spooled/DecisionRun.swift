import Attributes
import Diagnostics
import Glibc
import Spool

/// What a person can decide about several things of the spool.
protocol Act: Sendable {
    /// `retry`, as the command is called.
    var verb: String { get }
    /// `retried`.
    var done: String { get }
    /// What several of the things are called: `messages`.
    static var things: String { get }

    /// Those that somebody means by a name.
    func named(_ name: String) async throws(CommandFailure) -> [UUIDv7]
    /// A page of those that it may be about, as options choose.
    func chosen(_ page: Page) async throws(SpoolProblem) -> [UUIDv7]
    /// Carries it out.
    func carryOut(_ ids: [UUIDv7]) async throws(SpoolProblem) -> [Deed]
    /// What happens next to those it was carried out for; `nil` for nothing.
    func next() async -> String?
}

/// What a decision did to one thing.
struct Deed {
    var id: UUIDv7
    /// Why nothing was done; `nil` when it was.
    var reason: String?
    /// What was done, for people: `1 recipient`.
    var words = ""
    /// What the JSON says beside the id and whether it was done.
    var members: [JSON.Member] = []
    /// What the command ends with when nothing was done, if it was named: what options chose may have changed meanwhile.
    var status = ExitStatus.done
    /// The same, whether it was named or not.
    var statusAnyway = ExitStatus.done
}

/// A person's decision about several things, carried out and told one by one.
struct DecisionRun<Subject: Act> {
    private static var step: Int { 200 }

    let act: Subject
    let terminal: Terminal
    private var count = 0
    private var statuses: Set<ExitStatus> = []

    init(_ act: Subject, _ terminal: Terminal) {
        self.act = act
        self.terminal = terminal
    }

    /// Decides about things that were named one by one.
    mutating func decide(named names: [String]) async throws(CommandFailure) -> ExitStatus {
        var ids: [UUIDv7] = []
        for name in names {
            do throws(CommandFailure) {
                for id in try await act.named(name) where !ids.contains(id) { ids.append(id) }
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

    /// Decides about all that options choose; who is not sure is asked.
    mutating func decideChosen(isSure: Bool) async throws(CommandFailure) -> ExitStatus {
        let act = act
        let ids = try await Listings.all(by: { $0 }) { (page) async throws(SpoolProblem) in try await act.chosen(page) }
        if ids.count > 1, !isSure, Screen.canAsk {
            guard Screen.confirms("\(act.verb) \(ids.count) \(Subject.things)?") else {
                terminal.note("nothing was done")
                return .done
            }
        }
        if ids.isEmpty { terminal.note("there is nothing to \(act.verb)") }
        try await decide(ids, isNamed: false)
        return await finish()
    }

    private mutating func decide(_ ids: [UUIDv7], isNamed: Bool) async throws(CommandFailure) {
        for start in stride(from: 0, to: ids.count, by: Self.step) {
            let some = Array(ids[start..<min(start + Self.step, ids.count)])
            let act = act
            let deeds = try await onSpool { () async throws(SpoolProblem) in try await act.carryOut(some) }
            for deed in deeds { tell(deed, isNamed: isNamed) }
        }
    }

    private mutating func tell(_ deed: Deed, isNamed: Bool) {
        if deed.reason == nil { count += 1 }
        statuses.insert(deed.statusAnyway)
        if isNamed { statuses.insert(deed.status) }
        if terminal.isJSON {
            let line = JSON.object(
                [
                    .init(name: "id", value: .string(deed.id.description)),
                    .init(name: "done", value: .bool(deed.reason == nil)),
                ] + deed.members + [.init(name: "reason", value: deed.reason.map { .string($0) } ?? .null)])
            terminal.result(line.printed())
        } else if let reason = deed.reason {
            terminal.result("\(terminal.resultStyle.apply(.yellow, "not \(act.done)")) \(deed.id): \(reason)")
        } else {
            let words = deed.words.isEmpty ? "" : ": \(deed.words)"
            terminal.result("\(terminal.resultStyle.apply(.green, act.done)) \(deed.id)\(words)")
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
        if count > 0, let next = await act.next() { terminal.note(next) }
        return .worst(of: statuses)
    }
}
