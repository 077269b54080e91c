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
    /// Something that is done now and again can't be done; told once, until it works again.
    case choreFails(Chore, SpoolProblem)
    /// Letters of processes that died.
    case recovered(Recovery)
    case purged(Int)
    case diskNearlyFull(path: String, freeBytes: Int)
    case alerted(String)
    case alertFailed(String, why: String)

    package enum Chore: Sendable {
        /// Seeing to the letters of processes that died.
        case recovering
        /// Removing what ended long ago.
        case purging

        /// `letters of processes that died are not seen to`.
        package var omission: String {
            switch self {
            case .recovering: "letters of processes that died are not seen to"
            case .purging: "messages that ended long ago are not removed"
            }
        }
    }
}
