import Diagnostics
import Engine
import Spool

extension SpoolAccess {
    /// Tells a slip in a name from a name that nothing waits for.
    func checkNames(route: String?, connection: String?) async throws(CommandFailure) {
        let isKnown =
            (route.map { workspace.routeNames.contains($0) } ?? true)
            && (connection.map { workspace.connectionNames.contains($0) } ?? true)
        guard !isKnown else { return }
        // The spool knows names that the workspace does not have any more.
        let spool = spool
        let tallies = try await onSpool { () async throws(SpoolProblem) in
            try await spool.tally(includingFinished: true)
        }
        try Self.check(route, among: workspace.routeNames + tallies.map(\.route), "route")
        try Self.check(connection, among: workspace.connectionNames + tallies.map(\.connection), "connection")
    }

    private static func check(_ name: String?, among known: [String], _ noun: String) throws(CommandFailure) {
        guard let name, !known.contains(name) else { return }
        throw CommandFailure(
            .noInput, "no-such-\(noun)",
            "there is no \(noun) '\(Visible.shortened(name, to: 80))', nor any message of one",
            help: Suggestion.help(for: name, among: known) ?? "'router list' shows the \(noun)s")
    }
}
