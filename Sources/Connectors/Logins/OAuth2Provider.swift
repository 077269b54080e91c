internal import Settings
internal import Wire

/// `provider:` of `auth: {type: oauth2, …}`: whose addresses and scopes are known.
enum OAuth2Provider: String, ChoiceSetting {
    case microsoft
    case google
    case yandex
    case mailru

    static var noun: String { "a provider whose token server is known" }

    /// Where tokens are asked for; the tenant is Microsoft's.
    func tokenURL(tenant: String?) -> String {
        switch self {
        case .microsoft: "https://login.microsoftonline.com/\(tenant ?? Self.anyTenant)/oauth2/v2.0/token"
        case .google: "https://oauth2.googleapis.com/token"
        case .yandex: "https://oauth.yandex.ru/token"
        case .mailru: "https://o2.mail.ru/token"
        }
    }

    /// Where device codes are asked for; Google has them, but not for mail.
    ///
    /// https://developers.google.com/identity/protocols/oauth2/limited-input-device lists what they may be used for.
    func deviceURL(tenant: String?) -> String? {
        switch self {
        case .microsoft: "https://login.microsoftonline.com/\(tenant ?? Self.anyTenant)/oauth2/v2.0/devicecode"
        case .yandex: "https://oauth.yandex.ru/device/code"
        case .google, .mailru: nil
        }
    }

    /// What may be done with a token for sending letters, or for reading a mailbox.
    func scopes(for grant: OAuth2Login.Grant, _ service: LineService = .smtp) -> [String] {
        switch self {
        case .microsoft:
            grant == .clientCredentials
                ? ["https://outlook.office365.com/.default"]
                : [
                    "https://outlook.office.com/\(service == .imap ? "IMAP.AccessAsUser.All" : "SMTP.Send")",
                    "offline_access",
                ]
        case .google: ["https://mail.google.com/"]
        case .yandex: [service == .imap ? "mail:imap_full" : "mail:smtp"]
        case .mailru: ["userinfo", "mail.imap"]
        }
    }

    /// By which grants it lets a mailbox be used.
    var grants: [OAuth2Login.Grant] {
        switch self {
        case .microsoft: [.clientCredentials, .deviceCode, .refreshToken]
        case .google: [.serviceAccount, .refreshToken]
        case .yandex: [.deviceCode, .refreshToken]
        case .mailru: [.refreshToken]
        }
    }

    /// See `OAuth2Settings.deviceGrant`.
    var deviceGrant: String { self == .yandex ? "device_code" : OAuth2Settings.standardDeviceGrant }

    /// Work and school accounts as well as private ones.
    private static let anyTenant = "common"
}
