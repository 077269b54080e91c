package import Connecting

/// What happens on the way that somebody who watches may want to know.
package enum CourierNews: Sendable {
    /// The connection's rate lets nothing begin for so long.
    case waits(Duration, Rate)
    /// The server takes no more sessions than so many; its reason.
    case fewerSessions(Int, Failure)
    /// A session was opened.
    case opened
    /// No session could be opened.
    case notOpened(Failure)
}
