/// What a document may make us hold; text that goes to a sink counts for nothing here.
package struct XMLLimits: Sendable {
    /// Elements in one another.
    package var depth = 64
    package var elements = 200_000
    /// Bytes of names, attributes and text that are held.
    package var held = 32 << 20
    /// Bytes of the whole document.
    package var size = Int.max

    package init() {}
}
