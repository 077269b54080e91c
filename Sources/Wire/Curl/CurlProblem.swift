internal import CCurl
internal import Glibc

extension WireError {
    /// What libcurl's code means, with the server's last reply at hand.
    ///
    /// - Parameters:
    ///   - code: What `curl_easy_perform` gave.
    ///   - easy: The handle, for what it knows beyond the code.
    ///   - handshake: What the server said so far.
    ///   - settings: What was to be reached, and through what.
    init(_ code: CURLcode, _ easy: borrowing EasyHandle, _ handshake: Handshake, _ settings: LineSettings) {
        let text = easy.problemText
        let kind =
            settings.proxy.flatMap { WireError.proxyProblem(code, easy, handshake, $0) }.map(Kind.proxy)
            ?? WireError.kind(code, easy, handshake, settings)
        let words =
            handshake.excess ?? (kind == .authenticationNotOffered ? handshake.offer : text)
        self.init(
            kind, words.isEmpty ? String(cString: curl_easy_strerror(code)) : PlainText.printable(words),
            reply: handshake.refusal)
    }

    private static func kind(
        _ code: CURLcode, _ easy: borrowing EasyHandle, _ handshake: Handshake, _ settings: LineSettings
    ) -> Kind {
        let refusal = handshake.refusal
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            return NameService.knowsNo(settings.host) ? .hostNotFound : .nameServiceSilent
        case CURLE_COULDNT_CONNECT:
            return Int32(easy.information(CURLINFO_OS_ERRNO)) == ETIMEDOUT ? .timedOut : .connectionRefused
        case CURLE_OPERATION_TIMEDOUT: return .timedOut
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            return .certificate(CertificateProblem(verifyResult: easy.information(CURLINFO_SSL_VERIFYRESULT)))
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER:
            return .encryption(TLSAlert(in: easy.problemText)?.problem ?? .other)
        case CURLE_USE_SSL_FAILED: return .encryptionNotOffered
        // GSSAPI did not do what libcurl asked of it, and why libcurl does not say.
        case CURLE_AUTH_ERROR where refusal.isEmpty: return .ticket(.other)
        case CURLE_LOGIN_DENIED, CURLE_AUTH_ERROR:
            // RFC 4954 section 4: so a server answers the `*` that breaks a login off.
            if refusal.first?.hasPrefix("501") == true { return .authenticationAborted }
            // RFC 9051 section 6.2.2: an IMAP server answers it with BAD.
            if settings.service == .imap, refusal.first?.contains(" BAD ") == true { return .authenticationAborted }
            // Without a refusal the login never began: no mechanism in common.
            return refusal.isEmpty && !handshake.hasBegunLogin ? .authenticationNotOffered : .authenticationRefused
        case CURLE_WEIRD_SERVER_REPLY, CURLE_REMOTE_ACCESS_DENIED:
            return refusal.isEmpty ? .protocolViolation : .serverRefused
        case CURLE_WRITE_ERROR: return .protocolViolation
        case CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE: return .file
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_NOT_BUILT_IN, CURLE_BAD_FUNCTION_ARGUMENT,
            CURLE_UNKNOWN_OPTION:
            return .settings
        case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT: return .resources
        // With TLS 1.3 a server says only afterwards that it wants a certificate, or another.
        case CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING:
            return TLSAlert(in: easy.problemText)?.problem.map(Kind.encryption) ?? .connectionLost
        default: return .connectionLost
        }
    }

    /// - Returns: `nil` when it is not the proxy that failed.
    private static func proxyProblem(
        _ code: CURLcode, _ easy: borrowing EasyHandle, _ handshake: Handshake, _ proxy: Proxy
    ) -> ProxyProblem? {
        // Once the server has spoken the proxy has done its part.
        guard handshake.replies.isEmpty else { return nil }
        switch code {
        case CURLE_COULDNT_RESOLVE_PROXY: return .notFound
        case CURLE_COULDNT_CONNECT:
            return Int32(easy.information(CURLINFO_OS_ERRNO)) == ETIMEDOUT ? .timedOut : .unreachable
        case CURLE_OPERATION_TIMEDOUT: return .timedOut
        case CURLE_PROXY: return ProxyProblem(socks: easy.information(CURLINFO_PROXY_ERROR))
        default: break
        }
        guard proxy.scheme == .http || proxy.scheme == .https else { return nil }
        let answer = easy.information(CURLINFO_HTTP_CONNECTCODE)
        guard !(200..<300).contains(answer) else { return nil }
        if answer == 0, proxy.scheme == .https, code == CURLE_PEER_FAILED_VERIFICATION {
            let result = easy.information(CURLINFO_PROXY_SSL_VERIFYRESULT)
            return .certificate(WireError.CertificateProblem(verifyResult: result))
        }
        return ProxyProblem(connect: answer)
    }
}

extension WireError.ProxyProblem {
    /// - Parameter answer: The status of the answer to CONNECT; 0 for none.
    init(connect answer: Int) {
        self =
            switch answer {
            // QUIRK: to a wrong password tinyproxy says 401, against RFC 9110 section 15.5.8.
            case 401, 407: .login
            case 403, 405, 451: .forbidden
            case 404, 500, 502, 503, 504: .serverUnreachable
            default: .garbled
            }
    }

    /// - Parameter code: libcurl's `CURLproxycode`, most of them reply fields of RFC 1928 section 6.
    init(socks code: Int) {
        self =
            switch CURLproxycode(rawValue: UInt32(truncatingIfNeeded: code)) {
            case CURLPX_NO_AUTH, CURLPX_USER_REJECTED, CURLPX_RECV_AUTH, CURLPX_LONG_USER, CURLPX_LONG_PASSWD: .login
            case CURLPX_REPLY_NOT_ALLOWED: .forbidden
            case CURLPX_RESOLVE_HOST: .hostNotFound
            case CURLPX_REPLY_GENERAL_SERVER_FAILURE, CURLPX_REPLY_NETWORK_UNREACHABLE, CURLPX_REPLY_HOST_UNREACHABLE,
                CURLPX_REPLY_CONNECTION_REFUSED, CURLPX_REPLY_TTL_EXPIRED, CURLPX_REPLY_ADDRESS_TYPE_NOT_SUPPORTED,
                CURLPX_REQUEST_FAILED, CURLPX_RECV_REQACK:
                .serverUnreachable
            default: .garbled
            }
    }
}

extension WireError.CertificateProblem {
    /// - Parameter verifyResult: OpenSSL's X509_V_ERR number.
    init(verifyResult: Int) {
        self =
            switch verifyResult {
            // libcurl compares the name itself, before it looks at OpenSSL's verdict: 1 is what it set before.
            case 0, 1, 62, 64: .otherHost
            case 3: .noRevocationList
            case 9: .notYetValid
            case 10: .expired
            case 11, 12: .oldRevocationList
            case 18: .selfSigned
            case 23: .revoked
            case 66, 67, 68: .weak
            default: .untrusted(issuer: nil)
            }
    }
}
