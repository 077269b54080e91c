internal import Attributes
internal import Diagnostics

/// Asks a token server; blocks.
final class TokenEndpoint {
    private let settings: OAuth2Settings
    private let words: TokenWords
    private let session: HTTPSession
    /// Seconds that the server's clock was ahead of ours at the latest answer.
    private(set) var skew: Int64 = 0

    init(_ settings: OAuth2Settings) throws(WireError) {
        self.settings = settings
        words = TokenWords(settings: settings)
        var http = settings.http
        http.bodyLimit = TokenLimits.answer
        session = try HTTPSession(http)
    }

    /// Asks for a token, or for a device code.
    ///
    /// - Parameters:
    ///   - url: The server's.
    ///   - fields: The form, without what says who the application is.
    ///   - secrets: Those among the fields.
    ///   - now: By our clock.
    /// - Returns: The answer, and what takes secrets out of its words.
    /// - Throws: `tokenUnavailable`, `tokenRefused` when there is no answer.
    func ask(
        _ url: String, _ fields: [(name: String, value: String)], secrets: [Secret], at now: Instant
    ) throws(WireError) -> (response: HTTPResponse, redact: Redaction) {
        var fields = fields
        var headers = [
            HTTPHeader("Content-Type", "application/x-www-form-urlencoded"), HTTPHeader("Accept", "application/json"),
            HTTPHeader("User-Agent", "router"),
        ]
        var hidden = settings.secrets + secrets
        if let id = settings.clientID {
            if settings.clientAuthentication == .header, let secret = settings.clientSecret {
                // RFC 6749 section 2.3.1: both are encoded first.
                let pair = Base64.encode(Array("\(FormBody.encode(id)):\(FormBody.encode(secret.reveal()))".utf8))
                headers.append(HTTPHeader("Authorization", "Basic \(pair)"))
                hidden.append(Secret(pair))
            } else {
                fields.append(("client_id", id))
                if let secret = settings.clientSecret { fields.append(("client_secret", secret.reveal())) }
            }
        }
        let response: HTTPResponse
        do throws(WireError) {
            // What is repeated over another connection may have used up its refresh token the first time.
            response = try session.send(
                HTTPRequest("POST", url, headers: headers, body: FormBody.bytes(fields), reusesConnection: false))
        } catch {
            throw words.unreachable(error, url)
        }
        skew = response["Date"].flatMap(TokenReply.date).map { $0 - now.seconds } ?? 0
        return (response, Redaction(hidden))
    }
}
