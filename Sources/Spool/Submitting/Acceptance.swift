package import Attributes

/// What became of a submission; whatever it says survives power loss.
package enum Acceptance: Hashable, Sendable {
    /// It is in the spool.
    case accepted
    /// The same submission, or another with the same key and the same data, was there before: its id and its messages.
    case repeated(submission: UUIDv7, messages: [UUIDv7])
    /// The key belongs to another submission with other data; nothing was stored.
    case conflict(submission: UUIDv7)
}
