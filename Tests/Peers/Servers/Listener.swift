/// The doors of one ``Postfix``: each is a port of its own with rules of its own.
package enum Listener: String, CaseIterable, Sendable {
    /// Takes letters from anyone; offers STARTTLS with a good certificate, but no AUTH.
    case plain
    /// TLS from the first byte.
    case secure
    /// Wants STARTTLS and then AUTH; without it `530 5.7.0` to MAIL.
    case authenticating
    /// Wants AUTH, and takes the password without TLS too.
    case clearAuthenticating
    /// Announces no extension at all.
    case bare
    /// As `plain`, with a limit of ``Postfix/smallSizeLimit`` bytes.
    case small
    /// As `secure`, and wants a certificate from the client.
    case mutual
    /// STARTTLS and TLS with an expired certificate.
    case expired
    /// STARTTLS with a certificate for another host.
    case otherHost
    /// STARTTLS with a certificate that nobody has signed.
    case selfSigned
    /// STARTTLS with a certificate that is not valid yet.
    case notYetValid
    /// STARTTLS with a certificate that was revoked.
    case revoked
    /// STARTTLS with a certificate of an authority that nobody knows.
    case stranger
    /// STARTTLS with a good certificate through an authority between.
    case between
    /// As `between`, without the certificate of the authority between.
    case incomplete
    /// STARTTLS of version 1.2 only.
    case oldTLS

    /// The options of this door's line in `master.cf`, as `name=value` without quotes.
    func options(authority: TestAuthority) -> [String] {
        switch self {
        case .plain: []
        case .secure: ["smtpd_tls_wrappermode=yes", "smtpd_tls_security_level=encrypt"]
        case .authenticating: ["smtpd_tls_security_level=encrypt", "smtpd_tls_auth_only=yes"] + Self.wantsPassword
        case .clearAuthenticating: ["smtpd_tls_auth_only=no"] + Self.wantsPassword
        case .bare: ["smtpd_tls_security_level=none", "smtpd_discard_ehlo_keywords=\(Self.keywords)"]
        case .small: ["message_size_limit=\(Postfix.smallSizeLimit)"]
        case .mutual:
            [
                "smtpd_tls_wrappermode=yes", "smtpd_tls_security_level=encrypt", "smtpd_tls_req_ccert=yes",
                "smtpd_tls_CAfile=\(authority.certificate)",
            ]
        case .expired: ["smtpd_tls_chain_files=\(authority.chain(.expired))"]
        case .otherHost: ["smtpd_tls_chain_files=\(authority.chain(.otherHost))"]
        case .selfSigned: ["smtpd_tls_chain_files=\(authority.chain(.selfSigned))"]
        case .notYetValid: ["smtpd_tls_chain_files=\(authority.chain(.notYetValid))"]
        case .revoked: ["smtpd_tls_chain_files=\(authority.chain(.revoked))"]
        case .stranger: ["smtpd_tls_chain_files=\(authority.chain(.stranger))"]
        case .between: ["smtpd_tls_chain_files=\(authority.chain(.between))"]
        case .incomplete: ["smtpd_tls_chain_files=\(authority.chain(.incomplete))"]
        case .oldTLS: ["smtpd_tls_protocols=TLSv1.2"]
        }
    }

    private static let keywords =
        "pipelining,size,vrfy,etrn,starttls,auth,enhancedstatuscodes,8bitmime,dsn,smtputf8,chunking"

    // Postfix's own word for a missing log-in is 554; RFC 4954 §6 says 530 5.7.0, and so do most others.
    private static let wantsPassword = [
        "smtpd_sasl_auth_enable=yes",
        "smtpd_sender_restrictions=permit_sasl_authenticated, "
            + "check_sender_access static:{530 5.7.0 Authentication required}",
    ]
}
