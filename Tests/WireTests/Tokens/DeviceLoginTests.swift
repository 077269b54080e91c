import Attributes
import Diagnostics
import Synchronization
import Testing

@testable import Wire

@Suite struct DeviceLoginTests {
    private let folder = TemporaryFolder()
    private let clock = TestClock()

    private var store: TokenStore {
        TokenStore(folder: "\(folder.path)/tokens", workspace: folder.path, connection: "desk", client: "app")
    }

    private static let code =
        #"{"device_code":"d-1","user_code":"ABCD-EFGH","verification_uri":"https://example.com/device","expires_in":60,"interval":5}"#

    /// Answers `/device` with a code, and `/token` with one answer after the other.
    private func stub(
        _ code: String = code, status: String = "200 OK", tokens answers: [String]
    ) throws -> HTTPStub {
        let left = Mutex(answers)
        return try HTTPStub { _, request in
            if request.hasPrefix("POST /device ") { return .ok(code, status: status) }
            let answer = left.withLock { $0.isEmpty ? #"{"error":"authorization_pending"}"# : $0.removeFirst() }
            return .ok(answer, status: answer.contains("error") ? "400 Bad Request" : "200 OK")
        }
    }

    private struct Outcome {
        var shown: [DeviceCode] = []
        var pauses: [Int64] = []
        var kept: KeptTokens?
        var error: WireError?
    }

    private func logIn(_ stub: HTTPStub, change: (inout OAuth2Settings) -> Void = { _ in }) async -> Outcome {
        var settings = OAuth2Settings(connection: "desk", grant: .deviceCode, tokenURL: stub.url)
        settings.deviceURL = "http://127.0.0.1:\(stub.port)/device"
        settings.clientID = "app"
        settings.scopes = ["mail", "offline_access"]
        change(&settings)
        let pauses = Mutex<[Int64]>([])
        let shown = Mutex<[DeviceCode]>([])
        let clock = clock
        let store = store
        let tokens = OAuth2Tokens(
            settings, store: { store }, clock: { clock.now },
            pause: { pause in pauses.withLock { $0.append(pause.components.seconds) } })
        var outcome = Outcome()
        do throws(WireError) {
            outcome.kept = try await tokens.logIn { code in shown.withLock { $0.append(code) } }
        } catch { outcome.error = error }
        outcome.pauses = pauses.withLock { $0 }
        outcome.shown = shown.withLock { $0 }
        return outcome
    }

    private static let pending = #"{"error":"authorization_pending"}"#
    private static let tokens = #"{"access_token":"token","refresh_token":"refresh","expires_in":3600}"#

    @Test func `a code is shown, waited for at the server's pace, and becomes a token that is kept`() async throws {
        let stub = try stub(tokens: [Self.pending, #"{"error":"slow_down"}"#, Self.pending, Self.tokens])
        let outcome = await logIn(stub)
        #expect(outcome.shown.map(\.userCode) == ["ABCD-EFGH"])
        #expect(outcome.shown.map(\.verificationURI) == ["https://example.com/device"])
        #expect(outcome.shown.map(\.expiresIn) == [60])
        #expect(outcome.pauses == [5, 5, 10, 10])
        #expect(outcome.kept?.access.reveal() == "token")
        #expect(try store.read() == outcome.kept)
        let last = try #require(stub.requests.last)
        #expect(
            last.hasSuffix(
                "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=d-1&client_id=app"))
        #expect(stub.requests.first?.hasSuffix("scope=mail%20offline_access&client_id=app") == true)
    }

    @Test func `Yandex is asked in its own words`() async throws {
        let stub = try stub(
            #"{"device_code":"d-1","user_code":"x","verification_url":"https://ya.ru/device"}"#, tokens: [Self.tokens])
        let outcome = await logIn(stub) { $0.deviceGrant = "device_code" }
        #expect(outcome.shown.map(\.verificationURI) == ["https://ya.ru/device"])
        #expect(outcome.pauses == [5])
        #expect(stub.requests.last?.hasSuffix("grant_type=device_code&device_code=d-1&code=d-1&client_id=app") == true)
    }

    @Test(
        arguments: [
            (
                #"{"error":"access_denied","error_description":"no d-1"}"#, WireError.Kind.tokenRefused,
                "the login was declined: SERVER answers: access_denied: no d-1", "log in again, and allow it"
            ),
            (
                #"{"error":"expired_token"}"#, .tokenUnavailable, "the code was not entered in time",
                "run 'router login desk' again, and enter the new code"
            ),
            (
                #"{"error":"invalid_client"}"#, .tokenRefused, "SERVER answers: invalid_client",
                "check client-id: and client-secret: (it may have expired), and that the application may use grant: device-code"
            ),
        ])
    func `a login that does not come about says why, and leaves nothing behind`(
        _ answer: String, _ kind: WireError.Kind, _ words: String, _ remedy: String
    ) async throws {
        let stub = try stub(tokens: [Self.pending, answer])
        let outcome = await logIn(stub)
        #expect(outcome.error?.kind == kind)
        #expect(outcome.error?.detail == words.replacing("SERVER", with: "127.0.0.1:\(stub.port)"))
        #expect(outcome.error?.remedy == remedy)
        #expect(try store.read() == nil)
    }

    @Test func `nobody waits longer than the code lives`() async throws {
        let stub = try stub(tokens: [])
        let outcome = await logIn(stub)
        #expect(outcome.pauses == [Int64](repeating: 5, count: 12))
        #expect(outcome.error?.detail == "the code was not entered in time")
        #expect(try store.read() == nil)
    }

    @Test func `a server that is away for a while is asked less and less often`() async throws {
        let left = Mutex(3)
        let stub = try HTTPStub { _, request in
            if request.hasPrefix("POST /device ") { return .ok(Self.code) }
            return left.withLock { left in
                left -= 1
                return left >= 0 ? .silence : .ok(Self.tokens)
            }
        }
        let outcome = await logIn(stub)
        #expect(outcome.error == nil || outcome.pauses == [5, 10, 20])
        #expect(outcome.pauses.prefix(3) == [5, 10, 20])
    }

    @Test(
        arguments: [
            ("", "gives an answer without sense: it is no JSON object"),
            ("{}", "gives an answer without sense: there is no device_code in it"),
            (#"{"device_code":"d"}"#, "gives an answer without sense: there is no verification_uri in it"),
            (
                #"{"device_code":"d","verification_uri":"javascript:alert(1)","user_code":"x"}"#,
                "gives an answer without sense: there is no verification_uri in it"
            ),
            (
                #"{"device_code":"d","verification_uri":"https://a\u001b[2J","user_code":"x"}"#,
                "gives an answer without sense: there is no verification_uri in it"
            ),
            (
                #"{"device_code":"d","verification_uri":"https://a","user_code":""}"#,
                "gives an answer without sense: there is no user_code in it"
            ),
            (#"{"device_code":"d\n"}"#, "gives an answer without sense: there is no device_code in it"),
        ])
    func `a code without sense is not shown`(_ body: String, _ words: String) async throws {
        let stub = try stub(body, tokens: [])
        let outcome = await logIn(stub)
        #expect(outcome.shown == [])
        #expect(outcome.error?.detail == "127.0.0.1:\(stub.port) \(words)")
    }

    @Test(
        arguments: [
            ("-1", "-1", 10, 1), ("0", "0", 10, 1), ("1e99", "1e99", 3600, 60), ("\"900\"", "\"7\"", 900, 7),
            ("\"x\"", "\"x\"", 900, 5),
        ] as [(String, String, Int64, Int64)])
    func `a server's idea of time is kept within reason`(
        _ expires: String, _ interval: String, _ patience: Int64, _ pause: Int64
    ) async throws {
        let stub = try stub(
            "{\"device_code\":\"d\",\"verification_uri\":\"https://a/\",\"user_code\":\"\u{1b}x\",\"expires_in\":\(expires),\"interval\":\(interval)}"
                .replacing("\u{1b}", with: "\\u001b"), tokens: [Self.tokens])
        let outcome = await logIn(stub)
        #expect(outcome.shown.map(\.expiresIn) == [patience])
        #expect(outcome.shown.map(\.userCode) == ["␛x"])
        #expect(outcome.pauses == [pause])
    }

    @Test func `a kept login is renewed; without one, or without more, the way is named`() async throws {
        let stub = try stub(tokens: [
            Self.tokens, #"{"access_token":"token-2","expires_in":3600}"#, #"{"error":"invalid_grant"}"#,
        ])
        var settings = OAuth2Settings(connection: "desk", grant: .deviceCode, tokenURL: stub.url)
        settings.clientID = "app"
        let (clock, store) = (clock, store)
        func token() async -> (String?, WireError?) {
            do throws(WireError) {
                return (try await OAuth2Tokens(settings, store: { store }, clock: { clock.now }).token().reveal(), nil)
            } catch { return (nil, error) }
        }
        let before = await token()
        #expect(before.1?.detail == "nobody has logged in yet")
        #expect(before.1?.remedy == "run 'router login desk'")
        #expect(stub.requests == [])
        _ = await logIn(stub)
        // Other scopes than it was allowed with: the access token is of no use, the refresh token is.
        #expect(await token().0 == "token-2")
        clock.pass(3600)
        let refused = await token()
        #expect(refused.1?.detail == "127.0.0.1:\(stub.port) answers: invalid_grant")
        #expect(refused.1?.remedy == "run 'router login desk'")
    }

    @Test func `a login without a refresh token ends with its token`() async throws {
        let stub = try stub(tokens: [#"{"access_token":"token","expires_in":3600}"#])
        let outcome = await logIn(stub)
        #expect(outcome.kept?.refresh == nil)
        clock.pass(3600)
        var settings = OAuth2Settings(connection: "desk", grant: .deviceCode, tokenURL: stub.url)
        settings.clientID = "app"
        let (clock, store) = (clock, store)
        do throws(WireError) {
            _ = try await OAuth2Tokens(settings, store: { store }, clock: { clock.now }).token()
            Issue.record("there is no token")
        } catch {
            #expect(
                error.detail
                    == "the login has ended, and 127.0.0.1:\(stub.port) gave no refresh token to renew it with")
            #expect(error.remedy == "add offline_access to scope: if the server knows it, and run 'router login desk'")
        }
    }
}
