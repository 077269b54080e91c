package import Attributes

/// Letters that are on their way to a session: the spool knows it durably before their first byte goes out.
package final class Batch: Sendable {
    let id: Int64
    let owner: Int64
    /// How many attempts each had before this one.
    let attempts: [UUIDv7: Int]
    /// The letters that may go, in the order they were given.
    package let letters: [UUIDv7]
    /// Those that may not any more: cancelled meanwhile, or not the owner's.
    package let refused: [UUIDv7]

    init(id: Int64, owner: Int64, letters: [UUIDv7], attempts: [UUIDv7: Int], refused: [UUIDv7]) {
        self.id = id
        self.owner = owner
        self.letters = letters
        self.attempts = attempts
        self.refused = refused
    }
}
