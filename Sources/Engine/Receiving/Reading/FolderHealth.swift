package import Attributes
package import Connecting
package import Spool
import Synchronization

/// Whether a folder is being read, as it is and not as it is meant to be.
package struct FolderHealth: Sendable {
    package enum Stage: Sendable {
        /// It has not been looked at yet.
        case starting
        /// New letters are loaded.
        case loading
        /// All is loaded; news is waited for.
        case watching
        /// Another service reads it: its name.
        case standby(String)
        /// It can't be read now.
        case failing(Failure)
        /// Nothing can be stored.
        case spoolFails(SpoolProblem)
    }

    package var route: String
    package var folder: FolderName
    /// The mailbox, for people.
    package var mailbox: String
    package var stage = Stage.starting
    /// How often it is looked at, at least.
    package var interval: Duration
    package var began: Instant
    package var lastSuccess: Instant?
    /// What the server said when the folder was opened.
    package var reply = ""
    /// Letters that wait in the mailbox to be fetched; `nil` when that is not known.
    package var backlog: Int?
    /// Letters that were loaded since the service began.
    package var loaded = 0

    /// What it takes to say that a look is overdue beside twice the interval: a slow server's answer.
    private static let tolerance = Duration.seconds(60)

    /// Whether it is read: it was looked at lately with success, or another service does so.
    package func isRead(now: Instant) -> Bool {
        switch stage {
        case .failing, .spoolFails: false
        case .standby: true
        case .starting: now - began <= interval * 2 + Self.tolerance
        case .loading, .watching: lastSuccess.map { now - $0 <= interval * 2 + Self.tolerance } ?? false
        }
    }
}

/// A health that is written by one and read by many.
final class FolderVitals: Sendable {
    private let state: Mutex<FolderHealth>

    init(_ source: FolderSource) {
        state = Mutex(
            FolderHealth(
                route: source.route, folder: source.folder, mailbox: source.receiver.mailbox,
                interval: source.receiver.interval, began: .now))
    }

    var now: FolderHealth { state.withLock { $0 } }

    func update(_ change: (inout FolderHealth) -> Void) { state.withLock { change(&$0) } }
}
