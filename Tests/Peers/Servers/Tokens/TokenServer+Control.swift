internal import Attributes

/// What a test tells the server, and what it asks of it.
extension TokenServer {
    /// Every request that has come so far, oldest first, at all endpoints.
    package func requests() async throws -> [TokenRequest] {
        guard case .array(let requests) = try await order("asked") else { return [] }
        return requests.map(TokenRequest.init)
    }

    /// How often a token was asked for with that grant; with no grant, how often at all.
    package func count(of grant: TokenRequest.Grant? = nil) async throws -> Int {
        try await requests().count { $0.path == "/token" && (grant == nil || $0.grant == grant) }
    }

    /// How long tokens are good that are given from now on; also what `expires_in` says.
    package func setLifetime(seconds: Int) async throws { try await order("settings", ["lifetime": .integer(seconds)]) }

    /// How many characters the tokens have that are given from now on; Microsoft's have about 2,000.
    package func setTokenLength(_ length: Int) async throws {
        try await order("settings", ["token_length": .integer(length)])
    }

    /// Whether each use of a refresh token replaces it by a new one, from now on.
    package func setRotating(_ rotates: Bool) async throws { try await order("settings", ["rotates": .bool(rotates)]) }

    /// How long devices must wait between two questions, from now on.
    package func setDeviceInterval(seconds: Int) async throws {
        try await order("settings", ["device_interval": .integer(seconds)])
    }

    /// Ends all access tokens now, whatever their `expires_in` said; refresh tokens stay good.
    package func expireAll() async throws { try await order("expire") }

    /// Ends all access tokens and all refresh tokens.
    package func revokeAll() async throws { try await order("revoke") }

    /// Answers badly at that endpoint from now on, or as often as told, and then properly again.
    package func answer(with answer: TokenAnswer, times: Int? = nil, at endpoint: Endpoint = .token) async throws {
        let times: JSON = times.map { .integer($0) } ?? .null
        let members = answer.members + [JSON.Member(name: "times", value: times)]
        try await order("order", ["path": .string(endpoint.rawValue), "answer": .object(members)])
    }

    /// Answers properly again.
    package func answerProperly(at endpoint: Endpoint = .token) async throws {
        try await order("order", ["path": .string(endpoint.rawValue), "answer": .null])
    }

    /// A new access token, as if somebody had asked for it.
    package func newAccessToken(for mailbox: String = mailbox, scope: String = "mail") async throws -> String {
        try await order("access", ["username": .string(mailbox), "scope": .string(scope)]).text ?? ""
    }

    /// A new refresh token, as if a person had agreed in a browser.
    package func newRefreshToken(for mailbox: String = mailbox, scope: String = "mail") async throws -> String {
        try await order("refresh", ["username": .string(mailbox), "scope": .string(scope)]).text ?? ""
    }

    /// Whom an access token stands for, as a server asks (RFC 7662); `nil` for one that is no good.
    package func owner(of token: String) async throws -> String? {
        let answer = try await Tool.require(
            "curl", ["--silent", "--show-error", "--fail", "--data-urlencode", "token=\(token)", introspectionURL])
        let said = try JSON.read(answer)
        return said["active"] == true ? said["username"]?.text : nil
    }

    /// The person has entered the code and agreed: the device's next question is answered with a token.
    package func approve(userCode: String) async throws { try await decide(userCode, "approve") }

    /// The person has refused: `access_denied`.
    package func deny(userCode: String) async throws { try await decide(userCode, "deny") }

    /// The code's time is up: `expired_token`.
    package func expire(userCode: String) async throws { try await decide(userCode, "expire") }

    /// The next question is answered with `slow_down`, and those after it properly.
    package func slowDown(userCode: String) async throws { try await decide(userCode, "slow_down") }

    /// Makes an account that asks with a signature of its own key instead of a secret.
    package func newServiceAccount(_ name: String = "robot") async throws -> ServiceAccount {
        let address = "\(name)@tests.example.test"
        let account = try await ServiceAccount.make(address, tokenURL: tokenURL, in: guardian.folder)
        try await order("account", ["issuer": .string(address), "key": .string(account.publicKey)])
        return account
    }

    private func decide(_ userCode: String, _ verdict: String) async throws {
        let known = try await order("device", ["user_code": .string(userCode), "verdict": .string(verdict)])
        guard known == true else { throw PeerFailure("no device waits for the code \(userCode)") }
    }

    @discardableResult
    private func order(_ name: String, _ arguments: JSON = [:]) async throws -> JSON {
        let answer = try await Tool.require(
            "curl",
            [
                "--silent", "--show-error", "--fail", "--unix-socket", "\(guardian.folder)/control", "--data-binary",
                "@-", "http://control/\(name)",
            ], input: arguments.written())
        return try JSON.read(answer)
    }
}
