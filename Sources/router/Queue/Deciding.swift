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

/// A command that decides about messages: `retry` and `cancel` differ in their words only.
protocol DecidingCommand: RouterSubcommand {
    static var verb: DecisionRun.Verb { get }
    var identifiers: [String] { get }
    var selection: MessageSelection { get }
    var all: Bool { get }
    /// Whether nobody is asked first.
    var yes: Bool { get }
}

extension DecidingCommand {
    func validate() throws { try selection.checkMeaning(identifiers, all: all) }

    /// Carries the decision out about named messages, or about those that options choose.
    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        let (verb, identifiers, selection, isSure) = (Self.verb, identifiers, selection, yes)
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
