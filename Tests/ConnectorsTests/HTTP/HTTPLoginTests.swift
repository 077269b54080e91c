import Attributes
import Connecting
import Diagnostics
import Glibc
import Peers
import Testing
import Wire

@testable import Connectors

@Suite struct HTTPLoginTests {
    private func words(_ server: HandlerServer, _ credentials: Credentials) async -> String {
        switch await outcome(
            HTTPConnector(.init(url: "\(server.url)/messages", credentials: credentials)), message())
        {
        case .success(let answer): answer.words
        case .failure(let failure):
            "\(failure.verdict): \(failure.message)".replacing("127.0.0.1:\(server.port)", with: "SERVER")
        }
    }

    @Test func `a password opens the door, and another does not`() async throws {
        let server = try await HandlerServer.start(["basic": "robot:pass:wörd"])
        #expect(
            await words(server, .fixed(Login(username: "robot", password: Secret("pass:wörd")))) == "200 OK")
        #expect(
            await words(server, .fixed(Login(username: "robot", password: Secret("wrong password"))))
                == "never: SERVER refused 'robot': 401 Unauthorized: not by 'Basic •••'")
        #expect(await words(server, .none) == "never: SERVER wants a login: 401 Unauthorized: not by ''")
        await server.stop()
    }

    @Test func `a token opens the door, and another does not`() async throws {
        let server = try await HandlerServer.start(["bearer": "token-of-the-tests"])
        func token(_ text: String) -> Credentials { .fixed(Login(username: "", proof: .token(Secret(text)))) }
        #expect(await words(server, token("token-of-the-tests")) == "200 OK")
        #expect(await words(server, token("another")) == "never: SERVER refused the token: 401 Unauthorized")
        await server.stop()
    }

    @Test func `a token that was revoked is got anew once`() async throws {
        let server = try await HandlerServer.start(["bearer": "token-2"])
        let tokens = CountedTokens()
        #expect(await words(server, .tokens(username: "robot", tokens, mechanism: nil)) == "200 OK")
        #expect(await tokens.asked == 2)
        await server.stop()
        let other = try await HandlerServer.start(["bearer": "token-9"])
        #expect(
            await words(other, .tokens(username: "robot", CountedTokens(), mechanism: nil))
                == "never: SERVER refused 'robot': 401 Unauthorized")
        await other.stop()
    }

    @Test func `a token that an endpoint repeats is not spread`() async throws {
        let server = try await HandlerServer.shared
        let connector = HTTPConnector(
            .init(
                url: "\(server.url)/echo", credentials: .tokens(username: "robot", CountedTokens(), mechanism: nil)))
        #expect(await failure(connector, message())?.message.hasSuffix("400 Bad Request: bad: Bearer ••• None") == true)
    }

    private actor CountedTokens: AccessTokens {
        private(set) var asked = 0

        func token() -> Secret {
            asked += 1
            return Secret("token-\(asked)")
        }

        func token(insteadOf refused: Secret) -> Secret { token() }
    }

    @Test func `a Windows account goes in with NTLM, and its connection stays`() async throws {
        let folder = Folder()
        let users = folder.write("users", Array("CORP:robot:hunter22\n".utf8))
        let server = try await HandlerServer.start(["ntlm": users])
        func windows(_ password: String) -> Credentials {
            .fixed(Login(username: "CORP\\robot", proof: .windows(password: Secret(password), tickets: nil)))
        }
        let connector = HTTPConnector(
            .init(url: "\(server.url)/messages", credentials: windows("hunter22"), sessions: 1))
        for number in 0..<3 {
            let large = attachment("a", String(repeating: "x", count: 300_000))
            let message = message(["Subject": .string("\(number)")], [large])
            #expect(try await connector.handle(message).words == "200 OK")
        }
        #expect(await words(server, windows("wrong")) == "never: SERVER refused 'CORP\\robot': 401 Unauthorized")
        #expect(try await server.taken().map(\.count) == [1, 1, 1])
        await server.stop()
    }

    @Test func `a check tries way, encryption and login, and hands nothing over`() async throws {
        let authority = try await TestAuthority.make()
        let server = try await HandlerServer.start(["basic": "robot:hunter22"], chain: authority.chain(.good))
        func connector(_ path: String, _ password: String, ca: String?) -> HTTPConnector {
            HTTPConnector(
                .init(
                    url: "\(server.url)/\(path)",
                    credentials: .fixed(Login(username: "robot", password: Secret(password))),
                    secrets: [Secret("a secret of the tests")], tls: TLSSettings(ca: ca)))
        }
        let name = "localhost:\(server.port)"
        #expect(
            try await connector("messages", "hunter22", ca: authority.certificate).check() == [
                "\(name) answers: 405 Method Not Allowed", "encrypted", "logged in as robot",
                "messages are signed with a secret",
            ])
        #expect(
            try await connector("status/404", "hunter22", ca: authority.certificate).check().first
                == "\(name) answers: 404 Not Found; whether it takes messages there, only a message can tell")
        func failure(_ connector: HTTPConnector) async -> Failure? {
            do throws(Failure) {
                _ = try await connector.check()
                return nil
            } catch {
                return error
            }
        }
        #expect(
            await failure(connector("messages", "wrong", ca: authority.certificate))?.code == .authenticationRefused)
        #expect(await failure(connector("login", "hunter22", ca: authority.certificate))?.code == .settingsWrong)
        let stranger = await failure(connector("messages", "hunter22", ca: nil))
        #expect(stranger?.code == .certificateRefused)
        #expect(
            stranger?.message.hasPrefix("the certificate of \(name) is signed by nobody whom this machine trusts")
                == true)
        #expect(try await server.taken().isEmpty)
        await server.stop()
        await authority.stop()
    }

    @Test(arguments: [TestAuthority.Kind.expired, .otherHost, .selfSigned])
    func `a certificate that is no good is told`(_ kind: TestAuthority.Kind) async throws {
        let authority = try await TestAuthority.make()
        let server = try await HandlerServer.start(chain: authority.chain(kind))
        let connector = HTTPConnector(
            .init(url: "\(server.url)/messages", tls: TLSSettings(ca: authority.certificate)))
        let found = try #require(await failure(connector, message()))
        #expect(found.code == .certificateRefused && found.verdict == .again)
        let words = [
            TestAuthority.Kind.expired: "has expired", .otherHost: "is for another name", .selfSigned: "is signed by",
        ]
        #expect(found.message.hasPrefix("the certificate of localhost:\(server.port) \(words[kind] ?? "?")"))
        #expect(try await server.taken().isEmpty)
        await server.stop()
        await authority.stop()
    }
}
