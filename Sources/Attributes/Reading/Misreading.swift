/// A text that can't be read as a value of its type.
package struct Misreading: Error, Hashable, Sendable {
    /// What is wrong in particular, as half a sentence: `February 2026 has 28 days`; `nil` when the text simply has another form.
    package var reason: String?

    package init(_ reason: String? = nil) {
        self.reason = reason
    }
}
