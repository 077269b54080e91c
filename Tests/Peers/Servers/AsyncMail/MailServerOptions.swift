/// What an ``AsyncMailServer`` offers, takes and refuses.
package struct MailServerOptions: Sendable {
    /// How TLS begins, where there is a ``chain``.
    package enum Encryption: String, Sendable {
        /// STARTTLS, for those who want it.
        case startTLS = "starttls"
        /// STARTTLS, and `530` to everything before it.
        case required
        /// TLS from the first byte.
        case wrapped
    }

    /// The address it listens on: `127.0.0.1` or `::1`.
    package var host = "127.0.0.1"

    package var offersSMTPUTF8 = false

    /// RET, ENVID, NOTIFY and ORCPT (RFC 3461); without it they are answered `555`.
    package var offersDSN = false

    package var offersPipelining = false

    /// The largest letter in bytes; without it SIZE is not offered.
    package var sizeLimit: Int? = 33_554_432

    /// Key and certificate in one PEM file, as ``TestAuthority/chain(_:)``; without it there is no TLS.
    package var chain: String?

    package var encryption = Encryption.startTLS

    /// The lowest and the highest version of TLS, of `1.0`, `1.1`, `1.2` and `1.3`.
    package var versions = ("1.2", "1.3")

    /// A PEM file with the authority that must have signed a client's certificate; without it none is asked for.
    package var clientAuthority: String?

    /// Who may log in, and the password; without it AUTH is not offered, and with a `chain` under TLS only.
    package var login: (user: String, password: String)?

    /// Of AUTH: `LOGIN`, `PLAIN`.
    package var mechanisms = ["LOGIN", "PLAIN"]

    /// Answers MAIL with `530` before the log-in.
    package var requiresLogin = false

    /// What every log-in is answered: `535 5.7.8 Application-specific password required`.
    package var loginReply: String?

    /// What MAIL from an address is answered.
    package var mailReplies: [String: String] = [:]

    /// What RCPT to an address is answered.
    package var rcptReplies: [String: String] = [:]

    /// What VRFY of an address is answered, `*` being everybody else; without any it is `252`.
    package var vrfyReplies: [String: String] = [:]

    /// What MAIL or RCPT with a parameter is answered, though it may be offered: `["SIZE": "555 5.5.4 no SIZE"]`.
    package var parameterReplies: [String: String] = [:]

    /// How many letters it takes in a session; then `lettersReply` to MAIL, and it hangs up.
    package var lettersPerSession: Int?

    package var lettersReply = "421 4.7.0 Too many letters in this session"

    /// How many sessions it has at once; others are greeted with `sessionsReply`, and it hangs up.
    package var sessionsAtOnce: Int?

    package var sessionsReply = "421 4.7.0 Too many sessions from your address"

    var arguments: [String] {
        var arguments = [
            "--host", host, "--size", "\(sizeLimit ?? 0)", "--tls", encryption.rawValue, "--tls-versions",
            "\(versions.0)-\(versions.1)", "--mechanisms", mechanisms.joined(separator: ","), "--letters-reply",
            lettersReply, "--sessions-reply", sessionsReply,
        ]
        let switches = [
            "--smtputf8": offersSMTPUTF8, "--dsn": offersDSN, "--pipelining": offersPipelining,
            "--login-required": requiresLogin,
        ]
        arguments += switches.filter(\.value).map(\.key)
        let texts = [
            "--chain": chain, "--clients": clientAuthority, "--user": login?.user, "--password": login?.password,
            "--login-reply": loginReply, "--letters": lettersPerSession.map { "\($0)" },
            "--sessions": sessionsAtOnce.map { "\($0)" },
        ]
        for case (let name, let text?) in texts { arguments += [name, text] }
        let tables = [
            "--mail-reply": mailReplies, "--rcpt-reply": rcptReplies, "--vrfy-reply": vrfyReplies,
            "--parameter-reply": parameterReplies,
        ]
        for (name, table) in tables {
            for (key, reply) in table { arguments += [name, "\(key)=\(reply)"] }
        }
        return arguments
    }
}
