import Attributes
import Diagnostics
import Testing

@testable import Wire

@Suite struct TokenReplyTests {
    private let now = Instant(seconds: 1_800_000_000)

    private func reply(_ body: String, status: Int = 200, headers: [HTTPHeader] = []) -> TokenReply {
        TokenReply(
            HTTPResponse(status: status, headers: headers, body: Array(body.utf8)), at: now,
            redact: Redaction([Secret("s3cret/+")]).callAsFunction)
    }

    @Test(
        arguments: [
            (#"{"access_token":"a.b-c","token_type":"Bearer","expires_in":3600}"#, nil, 3600),
            (#"{"access_token":"a","token_type":"bearer","expires_in":"3599"}"#, nil, 3599),
            (#"{"access_token":"a","expires_in":3599.75,"refresh_token":"r"}"#, "r", 3599),
            (#"{"access_token":"a"}"#, nil, 300), (#"{"access_token":"a","expires_in":null}"#, nil, 300),
            (#"{"access_token":"a","expires_in":1e300}"#, nil, 86_400),
            (#"{"access_token":"a","expires_in":99999999999999999999999}"#, nil, 86_400),
            (#"{"access_token":"a","refresh_token":"","expires_in":1}"#, nil, 1),
            (#"{"access_token":"a","refresh_token":null,"expires_in":60,"x":[1]}"#, nil, 60),
        ] as [(String, String?, Int64)])
    func `a token is taken with its life`(_ body: String, _ refresh: String?, _ lifetime: Int64) throws {
        guard case .tokens(let access, let next, let life) = reply(body) else {
            Issue.record("\(reply(body))")
            return
        }
        #expect(access.reveal().hasPrefix("a"))
        #expect(next?.reveal() == refresh)
        #expect(life == lifetime)
    }

    @Test(
        arguments: [
            ("", "it is no JSON object"), ("<html>Welcome to the hotel", "it is no JSON object"),
            ("[]", "it is no JSON object"), ("\"token\"", "it is no JSON object"), ("{\"a\":", "it is no JSON object"),
            ("{}", "there is no access_token in it"), (#"{"access_token":5}"#, "there is no access_token in it"),
            (#"{"access_token":""}"#, "its access_token has characters that no token has, or too many"),
            (#"{"access_token":"a\r\nb"}"#, "its access_token has characters that no token has, or too many"),
            (#"{"access_token":"a\u0000b"}"#, "its access_token has characters that no token has, or too many"),
            (#"{"access_token":"a\u0001b"}"#, "its access_token has characters that no token has, or too many"),
            (#"{"access_token":"a b"}"#, "its access_token has characters that no token has, or too many"),
            (#"{"access_token":"токен"}"#, "its access_token has characters that no token has, or too many"),
            (
                #"{"access_token":"a","refresh_token":"b\n"}"#,
                "its refresh_token has characters that no token has, or too many"
            ),
            (#"{"access_token":"a","expires_in":-5}"#, "its token has expired already"),
            (#"{"access_token":"a","expires_in":0}"#, "its token has expired already"),
            (#"{"access_token":"a","expires_in":"soon"}"#, "its expires_in is no number of seconds"),
            (#"{"access_token":"a","expires_in":"nan"}"#, "its expires_in is no number of seconds"),
            (#"{"access_token":"a","expires_in":true}"#, "its expires_in is no number of seconds"),
            (#"{"access_token":"a","expires_in":[]}"#, "its expires_in is no number of seconds"),
        ])
    func `an answer without sense is not taken for a token, nor for a refusal`(_ body: String, _ what: String) {
        #expect(reply(body) == .unavailable(words: "gives an answer without sense: \(what)", wait: nil))
    }

    @Test func `a token that is too long is not taken`() {
        let token = String(repeating: "a", count: TokenLimits.token)
        guard case .tokens = reply("{\"access_token\":\"\(token)\"}") else {
            Issue.record("the longest is taken")
            return
        }
        guard case .unavailable = reply("{\"access_token\":\"\(token)a\"}") else {
            Issue.record("a longer one is not")
            return
        }
    }

    @Test(
        arguments: [
            (400, #"{"error":"invalid_grant"}"#, "invalid_grant", "answers: invalid_grant"),
            (
                401,
                #"{"error":"invalid_client","error_description":"AADSTS7000215: wrong.\r\nTrace ID: 1\u001b[31m"}"#,
                "invalid_client", "answers: invalid_client: AADSTS7000215: wrong. Trace ID: 1␛[31m"
            ),
            (
                400, #"{"error":"invalid_client","error_description":"you sent s3cret/+ as s3cret%2F%2B"}"#,
                "invalid_client", "answers: invalid_client: you sent ••• as •••"
            ),
            (200, #"{"error":"access_denied","access_token":"a"}"#, "access_denied", "answers: access_denied"),
            (404, "nothing here", "http", "answers 404 without saying why"),
            (302, "", "redirect", "sends us elsewhere, where no secret is taken"),
            (
                200, #"{"access_token":"a","token_type":"mac"}"#, "token_type",
                "gives tokens of type 'mac', which mail servers don't take"
            ),
        ])
    func `a refusal keeps the server's code and words, without secrets and control characters`(
        _ status: Int, _ body: String, _ code: String, _ words: String
    ) {
        #expect(reply(body, status: status) == .refused(code: code, words: words))
    }

    @Test func `a server's long speech is cut`() {
        guard
            case .refused(_, let words) = reply(
                "{\"error\":\"x\",\"error_description\":\"\(String(repeating: "y", count: 5000))\"}", status: 400)
        else {
            Issue.record("refused")
            return
        }
        #expect(words == "answers: x: \(String(repeating: "y", count: 300))…")
    }

    @Test(
        arguments: [
            (500, "", [], "answers 500", nil),
            (503, "", [("Retry-After", "7")], "answers 503, and asks to wait 7 s", 7),
            (429, "", [("retry-after", "99999999")], "answers 429, and asks to wait 3600 s", 3600),
            (429, "", [("retry-after", "-1")], "answers 429, and asks to wait 0 s", 0),
            (429, "", [("retry-after", "soon")], "answers 429", nil),
            // Two minutes after `now`.
            (
                503, "", [("Retry-After", "Fri, 15 Jan 2027 08:02:00 GMT")], "answers 503, and asks to wait 120 s", 120
            ),
            (502, #"{"error":"invalid_client"}"#, [], "answers 502 (invalid_client)", nil),
            (400, #"{"error":"temporarily_unavailable"}"#, [], "answers: temporarily_unavailable", nil),
            (407, "", [], "can't be asked: the proxy wants a login", nil),
        ] as [(Int, String, [(String, String)], String, Int64?)])
    func `a server that can't now is asked again later`(
        _ status: Int, _ body: String, _ headers: [(String, String)], _ words: String, _ wait: Int64?
    ) {
        #expect(
            reply(body, status: status, headers: headers.map { HTTPHeader($0.0, $0.1) })
                == .unavailable(words: words, wait: wait))
    }

    @Test func `any bytes are answered, and never with a token of odd characters`() {
        var generator = SystemRandomNumberGenerator()
        let pieces = [
            "{", "}", "\"access_token\"", ":", ",", "\"a\"", "\"\\u0000\"", "\"expires_in\"", "-1", "1e999",
            "\"error\"", "[",
            "]", "null", "\"\n\"", "\u{FFFD}", "\"refresh_token\"", "{\"access_token\":\"a\",\"expires_in\":",
        ]
        for _ in 0..<5000 {
            let body = (0..<Int.random(in: 0...12, using: &generator)).map { _ in pieces.randomElement() ?? "" }
                .joined()
            let status = [200, 200, 400, 503, 302, 0, 999].randomElement() ?? 200
            if case .tokens(let access, _, let lifetime) = reply(body, status: status) {
                #expect(access.reveal() == "a" && lifetime > 0 && lifetime <= TokenLimits.longestLifetime, "\(body)")
            }
        }
    }
}
