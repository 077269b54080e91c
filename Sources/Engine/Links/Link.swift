package import Attributes

/// A business object that a letter speaks of.
package struct Link: Hashable, Sendable {
    /// The rule's name.
    package var rule: String
    package var object: String
    package var key: String
    package var value: String
    /// Whether the object exists; `nil` when the rule does not look, or could not.
    package var isKnown: Bool?
    /// Whether such a link, beside a contact, makes a letter one that needs no processing.
    package var settles = true

    package var json: JSON {
        [
            "rule": .string(rule), "object": .string(object), "key": .string(key), "value": .string(value),
            "known": isKnown.map { .bool($0) } ?? .null,
        ]
    }
}
