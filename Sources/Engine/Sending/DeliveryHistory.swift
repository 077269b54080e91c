package import Attributes

/// What has happened to a letter before an attempt.
package struct DeliveryHistory: Hashable, Sendable {
    /// How many attempts there were.
    package var attempts: Int
    /// When the letter was accepted; `nil` when no attempt will follow this one.
    package var accepted: Instant?
    /// Whether it is sent again when the outcome of an attempt can't be known, at the risk that it arrives twice.
    package var mayDouble: Bool
    /// The trace context of whoever submitted it.
    package var trace: String?

    package init(attempts: Int = 0, accepted: Instant? = nil, mayDouble: Bool = false, trace: String? = nil) {
        self.attempts = attempts
        self.accepted = accepted
        self.mayDouble = mayDouble
        self.trace = trace
    }
}
