package import Diagnostics

/// A value of a YAML file with its place.
package struct Node: Sendable {
    package enum Content: Sendable {
        case scalar(Scalar)
        case sequence([Node])
        case mapping([Pair])
    }

    /// A key of a mapping with its value.
    package struct Pair: Sendable {
        package var key: Scalar
        package var value: Node
    }

    package var content: Content
    package var span: Span
    package var source: Source
    /// Written with brackets or braces, rather than in lines of its own.
    package var isFlow = false
    /// How many nodes this one stands for, with aliases counted as often as they are used.
    var weight = 1

    /// What a reader would call it: `a text`, `a list`, `a mapping`.
    package var kind: String {
        switch content {
        case .scalar(let scalar): scalar.isNothing ? "nothing" : "a text"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    /// A scalar as it stands in the file, for messages: what `${env:…}` stands for is nobody's business.
    package var written: String { scalar.map { Visible.shortened($0.text, to: 60) } ?? kind }

    package var scalar: Scalar? {
        if case .scalar(let scalar) = content { scalar } else { nil }
    }

    /// Nothing stands behind the key, as if the key were not there; `null` and `~` are texts like any other.
    package var isNothing: Bool { scalar?.isNothing ?? false }

    /// The pairs, when it is a mapping.
    package var pairs: [Pair]? {
        if case .mapping(let pairs) = content { pairs } else { nil }
    }

    package subscript(key: String) -> Node? {
        pairs?.first { $0.key.text == key }?.value
    }
}
