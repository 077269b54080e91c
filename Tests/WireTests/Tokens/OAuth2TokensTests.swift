import Attributes
import Diagnostics
import Glibc
import Synchronization
import Testing

@testable import Wire

/// A clock that a test moves.
final class TestClock: Sendable {
    private let seconds = Mutex<Int64>(1_800_000_000)

    var now: Instant { Instant(seconds: seconds.withLock { $0 }) }

    func pass(_ count: Int64) { seconds.withLock { $0 += count } }
}

@Suite struct OAuth2TokensTests {
    private let folder = TemporaryFolder()
    private let clock = TestClock()

    private var store: TokenStore {
        TokenStore(folder: "\(folder.path)/tokens", workspace: folder.path, connection: "corporate", client: "app")
    }

    private func tokens(
        _ stub: HTTPStub, _ grant: OAuth2Settings.Grant = .clientCredentials, stores: Bool = true,
        change: (inout OAuth2Settings) -> Void = { _ in }
    ) -> OAuth2Tokens {
        var settings = OAuth2Settings(connection: "corporate", grant: grant, tokenURL: stub.url)
        settings.clientID = "app"
        settings.clientSecret = Secret("s3cret/+ %&")
        settings.scopes = ["mail"]
        change(&settings)
        let clock = clock
        let store = stores ? store : nil
        return OAuth2Tokens(settings, store: { store }, clock: { clock.now })
    }

    private func failure(_ body: () async throws(WireError) -> Secret) async -> WireError? {
        do throws(WireError) {
            _ = try await body()
            return nil
        } catch { return error }
    }

    private static func token(_ name: String, _ more: String = "") -> HTTPStub.Answer {
        .ok("{\"access_token\":\"\(name)\",\"token_type\":\"Bearer\",\"expires_in\":3600\(more)}")
    }

    private func form(_ request: String?) -> [String] {
        request?.split(separator: "\r\n").last.map { $0.split(separator: "&").map(String.init) } ?? []
    }

