/// Why a connection could not be made or broke.
package struct WireError: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case hostNotFound
        case connectionRefused
        case timedOut
        case connectionLost
        /// The server said what the protocol or our limits do not allow.
        case protocolViolation
        case certificate(CertificateProblem)
        /// The TLS handshake failed: often because the other side does not speak TLS at this port.
        case encryptionFailed
        /// No STARTTLS, or it was refused.
        case encryptionNotOffered
        case authenticationRefused
        /// Authentication was asked for, and the server did not do it, or knows no mechanism that we know.
        case authenticationNotOffered
        /// Who gives out tokens refuses us one.
        case tokenRefused
        /// Who gives out tokens can't be reached, or can't give one now.
        case tokenUnavailable
        /// The server does not want to talk with us: its greeting or its answer to ours says so.
        case serverRefused
        /// A file or a value on our side is no good.
        case settings
        /// This machine has no threads, memory or sockets left.
        case resources
    }

    package enum CertificateProblem: Hashable, Sendable {
        case expired
        case notYetValid
        case selfSigned
        /// It was issued for another name.
        case otherHost
        case revoked
        /// Nobody whom we trust has signed it.
        case untrusted
    }

    package var kind: Kind
    /// What happened, in a few words; never with a secret in it.
    package var detail: String
    /// The server's last reply before the end, its lines as they came but without control characters; may be empty.
    package var reply: [String]
    /// What mends it, where that is known here, as one sentence without a full stop.
    package var remedy: String?
    /// Seconds that the other side asks to be left alone, where it does.
    package var retryAfter: Int64?

    package init(_ kind: Kind, _ detail: String, reply: [String] = [], remedy: String? = nil) {
        self.kind = kind
        self.detail = detail
        self.reply = reply
        self.remedy = remedy
    }
}
