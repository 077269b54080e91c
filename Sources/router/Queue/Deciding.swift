import ArgumentParser
import Attributes
import Connecting
import Diagnostics
import Spool

/// A command that decides about messages: `retry` and `cancel` differ in their words only.
protocol DecidingCommand: RouterSubcommand {
    static var verb: MessageAct.Verb { get }
    var identifiers: [String] { get }
    var selection: MessageSelection { get }
    var all: Bool { get }
    /// Whether nobody is asked first.
    var yes: Bool { get }
}

extension DecidingCommand {
    func validate() throws {
        try Choosing.check(identifiers, isChosen: !selection.isEmpty, all: all, MessageAct.things)
    }

    /// Carries the decision out about named messages, or about those that options choose.
    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        let (verb, identifiers, selection, isSure) = (Self.verb, identifiers, selection, yes)
        try Choosing.check(selection.state?.words, verb.rawValue, MessageAct.things, verb.states)
        return try await withSpool(terminal) { (access) async throws(CommandFailure) -> ExitStatus in
            guard let access else {
                if let first = identifiers.first { throw MessageLookup.unknownWithoutSpool(first) }
                return .done
            }
            var filter = selection.filter(now: .now, usualStates: verb.states)
            filter.states?.formIntersection(verb.states)
            var run = DecisionRun(MessageAct(kind: verb, spool: access.spool, filter: filter), terminal)
            guard identifiers.isEmpty else { return try await run.decide(named: identifiers) }
            try await access.checkNames(route: selection.route, connection: selection.connection)
            return try await run.decideChosen(isSure: isSure)
        }
    }
}
