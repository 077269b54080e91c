import Engine
import Spool

extension SpoolAccess {
    /// Tells a slip in a name from a name that nothing came by.
    func checkArrivalNames(route: String?, connection: String?) async throws(CommandFailure) {
        let spool = spool
        try await checkNames(route: route, connection: connection) { () async throws(SpoolProblem) in
            (try await spool.arrivalTally().map(\.route), try await spool.folders().map(\.name.connection))
        }
    }
}
