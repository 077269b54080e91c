import Diagnostics

/// One thing that is wrong with submitted data: where in the JSON, what was expected, and what came.
package struct Mismatch: Error, Hashable, Sendable {
    /// A JSON pointer (RFC 6901), such as `/Participants/0/Address`; blank for the whole.
    package var pointer: String
    /// What belongs there, in words: `a date and time such as 2026-12-01T10:00`.
    package var expected: String
    /// What came, in words or shortened: `the text 'tomorrow'`, `nothing`.
    package var found: String
    /// What mends it, such as a did-you-mean; `nil` when `expected` says it all.
    package var help: String?

    package init(_ pointer: String, expected: String, found: String, help: String? = nil) {
        self.pointer = pointer
        self.expected = expected
        self.found = found
        self.help = help
    }

    /// The mismatch as a person reads it.
    ///
    ///     data: /Start: expected a date and time such as 2026-12-01T10:00, found the text 'tomorrow'
    ///     data: /Titel: expected a declared attribute (did you mean 'Title'?), found the key 'Titel'
    package func sentence(for name: String = "data") -> String {
        let place = pointer.isEmpty ? "" : "\(Visible.line(pointer)): "
        return "\(name): \(place)expected \(expectedWithHelp), found \(found)"
    }

    /// `{"pointer": "/Start", "expected": "a date and time such as …", "found": "the text 'tomorrow'"}`.
    package var json: JSON {
        ["pointer": .string(pointer), "expected": .string(expectedWithHelp), "found": .string(found)]
    }

    private var expectedWithHelp: String { expected + (help.map { " (\($0))" } ?? "") }
}
