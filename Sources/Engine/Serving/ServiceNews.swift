package import Attributes
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
    /// New letters of a folder are stored.
    case loaded(Int, route: String, FolderName)
    case folderFails(FolderName, route: String, Failure)
    case folderWorks(FolderName, route: String)
    /// A letter is in the mailbox, and the server does not give it out.
    case letterNotGivenOut(FolderName, Failure)
    /// A letter was looked into; why it is quarantined, if it is.
    case understood(id: UUIDv7, route: String, ArrivalState, AttemptFailure?)
    /// An attempt to hand a message over ended.
    case handled(ClaimedHandling, HandlingOutcome, ArrivalState?)
    case handlerFails(String, Failure)
    case handlerWorks(String)
    /// A server told that a letter of ours did not arrive.
    case bounced(id: UUIDv7, route: String, recipient: String)
    /// A letter that a route sent to itself did not come back in time.
    case canaryMissing(route: String, to: String, Duration)
    /// One came back again, after so long.
    case canaryCame(route: String, Duration)
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
