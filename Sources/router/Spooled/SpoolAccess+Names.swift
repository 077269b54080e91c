import Diagnostics
import Engine
import Spool

extension SpoolAccess {
    /// Tells a slip in a name from a name that nothing waits for.
    func checkNames(route: String?, connection: String?) async throws(CommandFailure) {
        let spool = spool
        try await checkNames(route: route, connection: connection) { () async throws(SpoolProblem) in
            let tallies = try await spool.tally(includingFinished: true)
            return (tallies.map(\.route), tallies.map(\.connection))
        }
    }

    /// Tells a slip in a name from one that the spool knows, though the workspace does not have it any more.
    func checkNames(
        route: String?, connection: String?,
        kept: () async throws(SpoolProblem) -> (routes: [String], connections: [String])
    ) async throws(CommandFailure) {
        let isKnown =
            (route.map { workspace.routeNames.contains($0) } ?? true)
            && (connection.map { workspace.connectionNames.contains($0) } ?? true)
        guard !isKnown else { return }
        let known = try await onSpool(kept)
        try Self.check(route, among: workspace.routeNames + known.routes, "route")
        try Self.check(connection, among: workspace.connectionNames + known.connections, "connection")
    }

    private static func check(_ name: String?, among known: [String], _ noun: String) throws(CommandFailure) {
        guard let name, !known.contains(name) else { return }
        throw CommandFailure(
            .noInput, "no-such-\(noun)",
            "there is no \(noun) '\(Visible.shortened(name, to: 80))', nor any message of one",
            help: Suggestion.help(for: name, among: known) ?? "'router list' shows the \(noun)s")
    }
}
