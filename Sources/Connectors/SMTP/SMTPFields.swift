internal import Connecting
internal import Diagnostics
internal import Settings
internal import Wire

/// The keys of `kind: smtp`.
enum SMTPFields {
    static let provider = Field<ProviderSetting?>(
        "provider", "A provider that router knows, instead of host, port and encryption; those overrule it",
        default: nil)
    static let host = Field<String?>(
        "host", "The server's name or address, without a scheme", default: nil,
        or: Alternative("provider", help: "write 'host: smtp.example.com' or 'provider: gmail'"))
    static let port = Field<Int?>(
        "port", "The port", default: nil, shown: "25, or 465 for ssl, 587 for tls")
    static let encryption = Field<EncryptionSetting?>(
        "encryption", "none, ssl (from the first byte), or tls (STARTTLS, required)", default: nil, shown: "tls")
    static let auth = Field<LoginSetting>("auth", "Who logs in", default: .none, shown: "nobody")
    static let tls = Field<TLSSetting>("tls", "Whom to trust", default: TLSSetting(), shown: "the system's authorities")
    static let timeout = Field<TimeLength>(
        "timeout", "How long to wait for connection and login", default: TimeLength(seconds: 60), shown: "60s")
    static let proxy = Field<ProxySetting?>(
        "proxy", "A proxy, such as socks5h://proxy:1080 or http://proxy:3128", default: nil)
    static let notify = Field<NoticesSetting?>(
        "notify", "What the server shall tell the sender of: failure, delay, success, or never; where it offers DSN",
        default: nil, shown: "as the server likes")
    static let verification = Field<VerificationSetting>(
        "verify-recipients", "Ask about each recipient first: rcpt or vrfy; one refused, and nobody gets the letter",
        default: VerificationSetting(verification: .none), shown: "false")

    static let all: [any FieldDeclaration] =
        [provider, host, port, encryption, auth, tls, timeout, proxy, notify, verification] + SenderFields.all
}

/// What the keys say together with the provider's: an explicit key overrules it.
struct SMTPPlace {
    let provider: Provider?
    /// Blank when neither is given.
    let host: String
    let port: Int
    let encryption: EncryptionSetting

    init(_ reading: Reading) {
        provider = reading[SMTPFields.provider]?.provider
        host = reading[SMTPFields.host] ?? provider?.smtp.host ?? ""
        let usual: EncryptionSetting? =
            switch reading[SMTPFields.port] {
            case nil: provider?.smtp.encryption
            case let port?: port == provider?.smtp.port ? provider?.smtp.encryption : nil
            }
        let encryption = reading[SMTPFields.encryption] ?? usual ?? .tls
        self.encryption = encryption
        // The provider's port is right for its own encryption only.
        let port = reading[SMTPFields.port] ?? (encryption == usual ? provider?.smtp.port : nil)
        self.port = port ?? SMTPConnector.Settings.usualPort(encryption.line)
    }
}
