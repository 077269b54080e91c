internal import Attributes
internal import Connecting
internal import Diagnostics
internal import Wire

/// A message as a request.
struct HTTPDelivery {
    private let message: HandedMessage
    private let settings: HTTPConnector.Settings

    init(_ message: HandedMessage, _ settings: HTTPConnector.Settings) {
        self.message = message
        self.settings = settings
    }

    /// - Parameter now: What the signature says when it was made.
    /// - Returns: The request, signed.
    /// - Throws: `settingsWrong` for a path that leads out of the connection's URL.
    func request(at now: Instant) throws(Failure) -> HTTPRequest {
        let url = try HTTPTarget.url(settings.url, message.path)
        let (type, body) = content
        var headers = [
            HTTPHeader("Content-Type", type), HTTPHeader("Accept", "application/json"),
            HTTPHeader("Idempotency-Key", message.idempotencyKey), HTTPHeader("Router-Message-Id", "\(message.id)"),
            HTTPHeader("Router-Attempt", "\(message.attempt)"), HTTPHeader("traceparent", message.traceParent),
        ]
        if message.isErrorResponse { headers.append(HTTPHeader("Router-Kind", message.kind)) }
        if !settings.secrets.isEmpty {
            do throws(WireError) {
                let signature = try HTTPSignature.header(body, at: now, settings.secrets)
                headers.append(HTTPHeader("Router-Signature", signature))
            } catch {
                throw HTTPWords(settings).failure(error)
            }
        }
        return HTTPRequest(
            settings.method, url, headers: headers + Self.ownHeaders(settings), body: body)
    }

    /// What the connection itself adds.
    static func ownHeaders(_ settings: HTTPConnector.Settings) -> [HTTPHeader] {
        var headers = settings.headers
        if !headers.contains(where: { $0.name.lowercased() == "user-agent" }) {
            headers.append(HTTPHeader("User-Agent", "router"))
        }
        if let secret = settings.secretHeader { headers.append(HTTPHeader(secret.name, secret.value.reveal())) }
        return headers
    }

    private var content: (type: String, body: [UInt8]) {
        switch settings.contents {
        case .base64: return ("application/json", message.json(.base64))
        case .none: return ("application/json", message.json(.apart))
        case .multipart:
            let form = HTTPForm(message.json(.apart), message.attachments)
            return (form.type, form.body)
        }
    }
}
