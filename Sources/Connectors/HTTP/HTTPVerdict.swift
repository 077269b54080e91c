internal import Attributes
internal import Connecting
internal import Wire

/// What an endpoint's answer means: decided by its status alone.
struct HTTPVerdict {
    private let server: String
    private let words: HTTPWords
    private let settings: HTTPConnector.Settings

    /// However long an endpoint asks to be left alone, a day is enough.
    static let longestWait: Int64 = 86_400

    init(_ settings: HTTPConnector.Settings) {
        self.settings = settings
        server = settings.server
        words = HTTPWords(settings)
    }

    /// - Throws: `again` for 408, 425, 429 and 5xx; `never` for all other than 2xx.
    func answer(_ response: HTTPResponse, at now: Instant) throws(Failure) -> HandlerAnswer {
        if (200..<300).contains(response.status) {
            // Who answers so once would do it again.
            guard !response.isCut else { throw words.excess }
            return HandlerResponse.answer(Self.status(response.status), response.body)
        }
        throw failure(response, now)
    }

    /// What HEAD says about an endpoint that takes messages: nothing about messages, but whether we get there and are let in.
    func findings(_ response: HTTPResponse, at now: Instant) throws(Failure) -> [String] {
        switch response.status {
        case 300..<400, 401, 403, 407, 408, 425, 429: throw failure(response, now)
        // Not every server knows HEAD, or knows the page without a message.
        case 500... where response.status != 501: throw failure(response, now)
        default: break
        }
        let status = Self.status(response.status)
        let isKnown = (200..<300).contains(response.status) || [400, 405, 415, 422, 501].contains(response.status)
        return [
            "\(server) answers: \(status)"
                + (isKnown ? "" : "; whether it takes messages there, only a message can tell"),
            settings.isEncrypted ? "encrypted" : "not encrypted", login,
            settings.secrets.isEmpty
                ? "messages are not signed"
                : "messages are signed with \(settings.secrets.count == 1 ? "a secret" : "two secrets")",
        ]
    }

    private var login: String {
        if let header = settings.secretHeader { return "logged in with the header \(header.name)" }
        return switch settings.credentials {
        case .none: "no login"
        case .fixed(let login) where login.username.isEmpty: "logged in with a token"
        case .fixed, .tokens:
            "logged in as \(PlainText.printable(settings.credentials.username ?? ""))"
        }
    }

    private func failure(_ response: HTTPResponse, _ now: Instant) -> Failure {
        let status = response.status
        let said = words.said(response)
        switch status {
        case 408, 425, 429, 500...599:
            return Failure(
                .notNow, .again, "\(server) can't take the message now: \(said)", help: Self.help(later: status),
                retryAfter: response.retryAfter(now, atMost: Self.longestWait))
        case 300..<400: return words.redirected(response)
        case 401: return words.refusedLogin(said)
        case 407:
            return Failure(
                .proxyRefused, .never, "a proxy wants a login on the way to \(server): \(said)",
                help: "write it into proxy: http://robot:${env:PROXY_PASSWORD}@proxy.example.com:3128")
        case 400..<500:
            return Failure(
                .messageRefused, .never, "\(server) did not take the message: \(said)", help: Self.help(never: status))
        default:
            return Failure(
                .protocolViolation, .again, "\(server) answers with what is none: \(said)",
                help: "check that url: is that of an HTTP server")
        }
    }

    private static func help(later status: Int) -> String {
        switch status {
        case 429: "it is tried again; if it stays so, lower sessions: or write rate: in the connection"
        case 502, 503, 504: "it is tried again; if it stays so, see whether what stands behind the server runs"
        default: "it is tried again; if it stays so, the server's log has the reason"
        }
    }

    private static func help(never status: Int) -> String {
        switch status {
        case 403: "ask the server's operator what this login may do; with secret:, whether both sides have the same"
        case 404, 410: "check url:, and path: of the route's entry"
        case 405: "check method: and url:"
        case 413: "write 'attachments: none' or 'multipart', or have the server take more"
        case 415: "the server wants another form: try 'attachments: multipart' or 'base64'"
        default: "see the endpoint's words and its log, mend what is wrong, and hand the message over again"
        }
    }

    /// `404 Not Found`.
    static func status(_ status: Int) -> String { names[status].map { "\(status) \($0)" } ?? "\(status)" }

    private static let names = [
        200: "OK", 201: "Created", 202: "Accepted", 203: "Non-Authoritative Information", 204: "No Content",
        205: "Reset Content", 206: "Partial Content", 207: "Multi-Status", 300: "Multiple Choices",
        301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified", 307: "Temporary Redirect",
        308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden",
        404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable", 407: "Proxy Authentication Required",
        408: "Request Timeout", 409: "Conflict", 410: "Gone", 411: "Length Required", 412: "Precondition Failed",
        413: "Content Too Large", 414: "URI Too Long", 415: "Unsupported Media Type", 417: "Expectation Failed",
        421: "Misdirected Request", 422: "Unprocessable Content", 423: "Locked", 425: "Too Early",
        426: "Upgrade Required", 428: "Precondition Required", 429: "Too Many Requests",
        431: "Request Header Fields Too Large", 451: "Unavailable For Legal Reasons", 500: "Internal Server Error",
        501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
        505: "HTTP Version Not Supported", 507: "Insufficient Storage",
    ]
}
