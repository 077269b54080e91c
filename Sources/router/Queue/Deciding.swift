import ArgumentParser
import Attributes
import Connecting
import Diagnostics
import Spool

extension MessageSelection {
    /// Checks that a decision says whom it is about, and says it once.
    func checkMeaning(_ identifiers: [String], all: Bool) throws {
        if identifiers.isEmpty, isEmpty, !all {
            throw ValidationError("name messages by their ids, or say which are meant with --state, --route … or --all")
        }
        if !identifiers.isEmpty, !isEmpty || all {
            throw ValidationError("ids and options that choose messages exclude each other")
        }
    }
}

extension RouterSubcommand {
    /// Carries a decision out about named messages, or about those that options choose.
    func decide(
        _ verb: DecisionRun.Verb, _ identifiers: [String], _ selection: MessageSelection, isSure: Bool,
        _ terminal: Terminal
    ) async throws(CommandFailure) -> ExitStatus {
        if let states = selection.state?.states, states.isDisjoint(with: verb.states) {
            let named = states.map(\.rawValue).sorted().joined(separator: ", ")
            let possible = verb.states.map(\.rawValue).sorted().joined(separator: ", ")
            throw CommandFailure(
                .usage, "usage", "there is nothing to \(verb.rawValue) about messages that are \(named)",
                help: "--state takes here: \(possible)")
        }
        return try await withSpool(terminal) { (access) async throws(CommandFailure) -> ExitStatus in
            guard let access else {
                if let first = identifiers.first { throw MessageLookup.unknownWithoutSpool(first) }
                return .done
            }
            var run = DecisionRun(verb, access.spool, terminal)
            guard identifiers.isEmpty else { return try await run.decide(named: identifiers) }
            try await access.checkNames(route: selection.route, connection: selection.connection)
            var filter = selection.filter(now: .now, usualStates: verb.states)
            filter.states?.formIntersection(verb.states)
            return try await run.decide(filter, isSure: isSure)
        }
    }
}
