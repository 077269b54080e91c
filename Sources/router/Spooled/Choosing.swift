import ArgumentParser
import Connecting

/// Whom a decision is about: those that are named, or those that options choose.
enum Choosing {
    /// Checks that it is said, and said once.
    static func check(_ identifiers: [String], isChosen: Bool, all: Bool, _ things: String) throws {
        if identifiers.isEmpty, !isChosen, !all {
            throw ValidationError(
                "name \(things) by their ids, or say which are meant with --state, --route … or --all")
        }
        if !identifiers.isEmpty, isChosen || all {
            throw ValidationError("ids and options that choose \(things) exclude each other")
        }
    }

    /// Checks that a decision can be about some of the states that were asked for.
    static func check<State: RawRepresentable<String> & Hashable>(
        _ states: Set<State>?, _ verb: String, _ things: String, _ possible: Set<State>
    ) throws(CommandFailure) {
        guard let states, states.isDisjoint(with: possible) else { return }
        let named = states.map(\.rawValue).sorted().joined(separator: ", ")
        let words = possible.map(\.rawValue).sorted().joined(separator: ", ")
        throw CommandFailure(
            .usage, "usage", "there is nothing to \(verb) about \(things) that are \(named)",
            help: "--state takes here: \(words)")
    }
}
