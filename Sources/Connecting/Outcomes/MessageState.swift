/// How far a message has come: derived from its recipients.
package enum MessageState: String, Sendable, CaseIterable {
    case queued
    /// An attempt runs.
    case sending
    case held
    case deferred
    /// Some sent, some failed; whose notice came back counts as failed.
    case partial
    case failed
    case cancelled
    case sent

    /// - Parameters:
    ///   - recipients: Their states.
    ///   - isAttempting: Whether an attempt runs now.
    package init(of recipients: some Sequence<RecipientState>, isAttempting: Bool = false) {
        let states = Set(recipients)
        self =
            if isAttempting {
                .sending
            } else if states.contains(.held) {
                .held
            } else if states.contains(.deferred) {
                .deferred
            } else if states.contains(.queued) {
                .queued
            } else if states.contains(.failed) || states.contains(.bounced) {
                states.contains(.sent) ? .partial : .failed
            } else if states.contains(.sent) {
                .sent
            } else {
                .cancelled
            }
    }
}
