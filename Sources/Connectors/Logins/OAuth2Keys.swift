internal import Diagnostics
internal import Settings
internal import Wire

/// The keys of `auth: {type: oauth2, …}`.
enum OAuth2Keys {
    static let provider = Field<OAuth2Provider?>(
        "provider", "Whose token server it is: fills token-url, device-url and scope", default: nil)
    static let tenant = Field<String?>("tenant", "Microsoft's directory: its id or its domain", default: nil)
    static let clientID = Field<String?>("client-id", "The application's id", default: nil)
    static let clientSecret = Field<Secret?>(
        "client-secret", "The application's secret, as ${env:NAME} or ${file:path}", default: nil)
    static let clientAuthentication = Field<OAuth2Login.ClientPlace>(
        "client-authentication", "Where the token server wants the secret: body or header", default: .body,
        shown: "body")
    static let username = Field<String?>("username", "The mailbox that logs in", default: nil)
    static let grant = Field<OAuth2Login.Grant?>(
        "grant", "What a token is given for", default: nil, shown: "what the other keys say")
    static let refreshToken = Field<Secret?>(
        "refresh-token", "A refresh token, as ${env:NAME} or ${file:path}", default: nil)
    static let accessToken = Field<Secret?>(
        "access-token", "A token that somebody else renews, as ${env:NAME} or ${file:path}", default: nil)
    static let tokenURL = Field<String?>("token-url", "Where tokens are asked for", default: nil)
    static let deviceURL = Field<String?>("device-url", "Where device codes are asked for", default: nil)
    static let scope = Field<OneOrMany<String>?>(
        "scope", "What a token allows: a list, or words in one text", default: nil, shown: "the provider's for mail")
    static let serviceAccount = Field<PlacedText?>(
        "service-account", "A service account's JSON file from Google", default: nil)
    static let key = Field<Secret?>("key", "A private RSA key in PEM, as ${file:path}", default: nil)
    static let keyID = Field<String?>("key-id", "Which key that is", default: nil)
    static let issuer = Field<String?>("issuer", "Whom the key belongs to", default: nil)
    static let subject = Field<String?>(
        "subject", "On whose behalf the service account asks", default: nil, shown: "username")
    static let mechanism = Field<OAuth2Login.Mechanism?>(
        "mechanism", "XOAUTH2 or OAUTHBEARER", default: nil, shown: "what the server offers")
    static let tls = Field<TLSSetting>(
        "tls", "Whom to trust as the token server", default: TLSSetting(), shown: "the system's authorities")

    static let shape = Shape(
        "auth of type oauth2",
        [
            LoginSetting.type, provider, tenant, clientID, clientSecret, clientAuthentication, username, grant,
            refreshToken, accessToken, tokenURL, deviceURL, scope, serviceAccount, key, keyID, issuer, subject,
            mechanism, tls,
        ])
}
