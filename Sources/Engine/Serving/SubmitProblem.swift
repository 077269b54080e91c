package import Attributes
package import Diagnostics
package import Spool

/// Why a submission was not taken; nothing of it is in the spool then.
package enum SubmitProblem: Error, Sendable {
    /// There is no such route; names that are like it.
    case noSuchRoute(String, help: String?)
    /// The route, or its connection, is disabled.
    case disabled(String, help: String)
    /// The route, or something that it needs, is wrong.
    case broken(route: String, [Diagnostic])
    /// The caller is not of the route's application.
    case forbidden(route: String)
    /// All that is wrong with the data.
    case data(Mismatches, route: SendRoute)
    /// The same key came with other data before.
    case conflict(submission: UUIDv7)
    case spool(SpoolProblem)
    /// The service is going away.
    case stopping
}