    @Test func `however many ask, the server is asked once`() async throws {
        let stub = try HTTPStub { number, _ in Self.token("token-\(number)") }
        let tokens = tokens(stub)
        let all = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<100 { group.addTask { try await tokens.token().reveal() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(all == [String](repeating: "token-0", count: 100))
        #expect(stub.requests.count == 1)
        #expect(
            form(stub.requests.first) == [
                "grant_type=client_credentials", "scope=mail", "client_id=app", "client_secret=s3cret%2F%2B%20%25%26",
            ])
    }

    @Test func `when it fails, it fails for all, and the server is left alone as long as it asks`() async throws {
        let stub = try HTTPStub { number, _ in
            number == 0 ? .ok("", status: "503 Busy", headers: "Retry-After: 30\r\n") : Self.token("token-\(number)")
        }
        let tokens = tokens(stub)
        let kinds = await withTaskGroup(of: WireError?.self) { group in
            for _ in 0..<50 {
                group.addTask { await self.failure { () async throws(WireError) in try await tokens.token() } }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(kinds.count == 50)
        for error in kinds {
            #expect(error?.kind == .tokenUnavailable)
            #expect(error?.detail == "127.0.0.1:\(stub.port) answers 503, and asks to wait 30 s")
            #expect(error?.retryAfter == 30)
        }
        #expect(stub.requests.count == 1)
        clock.pass(31)
        #expect(try await tokens.token().reveal() == "token-1")
    }

    @Test func `one who gives up waiting takes nothing from the others`() async throws {
        let gate = DispatchGate()
        let stub = try HTTPStub { _, _ in
            gate.wait()
            return Self.token("token")
        }
        let tokens = tokens(stub)
        let impatient = Task { try await tokens.token() }
        let patient = Task { try await tokens.token() }
        impatient.cancel()
        gate.open()
        #expect(try await patient.value.reveal() == "token")
        #expect(try await tokens.token().reveal() == "token")
        #expect(stub.requests.count == 1)
    }

    @Test func `a token is renewed before its end, and not earlier`() async throws {
        let stub = try HTTPStub { number, _ in Self.token("token-\(number)") }
        let tokens = tokens(stub)
        #expect(try await tokens.token().reveal() == "token-0")
        clock.pass(3299)
        #expect(try await tokens.token().reveal() == "token-0")
        clock.pass(1)
        #expect(try await tokens.token().reveal() == "token-1")
    }

    @Test func `a token of a short life is renewed in its last tenth`() async throws {
        let stub = try HTTPStub { number, _ in .ok("{\"access_token\":\"token-\(number)\",\"expires_in\":60}") }
        let tokens = tokens(stub)
        #expect(try await tokens.token().reveal() == "token-0")
        clock.pass(53)
        #expect(try await tokens.token().reveal() == "token-0")
        clock.pass(2)
        #expect(try await tokens.token().reveal() == "token-1")
    }

    @Test func `while the server is away, a token is used to its end`() async throws {
        let stub = try HTTPStub { number, _ in
            number == 0 ? Self.token("token-0") : .ok("", status: "500 Internal Server Error")
        }
        let tokens = tokens(stub)
        _ = try await tokens.token()
        clock.pass(3400)
        #expect(try await tokens.token().reveal() == "token-0")
        #expect(stub.requests.count == 2)
        clock.pass(195)
        #expect(await failure { () async throws(WireError) in try await tokens.token() }?.kind == .tokenUnavailable)
    }

    @Test func `a refused token is replaced once for all who had it`() async throws {
        let stub = try HTTPStub { number, _ in Self.token("token-\(number)") }
        let tokens = tokens(stub)
        let first = try await tokens.token()
        let all = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<20 { group.addTask { try await tokens.token(insteadOf: first).reveal() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(all) == ["token-1"])
        #expect(stub.requests.count == 2)
        #expect(try await tokens.token().reveal() == "token-1")
    }

    @Test func `a login with a token that was revoked is tried once more with another`() async throws {
        let stub = try HTTPStub { number, _ in Self.token("token-\(number)") }
        let credentials = Credentials.tokens(username: "robot", tokens(stub), mechanism: nil)
        func tries(_ good: String?) async -> [String] {
            var tried: [String] = []
            _ = try? await credentials.opening { (login: Login?) throws(WireError) in
                guard case .token(let token)? = login?.proof else { return }
                tried.append(token.reveal())
                if token.reveal() != good { throw WireError(.authenticationRefused, "no") }
            }
            return tried
        }
        #expect(await tries("token-0") == ["token-0"])
        #expect(await tries("token-1") == ["token-0", "token-1"])
        #expect(await tries("token-1") == ["token-1"])
        #expect(await tries(nil) == ["token-1", "token-2"])
    }

    // MARK: What is kept

    @Test func `the next run uses what is kept, and asks nobody`() async throws {
        let stub = try HTTPStub { number, _ in Self.token("token-\(number)") }
        #expect(try await tokens(stub).token().reveal() == "token-0")
        #expect(try await tokens(stub).token().reveal() == "token-0")
        #expect(stub.requests.count == 1)
        #expect(try await tokens(stub) { $0.scopes = ["other"] }.token().reveal() == "token-1")
        #expect(try await tokens(stub, stores: false).token().reveal() == "token-2")
    }

    @Test func `a token from a clock that was ahead is not believed`() async throws {
        let stub = try HTTPStub { number, _ in Self.token("token-\(number)") }
        _ = try await tokens(stub).token()
        clock.pass(-3000)
        #expect(try await tokens(stub).token().reveal() == "token-1")
        clock.pass(-50)
        #expect(try await tokens(stub).token().reveal() == "token-1")
    }

    @Test func `without a folder it works, and says that nothing is kept`() async throws {
        let stub = try HTTPStub { number, _ in Self.token("token-\(number)") }
        folder.write("tokens", "a file is in the way")
        let tokens = tokens(stub)
        #expect(await tokens.note == nil)
        #expect(try await tokens.token().reveal() == "token-0")
        #expect(try await tokens.token().reveal() == "token-0")
        #expect(
            await tokens.note
                == "tokens can't be kept: '\(folder.path)/tokens' is no folder; name a folder of your own in ROUTER_STATE"
        )
        let homeless = self.tokens(stub, stores: false)
        _ = try await homeless.token()
        #expect(
            await homeless.note
                == "tokens can't be kept: neither ROUTER_STATE nor HOME names a folder for tokens; name a folder of your own in ROUTER_STATE"
        )
    }

    @Test func `a kept token that others can read is not used`() async throws {
        let stub = try HTTPStub { number, _ in Self.token("token-\(number)") }
        _ = try await tokens(stub).token()
        chmod(store.path, 0o644)
        let error = await failure { () async throws(WireError) in try await tokens(stub).token() }
        #expect(error?.kind == .tokenRefused)
        #expect(error?.remedy?.contains("chmod 600") == true)
        #expect(stub.requests.count == 1)
    }

    // MARK: Refresh tokens

    /// Takes each refresh token once, and gives another.
    private func rotating() throws -> HTTPStub {
        let good = Mutex("first")
        let count = Mutex(0)
        return try HTTPStub { _, request in
            let shown = request.split(separator: "&").first { $0.hasPrefix("refresh_token=") }?.dropFirst(14)
            return good.withLock { good in
                guard shown.map(String.init) == good else {
                    return .ok(#"{"error":"invalid_grant"}"#, status: "400 Bad Request")
                }
                let number = count.withLock { count in
                    count += 1
                    return count
                }
                good = "next-\(number)"
                return Self.token("token-\(number)", ",\"refresh_token\":\"\(good)\"")
            }
        }
    }

    @Test func `a refresh token that is replaced is kept before the old one is given up`() async throws {
        let stub = try rotating()
        let grant = OAuth2Settings.Grant.refreshToken(Secret("first"))
        #expect(try await tokens(stub, grant).token().reveal() == "token-1")
        #expect(form(stub.requests.first).contains("refresh_token=first"))
        #expect(!form(stub.requests.first).contains("scope=mail"))
        #expect(try store.read()?.refresh?.reveal() == "next-1")
        clock.pass(3600)
        #expect(try await tokens(stub, grant) { $0.refreshesWithScopes = true }.token().reveal() == "token-2")
        #expect(form(stub.requests.last).contains("refresh_token=next-1"))
        #expect(form(stub.requests.last).contains("scope=mail"))
        // Another one in the settings is where it begins anew.
        clock.pass(3600)
        let other = tokens(stub, .refreshToken(Secret("second")))
        let error = await failure { () async throws(WireError) in try await other.token() }
        #expect(form(stub.requests.last).contains("refresh_token=second"))
        #expect(error?.kind == .tokenRefused)
        #expect(error?.detail == "127.0.0.1:\(stub.port) answers: invalid_grant")
        #expect(error?.remedy == "get a new refresh token, and put it where refresh-token: takes it from")
    }

    @Test func `several processes renew one after the other, none with a used token`() async throws {
        let stub = try rotating()
        let grant = OAuth2Settings.Grant.refreshToken(Secret("first"))
        for round in 1...5 {
            let all = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<6 {
                    let tokens = tokens(stub, grant)
                    group.addTask { try await tokens.token().reveal() }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(all == [String](repeating: "token-\(round)", count: 6))
            #expect(stub.requests.count == round)
            clock.pass(3600)
        }
    }

    @Test
    func `a replaced refresh token that can't be kept is used for as long as the process lives, and that is said`()
        async throws
    {
        let stub = try rotating()
        let tokens = tokens(stub, .refreshToken(Secret("first")), stores: false)
        _ = try await tokens.token()
        clock.pass(3600)
        #expect(try await tokens.token().reveal() == "token-2")
        let note = await tokens.note
        #expect(
            note?.hasSuffix(
                "; 127.0.0.1:\(stub.port) has replaced the refresh token, and may not take the old one again") == true)
    }

    // MARK: Errors

    @Test(
        arguments: [
            (
                #"{"error":"invalid_client","error_description":"wrong s3cret/+ %& and s3cret%2F%2B%20%25%26"}"#,
                "answers: invalid_client: wrong ••• and •••",
                "check client-id: and client-secret: (it may have expired), and that the application may use grant: client-credentials"
            ),
            (
                #"{"error":"consent_required"}"#, "answers: consent_required",
                "let an administrator, or the mailbox's owner, grant the application access"
            ),
            (
                #"{"error":"invalid_scope"}"#, "answers: invalid_scope",
                "check scope: against what the application was granted"
            ),
            (
                #"{"error":"unsupported_grant_type"}"#, "answers: unsupported_grant_type",
                "the server does not do grant: client-credentials: use another"
            ),
            ("no", "answers 400 without saying why", "check token-url: and tenant:"),
        ])
    func `a refusal says what mends it, and no secret`(_ body: String, _ words: String, _ remedy: String) async throws {
        let stub = try HTTPStub { _, _ in .ok(body, status: "400 Bad Request") }
        let tokens = tokens(stub)
        let error = await failure { () async throws(WireError) in try await tokens.token() }
        #expect(error?.kind == .tokenRefused)
        #expect(error?.detail == "127.0.0.1:\(stub.port) \(words)")
        #expect(error?.remedy == remedy)
    }

    @Test func `a server that can't be reached is told apart from one that refuses`() async throws {
        let stub = try HTTPStub { _, _ in .silence }
        let cases: [(String, String)] = [
            (stub.url, "the connection to 127.0.0.1:\(stub.port) broke: "),
            ("http://127.0.0.1:1/token", "127.0.0.1:1 takes no connections: "),
            ("https://router-test.invalid/token", "the host of router-test.invalid is not found"),
        ]
        for (url, words) in cases {
            let tokens = tokens(stub, stores: false) { $0.tokenURL = url }
            let error = await failure { () async throws(WireError) in try await tokens.token() }
            #expect(error?.kind == .tokenUnavailable, "\(url)")
            #expect(error?.detail.hasPrefix(words) == true, "\(error?.detail ?? "")")
        }
    }

    @Test func `the secret goes into the header where the server wants it there`() async throws {
        let stub = try HTTPStub { _, _ in Self.token("token") }
        _ = try await tokens(stub) { $0.clientAuthentication = .header }.token()
        let request = try #require(stub.requests.first)
        let pair = Base64.encode(Array("app:s3cret%2F%2B%20%25%26".utf8))
        #expect(request.contains("\r\nAuthorization: Basic \(pair)\r\n"))
        #expect(form(request) == ["grant_type=client_credentials", "scope=mail"])
    }

    @Test(arguments: ["", "u", "us", "robot@example.test"])
    func `a token that a server repeats as it was shown is not repeated`(_ username: String) {
        let token = "ya29.hidden-token-of-some-length-0123456789"
        let login = Login(username: username, proof: .token(Secret(token)))
        let shown = Base64.encode(Array("user=\(username)\u{1}auth=Bearer \(token)\u{1}\u{1}".utf8))
        let said = login.redacted("334 \(shown) and \(token)")
        #expect(!said.contains(token))
        let rest = said.split(separator: "•••").map { String($0.split(separator: " ").last ?? "") }
        for piece in rest { #expect(piece.count < shown.count - token.count) }
        #expect(said.contains("•••"))
    }

    @Test func `settings and what is kept print no secrets`() async throws {
        let stub = try HTTPStub { _, _ in Self.token("hidden-token", ",\"refresh_token\":\"hidden-refresh\"") }
        let tokens = tokens(stub, .refreshToken(Secret("hidden-first")))
        _ = try await tokens.token()
        let kept = try #require(try store.read())
        var dumped = ""
        dump(tokens.settings, to: &dumped)
        dump(kept, to: &dumped)
        dump(
            DeviceCode(verificationURI: "", userCode: "", expiresIn: 1, interval: 1, secret: Secret("hidden-code")),
            to: &dumped)
        dumped += "\(tokens.settings) \(kept)"
        #expect(!dumped.contains("hidden"))
        #expect(!dumped.contains("s3cret"))
    }
}

/// Lets nobody through until it is opened.
final class DispatchGate: Sendable {
    private let isOpen = Atomic<Bool>(false)

    func open() { isOpen.store(true, ordering: .sequentiallyConsistent) }

    func wait() { while !isOpen.load(ordering: .sequentiallyConsistent) { usleep(1000) } }
}
