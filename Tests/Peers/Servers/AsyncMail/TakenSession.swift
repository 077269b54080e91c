/// A connection to an ``AsyncMailServer``.
package struct TakenSession: Sendable, Decodable {
    /// Its number, from 1.
    package let session: Int

    /// The address that it came from.
    package let from: String

    /// Whether there were too many at once, and it was turned away.
    package let refused: Bool
}
