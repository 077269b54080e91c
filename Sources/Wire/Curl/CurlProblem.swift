internal import CCurl
internal import Glibc

extension WireError {
    /// What libcurl's code means, with the server's last reply at hand.
    ///
    /// - Parameters:
    ///   - code: What `curl_easy_perform` gave.
    ///   - easy: The handle, for what it knows beyond the code.
    ///   - handshake: What the server said so far.
    init(_ code: CURLcode, _ easy: borrowing EasyHandle, _ handshake: Handshake) {
        let refusal = handshake.refusal
        let kind: Kind =
            switch code {
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .hostNotFound
            case CURLE_COULDNT_CONNECT:
                Int32(easy.information(CURLINFO_OS_ERRNO)) == ETIMEDOUT ? .timedOut : .connectionRefused
            case CURLE_OPERATION_TIMEDOUT: .timedOut
            case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
                .certificate(CertificateProblem(verifyResult: easy.information(CURLINFO_SSL_VERIFYRESULT)))
            case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER: .encryptionFailed
            case CURLE_USE_SSL_FAILED: .encryptionNotOffered
            case CURLE_LOGIN_DENIED, CURLE_AUTH_ERROR:
                // Without a refusal the login never began: no mechanism in common.
                refusal.isEmpty ? .authenticationNotOffered : .authenticationRefused
            case CURLE_WEIRD_SERVER_REPLY, CURLE_REMOTE_ACCESS_DENIED:
                refusal.isEmpty ? .protocolViolation : .serverRefused
            case CURLE_WRITE_ERROR: .protocolViolation
            case CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_URL_MALFORMAT,
                CURLE_UNSUPPORTED_PROTOCOL, CURLE_NOT_BUILT_IN, CURLE_BAD_FUNCTION_ARGUMENT, CURLE_UNKNOWN_OPTION:
                .settings
            case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT: .resources
            default: .connectionLost
            }
        let text = handshake.excess ?? (kind == .authenticationNotOffered ? handshake.offer : easy.problemText)
        self.init(
            kind, text.isEmpty ? String(cString: curl_easy_strerror(code)) : PlainText.printable(text),
            reply: refusal)
    }
}

extension WireError.CertificateProblem {
    /// - Parameter verifyResult: OpenSSL's X509_V_ERR number.
    init(verifyResult: Int) {
        self =
            switch verifyResult {
            // libcurl compares the name itself, before it looks at OpenSSL's verdict: 1 is what it set before.
            case 0, 1, 62, 64: .otherHost
            case 9: .notYetValid
            case 10: .expired
            case 18, 19: .selfSigned
            case 23: .revoked
            default: .untrusted
            }
    }
}
