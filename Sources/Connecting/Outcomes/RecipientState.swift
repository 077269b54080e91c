/// How far a letter has come for one recipient.
package enum RecipientState: String, Sendable, CaseIterable {
    case queued
    case sent
    /// Not yet: a 4xx, or the server could not be reached.
    case deferred
    /// For good.
    case failed
    /// Can't be known: the connection died after the last byte of the letter and before the reply.
    case held
    case cancelled
    /// The server had taken it, and a notice said later that it did not arrive.
    case bounced
}
