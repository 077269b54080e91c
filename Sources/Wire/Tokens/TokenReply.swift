internal import Attributes
internal import CCurl
internal import Diagnostics
internal import Glibc

/// What a token server said, decided from codes.
enum TokenReply: Hashable, Sendable {
    case tokens(access: Secret, refresh: Secret?, lifetime: Int64)
    /// The server does not give any: its error code (RFC 6749 section 5.2) and the whole in words.
    case refused(code: String, words: String)
    /// It can't now, or what it says makes no sense; seconds that it asks to wait.
    case unavailable(words: String, wait: Int64?)

    /// - Parameters:
    ///   - response: The answer to a request for a token.
    ///   - now: When it came.
    ///   - redact: Takes secrets out of the server's words, which may repeat them.
    init(_ response: HTTPResponse, at now: Instant, redact: (String) -> String) {
        let json = try? JSON.read(response.body)
        let status = response.status
        if status == 429 || status == 408 || status == 425 || status >= 500 {
            let wait = Self.wait(response, now)
            let patience = wait.map { ", and asks to wait \($0) s" } ?? ""
            self = .unavailable(
                words: "answers \(status)\(Self.error(json, redact).map { " (\($0.words))" } ?? "")\(patience)",
                wait: wait)
        } else if let error = Self.error(json, redact) {
            self =
                ["temporarily_unavailable", "server_error"].contains(error.code)
                ? .unavailable(words: "answers: \(error.words)", wait: Self.wait(response, now))
                : .refused(code: error.code, words: "answers: \(error.words)")
        } else if (300..<400).contains(status) {
            let target =
                response["Location"].map { " to \(Visible.shortened(redact($0), to: TokenLimits.words))" } ?? ""
            self = .refused(code: "redirect", words: "sends us elsewhere\(target), where no secret is taken")
        } else if status == 407 {
            self = .unavailable(words: "can't be asked: the proxy wants a login", wait: nil)
        } else if status != 200 {
            self = .refused(code: "http", words: "answers \(status) without saying why")
        } else {
            self = Self.tokens(json)
        }
    }

    private static func tokens(_ json: JSON?) -> Self {
        func senseless(_ what: String) -> Self {
            .unavailable(words: "gives an answer without sense: \(what)", wait: nil)
        }
        guard let json, case .object = json else { return senseless("it is no JSON object") }
        guard let token = json["access_token"]?.text else { return senseless("there is no access_token in it") }
        guard TokenText.isToken(token) else {
            return senseless("its access_token has characters that no token has, or too many")
        }
        if let type = json["token_type"]?.text, type.lowercased() != "bearer" {
            return .refused(
                code: "token_type",
                words: "gives tokens of type '\(Visible.shortened(type, to: 40))', which mail servers don't take")
        }
        var refresh: Secret?
        if let text = json["refresh_token"]?.text, !text.isEmpty {
            guard TokenText.isToken(text) else {
                return senseless("its refresh_token has characters that no token has, or too many")
            }
            refresh = Secret(text)
        }
        guard let lifetime = lifetime(json["expires_in"]) else {
            return senseless("its expires_in is no number of seconds")
        }
        guard lifetime > 0 else { return senseless("its token has expired already") }
        return .tokens(access: Secret(token), refresh: refresh, lifetime: min(lifetime, TokenLimits.longestLifetime))
    }

    /// Seconds; QUIRK: some servers write them as a text, or with a fraction.
    static func lifetime(_ value: JSON?) -> Int64? {
        switch value {
        case nil, .null?: TokenLimits.assumedLifetime
        case .number(let text)?, .string(let text)?:
            Double(text).flatMap { number in
                number.isFinite ? Int64(max(-1, min(number, Double(TokenLimits.longestLifetime)))) : nil
            }
        default: nil
        }
    }

    /// `invalid_client: the secret has expired`.
    static func error(_ json: JSON?, _ redact: (String) -> String) -> (code: String, words: String)? {
        guard let code = json?["error"]?.text, !code.isEmpty else { return nil }
        let shown = Visible.shortened(redact(code), to: 60)
        guard let text = json?["error_description"]?.text, !text.isEmpty else { return (code, shown) }
        // Line ends are usual in Microsoft's.
        let line = redact(text).split(whereSeparator: \.isNewline).joined(separator: " ")
        return (code, "\(shown): \(Visible.shortened(line, to: TokenLimits.words))")
    }

    /// Retry-After (RFC 9110 section 10.2.3): seconds, or a date.
    private static func wait(_ response: HTTPResponse, _ now: Instant) -> Int64? {
        guard let text = response["Retry-After"] else { return nil }
        let seconds = Int64(text) ?? date(text).map { $0 - now.seconds }
        return seconds.map { max(0, min($0, TokenLimits.patience)) }
    }

    /// A date of HTTP in seconds since 1970.
    static func date(_ text: String) -> Int64? {
        guard !text.utf8.contains(0), text.utf8.count < 64 else { return nil }
        let seconds = curl_getdate(text, nil)
        return seconds >= 0 ? Int64(seconds) : nil
    }
}
