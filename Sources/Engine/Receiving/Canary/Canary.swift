/// A letter that a receive route sends to itself, and expects back.
package struct Canary: Hashable, Sendable {
    /// Who it is told by in a letter's header; the value is nobody's to guess.
    static let header = "X-Router-Canary"

    /// The connection that it is sent through.
    package var connection: String
    package var to: String
    package var every: Duration
    /// How long it may be on its way.
    package var within: Duration
}
