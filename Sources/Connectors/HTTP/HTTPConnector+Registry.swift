internal import Attributes
package import Connecting
internal import Diagnostics
internal import Wire

extension HTTPConnector: Registry {
    package func knows(
        _ object: String, key: String, value: String, path: String?
    ) async throws(Failure) -> Bool {
        let settings = settings
        // No object has such a name, and a server may take it for the way up.
        guard !value.allSatisfy({ $0 == "." }) else { return false }
        let inquiry = HTTPInquiry(settings, object: object, key: key, value: value, path: path)
        let response = try await pool.using { (caller) async throws(Failure) in
            try await caller.call(as: settings.credentials) { () throws(Failure) in try inquiry.request(at: .now) }
        }
        return try inquiry.verdict(response, at: .now)
    }
}

/// The question whether an object exists, as a request.
///
///     C: GET /invoices/Inv-17
///     S: 200 OK {"Number": "Inv-17", …}
struct HTTPInquiry {
    private let settings: HTTPConnector.Settings
    private let words: HTTPWords
    private let path: String

    /// - Parameters:
    ///   - settings: The endpoint's.
    ///   - object: Its kind: `Invoice`.
    ///   - key: The field that the value is of: `Number`.
    ///   - value: Found in a letter.
    ///   - path: With the value in it, percent-encoded; without one the URL gets `?object=Invoice&key=Number&value=Inv-17`.
    init(_ settings: HTTPConnector.Settings, object: String, key: String, value: String, path: String?) {
        self.settings = settings
        words = HTTPWords(settings)
        let query = [("object", object), ("key", key), ("value", value)]
        self.path = path ?? "?" + query.map { "\($0)=\(Self.encoded($1))" }.joined(separator: "&")
    }

    func request(at now: Instant) throws(Failure) -> HTTPRequest {
        var headers = [HTTPHeader("Accept", "application/json")]
        if !settings.secrets.isEmpty {
            do throws(WireError) {
                let signature = try HTTPSignature.header([], at: now, settings.secrets)
                headers.append(HTTPHeader("Router-Signature", signature))
            } catch {
                throw words.failure(error)
            }
        }
        return HTTPRequest(
            "GET", try HTTPTarget.url(settings.url, path), headers: headers + HTTPDelivery.ownHeaders(settings))
    }

    /// - Returns: Whether there is such an object: not with 404 or 410, and not when the answer is `null`, `[]`, or says `"known": false`.
    /// - Throws: Why it is not known; trying again may help, whatever it is, since somebody may mend it meanwhile.
    func verdict(_ response: HTTPResponse, at now: Instant) throws(Failure) -> Bool {
        switch response.status {
        case 200: return try isObject(response)
        case 404, 410: return false
        case 300..<400: throw words.redirected(response)
        case 401: throw words.refusedLogin(words.said(response))
        default:
            throw Failure(
                .notNow, .again,
                "\(words.server) does not say whether there is such an object: \(words.said(response))",
                help: "have it answer 200 with JSON, or 404",
                retryAfter: response.retryAfter(now, atMost: HTTPVerdict.longestWait))
        }
    }

    private func isObject(_ response: HTTPResponse) throws(Failure) -> Bool {
        // What is too long to be read to its end is something.
        if response.isCut { return true }
        do throws(JSONError) {
            let json = try JSON.read(response.body)
            if json["known"] == .bool(false) { return false }
            return json != .null && json != .array([]) && json != .bool(false)
        } catch {
            throw Failure(
                .protocolViolation, .again,
                "\(words.server) answers the question for an object with what is not JSON: \(words.said(response))",
                help: "check path: of the rule; a page to log in at means that auth: is missing or wrong")
        }
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                String(UnicodeScalar(byte))
            default: "%\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))"
            }
        }.joined()
    }
}
