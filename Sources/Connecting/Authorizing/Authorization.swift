/// Where a connection's tokens come from, and whether a person has allowed them.
package protocol Authorization: Sendable {
    /// Whether there are no tokens without a person.
    var needsPerson: Bool { get }

    /// Lets a person allow the login in a browser, waits for it, and stores what comes of it.
    ///
    /// - Parameter show: Tells the person where to go and what to enter.
    /// - Returns: What is stored now.
    /// - Throws: Why it was not allowed, or not in time.
    func logIn(_ show: @Sendable (AuthorizationPrompt) async -> Void) async throws(Failure) -> AuthorizationState

    /// What is stored, good or not; `nil` for nothing.
    func state() async throws(Failure) -> AuthorizationState?

    /// Deletes what is stored.
    ///
    /// - Returns: Whether there was anything.
    func forget() async throws(Failure) -> Bool

    /// Why tokens are not kept from one run to the next, when they are not: one sentence.
    var note: String? { get async }
}

/// What a person does in a browser to allow a login.
package struct AuthorizationPrompt: Sendable {
    /// The page to open.
    package var verificationURI: String
    /// What to enter there.
    package var userCode: String
    /// Seconds that the code is good for.
    package var expiresIn: Int64

    package init(verificationURI: String, userCode: String, expiresIn: Int64) {
        self.verificationURI = verificationURI
        self.userCode = userCode
        self.expiresIn = expiresIn
    }
}

/// A stored token, without the token.
package struct AuthorizationState: Sendable, Hashable {
    /// When it ends, in seconds since 1970.
    package var end: Int64
    /// Whether another is got without a person when it has ended.
    package var isRenewed: Bool

    package init(end: Int64, isRenewed: Bool) {
        self.end = end
        self.isRenewed = isRenewed
    }
}
