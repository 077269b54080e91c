package import Diagnostics

/// Where a connection's logins come from.
package enum Credentials: Sendable {
    /// Nobody logs in.
    case none
    case fixed(Login)
    /// Each session logs in with a token that is good then.
    case tokens(username: String, any AccessTokens, mechanism: String?)

    /// Who logs in; `nil` for nobody.
    package var username: String? {
        switch self {
        case .none: nil
        case .fixed(let login): login.username
        case .tokens(let username, _, _): username
        }
    }

    /// Opens a session, with another token when the first is refused.
    ///
    /// - Parameters:
    ///   - isolation: The session's actor.
    ///   - open: Opens it with a login; may block.
    /// - Returns: What `open` returned.
    /// - Throws: What `open` throws, or why there is no token.
    package func opening<Session>(
        isolation: isolated (any Actor)? = #isolation, _ open: (Login?) throws(WireError) -> Session
    ) async throws(WireError) -> Session {
        switch self {
        case .none: return try open(nil)
        case .fixed(let login): return try open(login)
        case .tokens(let username, let source, let mechanism):
            let token = try await source.token()
            do throws(WireError) {
                return try open(Login(username: username, proof: .token(token), mechanism: mechanism))
            } catch {
                guard error.kind == .authenticationRefused else { throw error }
                // It may have been revoked before its time.
                let next = try await source.token(insteadOf: token)
                guard next != token else { throw error }
                return try open(Login(username: username, proof: .token(next), mechanism: mechanism))
            }
        }
    }
}

/// Where access tokens come from; one source serves all sessions of a connection.
package protocol AccessTokens: Sendable {
    /// A token that is good for some minutes yet.
    ///
    /// However many sessions ask at once, it is asked for once.
    ///
    /// - Throws: `tokenRefused` or `tokenUnavailable`.
    func token() async throws(WireError) -> Secret

    /// Another token than one that a server refused; the same when there is no other to be had.
    func token(insteadOf refused: Secret) async throws(WireError) -> Secret
}
