package import Diagnostics

/// A single value of a YAML file as it was written: what it means is up to the one who reads it.
package struct Scalar: Sendable {
    package enum Style: Sendable {
        case plain
        case singleQuoted
        case doubleQuoted
        case literal
        case folded
    }

    package var placed: PlacedText
    package var style: Style
    package var span: Span

    package var text: String { placed.text }

    /// Nothing stands behind the key.
    package var isNothing: Bool { style == .plain && text.isEmpty }
}
