internal import Connecting
internal import Settings

/// The keys of `kind: exchange`.
enum ExchangeFields {
    static let url = Field<String>(
        "url", "Where Exchange Web Services are, such as https://mail.example.com/EWS/Exchange.asmx")
    static let version = Field<EWSVersion>(
        "version", "The oldest Exchange that may answer", default: .exchange2013SP1, shown: "Exchange2013_SP1")
    static let auth = Field<LoginSetting>("auth", "Who logs in", default: .none, shown: "nobody")
    static let mailbox = Field<String?>(
        "mailbox", "Another mailbox than the login's own: a shared one, or the one to work for", default: nil,
        shown: "the login's own")
    static let impersonate = Field<Bool?>(
        "impersonate", "Whether to work in the mailbox's own name (ApplicationImpersonation), not as its delegate",
        default: nil, shown: "true for oauth2 with client credentials")
    static let tls = Field<TLSSetting>("tls", "Whom to trust", default: TLSSetting(), shown: "the system's authorities")
    static let timeout = Field<TimeLength>(
        "timeout", "How long a request may take to its answer's last byte", default: TimeLength(seconds: 120),
        shown: "120s")
    static let proxy = Field<ProxySetting?>(
        "proxy", "A proxy, such as socks5h://proxy:1080 or http://proxy:3128", default: nil)
    static let interval = Field<TimeLength>(
        "poll-interval", "How often to look for new letters where the server does not tell by itself",
        default: TimeLength(seconds: 30), shown: "30s")
    static let streaming = Field<Bool>(
        "streaming", "Whether the server may tell of new letters by itself, from Exchange 2010 SP1 on", default: true,
        shown: "true")
    static let verification = Field<Bool>(
        "verify-recipients", "Ask the directory about each recipient of the mailbox's own domain first",
        default: false, shown: "false")

    static let all: [any FieldDeclaration] =
        [url, version, auth, mailbox, impersonate, tls, timeout, proxy, interval, streaming, verification]
        + SenderFields.all
}
