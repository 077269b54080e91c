package import Attributes

/// One call of a route as the spool takes it: all its letters, or none of them.
package struct NewSubmission: Sendable {
    package var id: UUIDv7
    /// Makes a repeated call give back the first one's messages.
    package var key: SubmissionKey?
    /// The application that called.
    package var application: String?
    /// The caller's trace context (W3C `traceparent`).
    package var trace: String?
    package var created: Instant
    package var letters: [NewLetter]

    package init(
        id: UUIDv7, key: SubmissionKey? = nil, application: String? = nil, trace: String? = nil, created: Instant,
        letters: [NewLetter]
    ) {
        self.id = id
        self.key = key
        self.application = application
        self.trace = trace
        self.created = created
        self.letters = letters
    }
}
