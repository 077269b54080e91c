import Connecting
import Diagnostics
import Peers
import Testing
import Wire

@testable import Connectors

/// Problem and remedy, as a person reads them.
@Suite struct HTTPVerdictTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var path: String
        var code: Failure.Code
        var verdict: Failure.Verdict
        var message: String
        var help: String
        var retryAfter: Int64?

        init(
            _ path: String, _ code: Failure.Code, _ verdict: Failure.Verdict, _ message: String, _ help: String,
            retryAfter: Int64? = nil
        ) {
            self.path = path
            self.code = code
            self.verdict = verdict
            self.message = message
            self.help = help
            self.retryAfter = retryAfter
        }

        var testDescription: String { path }
    }

    private static let log = "it is tried again; if it stays so, the server's log has the reason"
    private static let operatorHelp =
        "see the endpoint's words and its log, mend what is wrong, and hand the message over again"
    private static let short = "have the endpoint answer with a short JSON object, or with nothing"

    static let cases = [
        Case(
            "status/400", .messageRefused, .never,
            "SERVER did not take the message: 400 Bad Request: the invoice is not known", operatorHelp),
        Case(
            "status/401", .authenticationRefused, .never,
            "SERVER wants a login: 401 Unauthorized: the invoice is not known",
            "set auth: to the login that the server wants"),
        Case(
            "status/403", .messageRefused, .never,
            "SERVER did not take the message: 403 Forbidden: the invoice is not known",
            "ask the server's operator what this login may do; with secret:, whether both sides have the same"),
        Case(
            "status/404", .messageRefused, .never,
            "SERVER did not take the message: 404 Not Found: the invoice is not known",
            "check url:, and path: of the route's entry"),
        Case(
            "status/405", .messageRefused, .never,
            "SERVER did not take the message: 405 Method Not Allowed: the invoice is not known",
            "check method: and url:"
        ),
        Case(
            "status/407", .proxyRefused, .never,
            "a proxy wants a login on the way to SERVER: 407 Proxy Authentication Required: the invoice is not known",
            "write it into proxy: http://robot:${env:PROXY_PASSWORD}@proxy.example.com:3128"),
        Case(
            "status/408", .notNow, .again,
            "SERVER can't take the message now: 408 Request Timeout: the invoice is not known", log),
        Case(
            "status/409", .messageRefused, .never,
            "SERVER did not take the message: 409 Conflict: the invoice is not known", operatorHelp),
        Case(
            "status/413", .messageRefused, .never,
            "SERVER did not take the message: 413 Content Too Large: the invoice is not known",
            "write 'attachments: none' or 'multipart', or have the server take more"),
        Case(
            "status/415", .messageRefused, .never,
            "SERVER did not take the message: 415 Unsupported Media Type: the invoice is not known",
            "the server wants another form: try 'attachments: multipart' or 'base64'"),
        Case(
            "status/422", .messageRefused, .never,
            "SERVER did not take the message: 422 Unprocessable Content: the invoice is not known", operatorHelp),
        Case(
            "status/425", .notNow, .again,
            "SERVER can't take the message now: 425 Too Early: the invoice is not known", log),
        Case(
            "date", .notNow, .again, "SERVER can't take the message now: 429 Too Many Requests",
            "it is tried again; if it stays so, lower sessions: or write rate: in the connection", retryAfter: 86_400),
        Case(
            "later/120", .notNow, .again,
            "SERVER can't take the message now: 503 Service Unavailable: the database is being moved",
            "it is tried again; if it stays so, see whether what stands behind the server runs", retryAfter: 120),
        Case(
            "later/soon", .notNow, .again,
            "SERVER can't take the message now: 503 Service Unavailable: the database is being moved",
            "it is tried again; if it stays so, see whether what stands behind the server runs"),
        Case(
            "status/599", .notNow, .again, "SERVER can't take the message now: 599: the invoice is not known", log),
        Case(
            "status/600", .protocolViolation, .again, "SERVER answers with what is none: 600: the invoice is not known",
            "check that url: is that of an HTTP server"),
        Case(
            "login", .settingsWrong, .never,
            "SERVER redirects the message to https://sso.example.com/login (302 Found), and router does not follow",
            "write where messages are taken as url:; a page to log in at means that auth: is missing or wrong"),
        Case(
            "huge/200", .protocolViolation, .never,
            "SERVER has taken the message, and its answer has more than 1000000 bytes", short),
        Case(
            "endless/200", .protocolViolation, .never,
            "SERVER has taken the message, and its answer has more than 1000000 bytes", short),
        Case(
            "silence", .timedOut, .again, "SERVER did not answer in time: DETAIL",
            "raise timeout:, or have the endpoint answer first and work then"),
        Case(
            "drip", .timedOut, .again, "SERVER did not answer in time: DETAIL",
            "raise timeout:, or have the endpoint answer first and work then"),
        Case(
            "hangup", .connectionLost, .again, "the connection to SERVER broke: DETAIL",
            "it is tried again; if it stays so, see the server's log"),
    ]

    @Test(arguments: cases)
    func `an answer is told with its remedy`(_ expected: Case) async throws {
        let server = try await HandlerServer.shared
        let isSlow = ["silence", "drip"].contains(expected.path)
        let connector = HTTPConnector(
            .init(url: "\(server.url)/\(expected.path)", timeout: isSlow ? .seconds(2) : .seconds(200)))
        let found = try #require(await failure(connector, message()))
        let wanted = expected.message.replacing("SERVER", with: "127.0.0.1:\(server.port)")
        if let start = wanted.firstRange(of: "DETAIL") {
            #expect(found.message.hasPrefix(wanted[..<start.lowerBound]))
        } else {
            #expect(found.message == wanted)
        }
        #expect(found.help == expected.help)
        #expect(found.code == expected.code && found.verdict == expected.verdict)
        #expect(found.retryAfter == expected.retryAfter)
    }

    @Test(arguments: ["huge/500", "endless/502"])
    func `an error page without end is read as far as it helps`(_ path: String) async throws {
        let server = try await HandlerServer.shared
        let found = try #require(
            await failure(HTTPConnector(.init(url: "\(server.url)/\(path)", timeout: .seconds(200))), message()))
        #expect(found.code == .notNow && found.verdict == .again)
        #expect(found.message.count < 500)
    }

    @Test func `nobody listens, no such host, no HTTP`() async throws {
        let server = try await HandlerServer.shared
        func words(_ url: String) async -> String? {
            await failure(HTTPConnector(.init(url: url)), message()).map {
                "\($0.code.rawValue) \($0.verdict) \($0.help)"
            }
        }
        #expect(
            await words("http://127.0.0.1:1/")
                == "connection-refused again check url:, its port too, and whether the server runs")
        #expect(
            await words("https://router-test.invalid/") == "host-not-found again check url: for a slip of the pen")
        #expect(
            await words("\(server.url)/garbage")
                == "protocol-violation again check that url: is that of an HTTP server")
        #expect(
            await words("https://127.0.0.1:\(server.port)/")?.hasPrefix("encryption-not-offered again") == true)
    }

    @Test func `an endpoint that repeats secrets does not spread them`() async throws {
        let server = try await HandlerServer.shared
        let basic = HTTPConnector(
            .init(
                url: "\(server.url)/echo",
                credentials: .fixed(Login(username: "robot", password: Secret("hunter22 hunter22"))),
                secretHeader: ("X-Api-Key", Secret("key of the tests"))))
        #expect(
            await failure(basic, message())?.message
                == "127.0.0.1:\(server.port) did not take the message: 400 Bad Request: bad: Basic ••• •••")
    }

    @Test func `a path that leads elsewhere goes nowhere`() async throws {
        for path in ["../admin", "/a/../../b", "%2e%2E/x", "a/."] {
            let found = await failure(HTTPConnector(.init(url: "http://127.0.0.1:1/a")), message(path: path))
            #expect(found?.code == .settingsWrong && found?.verdict == .never)
        }
    }
}
