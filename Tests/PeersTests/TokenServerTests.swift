import Attributes
import Peers
import Testing

@Suite struct `A token server of the tests' own` {
    @Test func `gives tokens for a secret, in the form or in Basic, over HTTP or HTTPS`() async throws {
        let (server, talk) = try await Self.server()
        var open = talk
        open.url = server.plainTokenURL
        open.form["scope"] = "https://outlook.office365.com/.default"
        let given = try await open.held()
        #expect(given.status == 200)
        #expect(given.answer["token_type"]?.text == "Bearer")
        #expect(given.answer["expires_in"] == 3600)
        #expect(given.answer["scope"]?.text == "https://outlook.office365.com/.default")
        #expect(given.answer["access_token"]?.text?.count == 48)

        var basic = talk
        basic.form = ["grant_type": "client_credentials"]
        basic.basic = "router-tests:s3cret%2F%2B+%25%26"
        #expect(try await basic.held().status == 200)

        let requests = try await server.requests()
        #expect(requests.map(\.usesBasic) == [false, true])
        #expect(requests.map(\.isSecure) == [false, true])
        #expect(requests.map(\.grant) == [.clientCredentials, .clientCredentials])
        #expect(requests[0].userAgent.hasPrefix("curl/"))
        await server.stop()
    }

    @Test(arguments: [
        (["client_secret": "wrong"], 401, "invalid_client", "The client's secret is wrong."),
        (["client_id": "other"], 401, "invalid_client", "The client other is not known here."),
        (["grant_type": "password"], 400, "unsupported_grant_type", "The grant password is not known here."),
        (
            ["grant_type": "refresh_token", "refresh_token": "old"], 400, "invalid_grant",
            "The refresh token has expired or was revoked."
        ),
    ])
    func `refuses in the words of RFC 6749`(
        wrong: [String: String], status: Int, error: String, description: String
    ) async throws {
        var talk = try await TokenTalk(
            url: TokenServer.shared.tokenURL, form: Self.client, authority: PostOffice.shared.authority.certificate)
        talk.form.merge(wrong) { $1 }
        let refused = try await talk.held()
        #expect(refused.status == status)
        #expect(refused.answer == ["error": .string(error), "error_description": .string(description)])
    }

    @Test func `renews a token for as long as the refresh token is good, and rotates it when told`() async throws {
        var (server, talk) = try await Self.server()
        talk.form["grant_type"] = "refresh_token"
        talk.form["refresh_token"] = try await server.newRefreshToken()
        let kept = try await talk.held()
        #expect(kept.status == 200 && kept.answer["refresh_token"] == nil)

        try await server.setRotating(true)
        try await server.setLifetime(seconds: 60)
        let rotated = try await talk.held()
        #expect(rotated.answer["expires_in"] == 60)
        #expect(try await talk.held().answer["error"]?.text == "invalid_grant")
        talk.form["refresh_token"] = rotated.answer["refresh_token"]?.text
        #expect(try await talk.held().status == 200)

        try await server.revokeAll()
        #expect(try await talk.held().answer["error"]?.text == "invalid_grant")
        #expect(try await server.count(of: .refreshToken) == 5)
        #expect(try await server.count() == 5)
        await server.stop()
    }

    @Test func `lets a device wait until the person has decided`() async throws {
        var (server, talk) = try await Self.server()
        try await server.setDeviceInterval(seconds: 0)
        func begin() async throws -> String {
            talk.url = server.deviceURL
            talk.form = ["client_id": TokenServer.clientID, "scope": "mail offline_access"]
            let begun = try await talk.held().answer
            #expect(begun["verification_uri"]?.text == server.deviceURL.replacing("/devicecode", with: "/device"))
            #expect(begun["interval"] == 0)
            talk.url = server.tokenURL
            talk.form["grant_type"] = TokenRequest.Grant.device.rawValue
            talk.form["device_code"] = begun["device_code"]?.text
            return begun["user_code"]?.text ?? ""
        }
        let code = try await begin()
        #expect(try await talk.held().answer["error"]?.text == "authorization_pending")
        try await server.slowDown(userCode: code)
        #expect(try await talk.held().answer["error"]?.text == "slow_down")
        #expect(try await talk.held().answer["error"]?.text == "authorization_pending")
        try await server.approve(userCode: code)
        let given = try await talk.held().answer
        #expect(given["access_token"] != nil && given["refresh_token"] != nil)
        #expect(try await talk.held().answer["error"]?.text == "invalid_grant")

        try await server.deny(userCode: begin())
        #expect(try await talk.held().answer["error"]?.text == "access_denied")
        try await server.expire(userCode: begin())
        #expect(try await talk.held().answer["error"]?.text == "expired_token")
        try await server.setDeviceInterval(seconds: 600)
        let form = talk.form
        talk.url = server.deviceURL
        talk.form = ["client_id": TokenServer.clientID]
        let slow = try await talk.held().answer["device_code"]?.text
        talk.url = server.tokenURL
        talk.form = form.merging(["device_code": slow ?? ""]) { $1 }
        #expect(try await talk.held().answer["error"]?.text == "authorization_pending")
        #expect(try await talk.held().answer["error"]?.text == "slow_down")
        await #expect(throws: PeerFailure.self) { try await server.approve(userCode: "AAAA-AAAA") }
        await server.stop()
    }

