import Attributes
import Console
import Glibc
import Peers
import Testing

@Suite struct TokenTests {
    @Test func `without a token, or with a wrong one, nothing is told`() async throws {
        let served = try await Served.start()
        for path in ["/v1/messages", "/v1/routes", "/v1/connections", "/metrics"] {
            let without = try await served.get(path, token: .some(nil))
            #expect(without.status == 401)
            #expect(without.headers["www-authenticate"] == "Bearer realm=\"router\"")
            #expect(without.code == "unauthorized")
            let wrong = try await served.get(path, token: "router_0000")
            #expect(wrong.status == 401)
            #expect(wrong.headers["www-authenticate"]?.contains("invalid_token") == true)
        }
        let submission = try await served.post("/v1/routes/note/messages", Sample.note, token: .some(nil))
        #expect(submission.status == 401)
        let basic = try await served.get("/v1/routes", token: .some(nil), ["-u", "admin:\(served.token)"])
        #expect(basic.status == 401)
        for path in ["/healthz", "/readyz", "/openapi.json"] {
            #expect(try await served.get(path, token: .some(nil)).status == 200)
        }
        await served.stop()
    }

    @Test func `a scope allows what it says and no more`() async throws {
        let served = try await Served.start()
        let send = try await Router.token("sender", [], in: served.workspace)
        let read = try await Router.token("reader", ["--scope", "read"], in: served.workspace)
        let decide = try await Router.token("decider", ["--scope", "decide"], in: served.workspace)
        try await served.until("the tokens hold") {
            try await served.get("/v1/routes", token: decide).status == 403
        }
        let taken = try await served.post("/v1/routes/note/messages", Sample.note, token: send)
        #expect(taken.status == 202)
        let id = try #require(taken.json["id"]?.text)
        #expect(try await served.get("/v1/messages/\(id)", token: read).status == 200)
        for (token, path, body) in [
            (read, "/v1/routes/note/messages", Sample.note), (decide, "/v1/routes/note/messages", Sample.note),
            (send, "/v1/messages/\(id)/retry", ""), (read, "/v1/messages/\(id)/cancel", ""),
            (decide, "/v1/connections/local/test", ""),
        ] {
            let refused = try await served.post(path, body, token: token)
            #expect(refused.status == 403)
            #expect(refused.code == "scope-missing")
            #expect(refused.headers["www-authenticate"]?.contains("insufficient_scope") == true)
        }
        for path in ["/v1/messages", "/v1/messages/\(id)/content", "/v1/routes/note", "/metrics"] {
            #expect(try await served.get(path, token: send).status == 403)
        }
        await served.stop()
    }

    @Test func `an application's token reaches its routes and messages only`() async throws {
        let served = try await Served.start()
        let own = try await Router.token(
            "hr", ["--scope", "send,read,decide", "--application", "hr"], in: served.workspace)
        let other = try await Router.token(
            "shop", ["--scope", "send,read,decide", "--application", "shop", "--application", "web"],
            in: served.workspace)
        try await served.until("the tokens hold") { try await served.get("/v1/routes", token: other).status == 200 }
        let taken = try await served.post("/v1/routes/note/messages", Sample.note, token: own)
        #expect(taken.status == 202)
        let id = try #require(taken.json["id"]?.text)
        let refused = try await served.post("/v1/routes/note/messages", Sample.note, token: other)
        #expect(refused.status == 403)
        #expect(refused.code == "application-missing")
        #expect(try await served.get("/v1/routes", token: other).json["routes"] == [])
        #expect(try await served.get("/v1/routes/note", token: other).status == 404)
        #expect(try await served.get("/v1/messages", token: other).json["messages"] == [])
        for path in ["/v1/messages/\(id)", "/v1/messages/\(id)/content"] {
            #expect(try await served.get(path, token: other).status == 404)
            #expect(try await served.get(path, token: own).status == 200)
        }
        #expect(try await served.post("/v1/messages/\(id)/cancel", token: other).status == 404)
        guard case .array(let messages) = try await served.get("/v1/messages", token: own).json["messages"] else {
            throw Served.Failure(description: "no messages")
        }
        #expect(messages.count == 1)
        await served.stop()
    }

    @Test func `a token that is revoked or has expired ends without a restart`() async throws {
        let served = try await Served.start()
        let token = try await Router.token("brief", ["--scope", "read"], in: served.workspace)
        let short = try await Router.token("short", ["--scope", "read", "--expires", "8s"], in: served.workspace)
        try await served.until("the tokens hold") {
            let statuses = [
                try await served.get("/v1/routes", token: token).status,
                try await served.get("/v1/routes", token: short).status,
            ]
            return statuses[0] == 200
        }
        #expect(try await Router.run(["token", "revoke", "brief"], in: served.workspace).succeeded)
        try await served.until("the revoked token ended") {
            try await served.get("/v1/routes", token: token).status == 401
        }
        try await served.until("the short token ended") {
            try await served.get("/v1/routes", token: short).status == 401
        }
        #expect(try await served.get("/v1/routes").status == 200)
        await served.stop()
    }

    @Test func `only the hash of a token is kept, for its owner's eyes`() async throws {
        let served = try await Served.start()
        let path = "\(served.workspace)/tokens.yaml"
        let text = Files.read(path)
        #expect(!text.contains(served.token) && !text.contains(served.token.dropFirst(7)))
        #expect(text.contains(AccessToken.hexadecimal(AccessToken.hash(of: served.token))))
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
        let listed = try await Router.run(["token", "list", "--json"], in: served.workspace)
        #expect(!listed.text.contains(AccessToken.hexadecimal(AccessToken.hash(of: served.token))))
        #expect(try JSON.read(String(listed.text.prefix { $0 != "\n" })) != .null)
        let again = try await Router.run(["token", "create", "admin"], in: served.workspace)
        #expect(!again.succeeded && again.errors.contains("there is a token 'admin' already"))
        let none = try await Router.run(["token", "revoke", "admim"], in: served.workspace)
        #expect(!none.succeeded && none.errors.contains("did you mean 'admin'?"))
        // Neither the log nor the story of a call has it.
        _ = try await served.submit()
        #expect(!served.log.contains { $0.printed().contains(served.token) })
        await served.stop()
    }

    @Test func `a file of tokens that is wrong leaves those from before in force`() async throws {
        let served = try await Served.start()
        #expect(try await served.get("/v1/routes").status == 200)
        try served.write("tokens.yaml", "- {name: x, sha256: zz, scopes: [reed]}\n")
        try await served.until("the log tells") {
            _ = try await served.get("/v1/routes")
            return !served.events("tokens-wrong").isEmpty
        }
        #expect(try await served.get("/v1/routes").status == 200)
        await served.stop()
    }
}
