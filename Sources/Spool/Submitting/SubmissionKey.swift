/// What a caller names a submission by, so that saying it twice sends it once.
package struct SubmissionKey: Hashable, Sendable {
    /// Keys of different scopes have nothing to do with each other: the route's name.
    package var scope: String
    package var key: String
    /// The SHA-256 of the submission's data: the same key with another one is a conflict.
    package var fingerprint: [UInt8]

    package init(scope: String, key: String, fingerprint: [UInt8]) {
        self.scope = scope
        self.key = key
        self.fingerprint = fingerprint
    }
}
