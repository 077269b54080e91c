internal import Connecting
internal import Settings
internal import Wire

/// The keys of `kind: imap`.
enum IMAPFields {
    static let provider = Field<ProviderSetting?>(
        "provider", "A provider that router knows, instead of host, port and encryption; those overrule it",
        default: nil)
    static let host = Field<String?>(
        "host", "The server's name or address, without a scheme", default: nil,
        or: Alternative("provider", help: "write 'host: imap.example.com' or 'provider: gmail'"))
    static let port = Field<Int?>("port", "The port", default: nil, shown: "993, or 143 for tls and none")
    static let encryption = Field<EncryptionSetting?>(
        "encryption", "none, ssl (from the first byte), or tls (STARTTLS, required)", default: nil, shown: "ssl")
    static let auth = Field<LoginSetting>("auth", "Who logs in", default: .none, shown: "nobody")
    static let mailbox = Field<String?>(
        "mailbox", "A shared mailbox to open with the login's token", default: nil, shown: "the login's own")
    static let tls = Field<TLSSetting>("tls", "Whom to trust", default: TLSSetting(), shown: "the system's authorities")
    static let timeout = Field<TimeLength>(
        "timeout", "How long to wait for connection and login", default: TimeLength(seconds: 60), shown: "60s")
    static let proxy = Field<ProxySetting?>(
        "proxy", "A proxy, such as socks5h://proxy:1080 or http://proxy:3128", default: nil)
    static let interval = Field<TimeLength>(
        "poll-interval", "How often to look where the server does not tell by itself, and to see that it is alive",
        default: TimeLength(seconds: 60), shown: "1m")
    static let idle = Field<Bool>(
        "idle", "Whether the server may tell of new letters by itself, where it can", default: true, shown: "true")

    static let all: [any FieldDeclaration] = [
        provider, host, port, encryption, auth, mailbox, tls, timeout, proxy, interval, idle,
    ]

    static let server = ServerFields(host: host, auth: auth, tls: tls)
}

/// What the keys say together with the provider's: an explicit key overrules it.
struct IMAPPlace {
    let provider: Provider?
    /// Blank when neither is given.
    let host: String
    let port: Int
    let encryption: EncryptionSetting

    init(_ reading: Reading) {
        provider = reading[IMAPFields.provider]?.provider
        host = reading[IMAPFields.host] ?? provider?.imap.host ?? ""
        let usual: EncryptionSetting? =
            switch reading[IMAPFields.port] {
            case nil: provider?.imap.encryption
            case let port?: port == provider?.imap.port ? provider?.imap.encryption : nil
            }
        let encryption = reading[IMAPFields.encryption] ?? usual ?? (reading[IMAPFields.port] == 143 ? .tls : .ssl)
        self.encryption = encryption
        // The provider's port is right for its own encryption only.
        let port = reading[IMAPFields.port] ?? (encryption == usual ? provider?.imap.port : nil)
        self.port = port ?? IMAPConnector.Settings.usualPort(encryption.line)
    }
}
