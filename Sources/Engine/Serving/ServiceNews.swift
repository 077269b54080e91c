package import Connecting
package import Spool

/// What a service does and meets, for its log.
package enum ServiceNews: Sendable {
    /// A submission was taken: its id, its messages' ids, its route.
    case accepted(id: String, messages: [String], route: String, trace: String?)
    /// An attempt ended.
    case attempted(id: String, route: String, connection: String, Receipt, Duration, trace: String?)
    case connectionFails(String, Failure)
    case connectionWorks(String)
    case spoolFails(SpoolProblem)
    /// Letters of processes that died.
    case recovered(Recovery)
    case purged(Int)
    case diskNearlyFull(path: String, freeBytes: Int)
    case alerted(String)
    case alertFailed(String, why: String)
}
