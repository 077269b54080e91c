internal import Attributes
internal import Connecting
internal import Wire

extension Credentials {
    /// How tokens are got; `nil` for a login that needs none, or has one that is given.
    var authorization: (any Authorization)? {
        guard case .tokens(let username, let source, _) = self, let tokens = source as? OAuth2Tokens else { return nil }
        return OAuth2Authorization(username: username, tokens: tokens)
    }
}

/// The tokens of a connection with `auth: {type: oauth2, …}`.
struct OAuth2Authorization: Authorization {
    let username: String
    let tokens: OAuth2Tokens

    private var name: String { tokens.settings.connection }

    var needsPerson: Bool {
        if case .deviceCode = tokens.settings.grant { true } else { false }
    }

    func logIn(_ show: @Sendable (AuthorizationPrompt) async -> Void) async throws(Failure) -> AuthorizationState {
        guard needsPerson else {
            throw Failure(
                .authenticationNotOffered, .never,
                "nobody has to log in: tokens for '\(PlainText.printable(username))' come by "
                    + "grant: \(tokens.settings.grant.name)",
                help: "try them: router test \(name)")
        }
        if let problem = await tokens.storeProblem() {
            throw Failure(.notWritable, .never, "tokens can't be kept: \(problem.words)", help: problem.help)
        }
        return try await failing { () async throws(WireError) in
            Self.state(
                of: try await tokens.logIn { code in
                    await show(
                        AuthorizationPrompt(
                            verificationURI: code.verificationURI, userCode: code.userCode, expiresIn: code.expiresIn))
                })
        }
    }

    func state() async throws(Failure) -> AuthorizationState? {
        try await failing { () async throws(WireError) in try await tokens.stored().map(Self.state) }
    }

    func forget() async throws(Failure) -> Bool {
        try await failing { () async throws(WireError) in try await tokens.forget() }
    }

    var note: String? {
        get async { await tokens.note }
    }

    private static func state(of tokens: KeptTokens) -> AuthorizationState {
        AuthorizationState(end: tokens.expires.seconds, isRenewed: tokens.refresh != nil)
    }

    private func failing<Result>(_ body: () async throws(WireError) -> Result) async throws(Failure) -> Result {
        do throws(WireError) {
            return try await body()
        } catch {
            throw Failure(token: error, login: username)
                ?? Failure(
                    .connectionRefused, .again, "this machine can't ask for tokens: \(error.detail)", help: "try again")
        }
    }
}