    @Test(arguments: [
        ([:], "", ""),
        (["sub": "ivan@example.test"], "", ""),
        (["aud": "https://elsewhere.test/token"], "invalid_grant", "Invalid JWT: Audience doesn't match."),
        (["exp": "past"], "invalid_grant", "Invalid JWT: Signature has expired."),
        (["exp": "far"], "invalid_grant", "Invalid JWT: it must be good for an hour at most."),
        (["key": "other"], "invalid_grant", "Invalid JWT: Signature verification failed."),
        (["iss": "nobody@example.test"], "invalid_grant", "The account nobody@example.test is not known here."),
        (["scope": ""], "invalid_scope", "The claims name no scope."),
    ])
    func `checks a service account's signature and claims`(
        claims: [String: String], error: String, description: String
    ) async throws {
        let (server, talk) = try await Self.server()
        let account = try await server.newServiceAccount()
        let other = try await server.newServiceAccount("other")
        let script = """
            import json, jwt, sys, time
            account, other, changes = sys.argv[1:]
            account, changes = json.load(open(account)), json.loads(changes)
            key = json.load(open(other))["private_key"] if changes.pop("key", "") else account["private_key"]
            now = int(time.time())
            claims = {"iss": account["client_email"], "aud": account["token_uri"], "scope": "https://mail.google.com/",
                      "iat": now, "exp": now + 3600}
            claims.update({k: {"past": now - 60, "far": now + 3700}.get(v, v) for k, v in changes.items()})
            print(jwt.encode(claims, key, algorithm="RS256"), end="")
            """
        let changes = JSON.object(claims.map { .init(name: $0.key, value: .string($0.value)) }).printed()
        var assertion = talk
        assertion.form = [
            "grant_type": TokenRequest.Grant.assertion.rawValue,
            "assertion": try await Tool.require(
                Python.interpreter(), ["-c", script, account.jsonFile, other.jsonFile, changes]),
        ]
        let said = try await assertion.held()
        #expect(said.answer["error"]?.text ?? "" == error)
        #expect(said.answer["error_description"]?.text ?? "" == description)
        #expect(said.status == (error.isEmpty ? 200 : 400))
        if let token = said.answer["access_token"]?.text {
            let user = try await Self.described(token, by: server)["username"]?.text
            #expect(user == claims["sub"] ?? account.address)
        }
        await server.stop()
    }

    @Test func `tells a mail server what a token is good for, until it is not`() async throws {
        let (server, _) = try await Self.server()
        try await server.setTokenLength(2_000)
        let token = try await server.newAccessToken(for: "ivan@example.test", scope: "smtp")
        #expect(token.count == 2_000)
        let known = try await Self.described(token, by: server)
        #expect(known["active"] == true && known["username"]?.text == "ivan@example.test")
        #expect(known["scope"]?.text == "smtp")
        try await server.expireAll()
        #expect(try await Self.described(token, by: server) == ["active": false])
        await server.stop()
    }

    @Test(arguments: [
        (TokenAnswer.error("invalid_client", "AADSTS7000222: expired"), 401),
        (.error("invalid_grant"), 400), (.status(500), 500), (.status(503, retryAfter: 7), 503), (.garbage, 200),
        (.text(#"{"token_type": "Bearer"}"#), 200), (.hangsUp, 0), (.slow(milliseconds: 1), 200),
    ])
    func `misbehaves as often as it is told`(answer: TokenAnswer, status: Int) async throws {
        let (server, talk) = try await Self.server()
        try await server.answer(with: answer, times: 2)
        for expected in [status, status, 200] { #expect(try await talk.held().status == expected) }
        try await server.answer(with: answer)
        #expect(try await talk.held().status == status)
        try await server.answerProperly()
        #expect(try await talk.held().answer["access_token"] != nil)
        #expect(try await server.count() == 5)
        await server.stop()
    }

    @Test func `sends more than anyone should take`() async throws {
        let (server, talk) = try await Self.server()
        try await server.answer(with: .huge(bytes: 30_000_000), times: 1)
        let said = try await Tool.outcome(
            "curl", ["--silent", "--cacert", talk.authority ?? "", "--data", "grant_type=x", server.tokenURL])
        #expect(said.output.count == 30_000_000 + #"{"access_token": ""}"#.utf8.count)
        await server.stop()
    }

    private static let client = [
        "grant_type": "client_credentials", "client_id": TokenServer.clientID,
        "client_secret": TokenServer.clientSecret,
    ]

    private static func server() async throws -> (TokenServer, TokenTalk) {
        let authority = try await PostOffice.shared.authority
        let server = try await TokenServer.start(authority: authority)
        return (server, TokenTalk(url: server.tokenURL, form: client, authority: authority.certificate))
    }

    private static func described(_ token: String, by server: TokenServer) async throws -> JSON {
        try await TokenTalk(url: server.introspectionURL, form: ["token": token]).held().answer
    }
}
