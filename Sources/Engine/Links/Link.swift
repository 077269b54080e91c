package import Attributes

/// A business object that a letter speaks of.
package struct Link: Hashable, Sendable {
    /// The rule's name.
    package var rule: String
    package var object: String
    package var key: String
    package var value: String
    /// Whether the rule's table has it; `nil` when the rule has none.
    package var isKnown: Bool?

    package var json: JSON {
        [
            "rule": .string(rule), "object": .string(object), "key": .string(key), "value": .string(value),
            "known": isKnown.map { .bool($0) } ?? .null,
        ]
    }
}
