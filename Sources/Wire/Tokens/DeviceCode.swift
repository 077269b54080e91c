internal import Attributes
internal import Diagnostics

/// What a person enters in a browser to allow a login (RFC 8628 section 3.2).
package struct DeviceCode: Sendable, Hashable {
    /// Where it is entered; without control characters.
    package var verificationURI: String
    /// What is entered; without control characters.
    package var userCode: String
    /// Seconds that it is good for.
    package var expiresIn: Int64
    /// Seconds between two questions.
    var interval: Int64
    /// What the server knows it by.
    var secret: Secret

    /// What came of a question.
    enum Progress: Sendable {
        case pending
        case slowDown
        case expired
        case done(KeptTokens)
        /// The server can't be asked now.
        case unavailable(WireError)
        case failed(WireError)
    }

    enum Answer {
        case code(DeviceCode)
        case other(TokenReply)

        init(_ response: HTTPResponse, at now: Instant, redact: (String) -> String) {
            func senseless(_ what: String) -> Self {
                .other(.unavailable(words: "gives an answer without sense: \(what)", wait: nil))
            }
            guard response.status == 200, let json = try? JSON.read(response.body), json["error"] == nil else {
                self = .other(TokenReply(response, at: now, redact: redact))
                return
            }
            guard let secret = json["device_code"]?.text, TokenText.isToken(secret) else {
                self = senseless("there is no device_code in it")
                return
            }
            // QUIRK: Google and Yandex say verification_url.
            guard let uri = json["verification_uri"]?.text ?? json["verification_url"]?.text,
                uri.hasPrefix("https://") || uri.hasPrefix("http://"), uri.utf8.count <= DeviceCode.longestURI,
                uri.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
            else {
                self = senseless("there is no verification_uri in it")
                return
            }
            guard let code = json["user_code"]?.text, !code.isEmpty, code.utf8.count <= DeviceCode.longestCode else {
                self = senseless("there is no user_code in it")
                return
            }
            let patience = json["expires_in"].flatMap { TokenReply.lifetime($0) } ?? DeviceCode.usualPatience
            let interval = json["interval"].flatMap { TokenReply.lifetime($0) } ?? DeviceCode.usualInterval
            self = .code(
                DeviceCode(
                    verificationURI: uri, userCode: Visible.line(code),
                    expiresIn: patience.clamped(to: TokenLimits.consent),
                    interval: interval.clamped(to: TokenLimits.interval), secret: Secret(secret)))
        }
    }

    private static let longestURI = 2000
    private static let longestCode = 64
    private static let usualPatience: Int64 = 900
    /// RFC 8628 section 3.2.
    private static let usualInterval: Int64 = 5
}

extension Int64 {
    func clamped(to range: ClosedRange<Int64>) -> Int64 {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
