import ArgumentParser
import Attributes
import Connecting
import Diagnostics
import Spool

extension MessageSelection {
    /// Checks that a decision says whom it is about, and says it once.
    func checkMeaning(_ identifiers: [String], all: Bool) throws {
        try Choosing.check(identifiers, isChosen: !isEmpty, all: all, "messages")
    }
}

extension RouterSubcommand {
    /// Carries a decision out about named messages, or about those that options choose.
    func decide(
        _ verb: MessageAct.Verb, _ identifiers: [String], _ selection: MessageSelection, isSure: Bool,
        _ terminal: Terminal
    ) async throws(CommandFailure) -> ExitStatus {
        try Choosing.check(selection.state?.words, verb.rawValue, "messages", verb.states)
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
