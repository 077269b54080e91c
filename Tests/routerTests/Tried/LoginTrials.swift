import Peers
import Testing

@Suite struct `Tried for the document: log-ins` {
    private static let basic = #"auth: {type: basic, username: robot@example.test, password: "${env:DESK_PASSWORD}"}"#
    private static let tls = "encryption: tls\ntls: {ca: CA}\n"

    private static func postfix(_ what: String, _ door: Listener, _ settings: String) async throws -> Trial {
        Trial(
            .logins, what, server: try await Postfix.version, port: try await PostOffice.shared.postfix.port(door),
            settings)
    }

    @Test func `a password over STARTTLS`() async throws {
        let trial = try await Self.postfix("basic over STARTTLS", .authenticating, Self.tls + Self.basic)
        let outcome = try await trial.run()
        #expect(outcome.status == 0, "\(outcome.told)")
    }

    @Test func `a password over TLS from the first byte`() async throws {
        let authority = try await PostOffice.shared.authority
        let server = try await AsyncMailServer.start {
            $0.chain = authority.chain(.good)
            $0.encryption = .wrapped
            $0.login = ("robot@example.test", Dovecot.password)
            $0.requiresLogin = true
        }
        let trial = Trial(
            .logins, "basic over TLS from the first byte", server: server.version, port: server.port,
            "encryption: ssl\ntls: {ca: CA}\n" + Self.basic)
        let outcome = try await trial.run(to: "ivan@example.test")
        #expect(outcome.status == 0, "\(outcome.told)")
        #expect(try server.letters().map(\.login) == ["robot@example.test"])
        await server.stop()
    }

    @Test func `a password without TLS`() async throws {
        let trial = try await Self.postfix("basic without TLS", .clearAuthenticating, "encryption: none\n" + Self.basic)
        let outcome = try await trial.run()
        #expect(outcome.status == 0, "\(outcome.told)")
    }

    @Test func `a server that knows LOGIN alone`() async throws {
        let server = try await AsyncMailServer.start {
            $0.login = ("robot@example.test", Dovecot.password)
            $0.mechanisms = ["LOGIN"]
        }
        let trial = Trial(
            .logins, "basic with a server that knows LOGIN alone", server: server.version, port: server.port,
            "encryption: none\n" + Self.basic)
        let outcome = try await trial.run(to: "ivan@example.test")
        #expect(outcome.status == 0, "\(outcome.told)")
        #expect(try server.letters().map(\.mechanism) == ["LOGIN"])
        await server.stop()
    }

    @Test func `a wrong password`() async throws {
        var trial = try await Self.postfix("a wrong password", .authenticating, Self.tls + Self.basic)
        trial.environment = ["DESK_PASSWORD": "hunter2"]
        let outcome = try await trial.run()
        #expect(outcome.status == 77 && outcome.stderr.hasPrefix("error[authentication-refused]"), "\(outcome.told)")
        #expect(!outcome.stderr.contains("hunter2"))
    }

    @Test func `a login that is not offered`() async throws {
        let trial = try await Self.postfix("a server that offers no login", .plain, Self.tls + Self.basic)
        let outcome = try await trial.run()
        #expect(
            outcome.status == 77 && outcome.stderr.hasPrefix("error[authentication-not-offered]"), "\(outcome.told)")
    }

    @Test func `a login that is missing`() async throws {
        let trial = try await Self.postfix("no login, where one is wanted", .authenticating, Self.tls)
        let outcome = try await trial.run(to: "ivan@example.test")
        #expect(outcome.status == 77, "\(outcome.told)")
    }

    @Test func `a certificate of the client's own`() async throws {
        let authority = try await PostOffice.shared.authority
        let (certificate, key) = (authority.certificate(.client), authority.key(.client))
        let own = "encryption: ssl\ntls: {ca: CA, certificate: \(certificate), key: \(key)}\n"
        let inbox = try await PostOffice.shared.newInbox()
        let shown = try await Self.postfix("a certificate of the client's own", .mutual, own)
        let outcome = try await shown.run(to: inbox.address)
        #expect(outcome.status == 0, "\(outcome.told)")
        #expect(try await inbox.letters(1).count == 1)

        let none = try await Self.postfix(
            "no certificate of the client's own, where one is wanted", .mutual, "encryption: ssl\ntls: {ca: CA}\n")
        let refused = try await none.run()
        #expect(refused.status == 75, "\(refused.told)")
    }
}
