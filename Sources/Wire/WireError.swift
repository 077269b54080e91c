/// Why a connection could not be made or broke.
package struct WireError: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case hostNotFound
        /// The name service gives no answer: whether there is such a host is not known.
        case nameServiceSilent
        case connectionRefused
        case timedOut
        case connectionLost
        /// The server said what the protocol or our limits do not allow.
        case protocolViolation
        case proxy(ProxyProblem)
        case certificate(CertificateProblem)
        /// The TLS handshake failed.
        case encryption(EncryptionProblem)
        /// No STARTTLS, or it was refused.
        case encryptionNotOffered
        case authenticationRefused
        /// Authentication was asked for, and the server did not do it, or knows no mechanism that we know.
        case authenticationNotOffered
        /// The login was broken off by us: the server does not keep to the mechanism's rules.
        case authenticationAborted
        /// There is no Kerberos ticket to log in with.
        case ticket(TicketProblem)
        /// Who gives out tokens refuses us one.
        case tokenRefused
        /// Who gives out tokens can't be reached, or can't give one now.
        case tokenUnavailable
        /// The server does not want to talk with us: its greeting or its answer to ours says so.
        case serverRefused
        /// A file on our side is no good.
        case file
        /// A value on our side is no good.
        case settings
        /// libcurl of this machine was built without what is wanted.
        case unsupported
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
        /// Nobody whom we trust has signed it; who did, where that is known.
        case untrusted(issuer: String?)
        /// The server sends it alone, and who has signed it is not known here.
        case withoutIssuer(String)
        /// The file with revoked certificates has no list of its issuer's.
        case noRevocationList
        /// The list of revoked certificates is out of date.
        case oldRevocationList
        /// Its key or its signature is too weak for this machine's rules.
        case weak
    }

    package enum EncryptionProblem: Hashable, Sendable {
        /// The other side speaks in clear text.
        case clearText
        /// The versions of TLS that both sides allow do not meet.
        case version
        /// The server wants a certificate of ours.
        case certificateWanted
        /// The server does not take our certificate.
        case certificateRefused
        case other
    }

    package enum ProxyProblem: Hashable, Sendable {
        case notFound
        /// Nothing listens there, or it does not answer.
        case unreachable
        case timedOut
        case certificate(CertificateProblem)
        /// It wants a login, or another one.
        case login
        /// Its rules forbid the way.
        case forbidden
        /// It can't find the server's name.
        case hostNotFound
        /// It can't reach the server.
        case serverUnreachable
        /// It talks in another way than its scheme says.
        case garbled
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
