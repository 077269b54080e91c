/// The kinds of login (SASL) that ``DovecotLogins`` knows; the raw value is what `AUTH` announces.
package enum LoginKind: String, CaseIterable, Sendable {
    case plain = "PLAIN"
    case login = "LOGIN"
    case cramMD5 = "CRAM-MD5"
    // QUIRK: Dovecot 2.3 writes `algorithm="md5-sess"` with quotes, against RFC 2831 §2.1.1; libcurl gives up at that.
    case digestMD5 = "DIGEST-MD5"
    case ntlm = "NTLM"
    case gssapi = "GSSAPI"
    case xoauth2 = "XOAUTH2"
    case oauthBearer = "OAUTHBEARER"

    /// Those that want a password in a file.
    package static let withPassword: [LoginKind] = [.plain, .login, .cramMD5, .digestMD5]

    /// Those that want a token.
    package static let withToken: [LoginKind] = [.xoauth2, .oauthBearer]
}
