package import Attributes

/// What became of the letters of owners that have died.
package struct Recovery: Hashable, Sendable {
    /// The owners, as they were named.
    package var owners: [String] = []
    /// Letters of theirs that were not on the wire: free again.
    package var freed = 0
    /// Letters whose outcome can't be known: they wait for a person.
    package var held: [UUIDv7] = []
    /// Letters whose outcome can't be known: they will be sent again, as their routes say.
    package var again: [UUIDv7] = []
    /// Arrivals that they were looking into: free again.
    package var arrivals = 0
    /// Arrivals that they had for handlers: free again, with their attempts so far; a handler may have got them.
    package var handlings = 0

    package init() {}

    package var isEmpty: Bool { owners.isEmpty }
}
