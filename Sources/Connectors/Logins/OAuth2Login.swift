internal import Connecting
internal import Diagnostics
internal import Settings
internal import Wire

/// `auth: {type: oauth2, …}`: a mailbox, and how its access tokens are got.
struct OAuth2Login: Sendable {
    /// `grant:`.
    enum Grant: String, ChoiceSetting {
        case clientCredentials = "client-credentials"
        case refreshToken = "refresh-token"
        case deviceCode = "device-code"
        case serviceAccount = "service-account"

        static var noun: String { "what a token can be given for" }
    }

    /// `mechanism:`.
    enum Mechanism: String, ChoiceSetting {
        case xoauth2 = "XOAUTH2"
        case oauthbearer = "OAUTHBEARER"

        static var noun: String { "a way to show a token" }
    }

    /// `client-authentication:`.
    enum ClientPlace: String, ChoiceSetting {
        case body
        case header

        static var noun: String { "a place for the client's secret" }
    }

    enum Source: Sendable {
        /// One that is given, and never another.
        case token(Secret)
        /// The connection's name, the proxy and the files of `tls` are not in it yet.
        case grant(OAuth2Settings)
    }

    /// The mailbox.
    var username: String
    var mechanism: Mechanism?
    var source: Source
    /// The provider whose scopes count, when none are written.
    var usual: OAuth2Provider?
    /// Whom to trust as the token server.
    var tls = TLSSetting()

    // The mailbox stands for `username` where another one is opened with the same token.
    func credentials(
        in surroundings: Surroundings, proxy: Proxy?, for service: LineService = .smtp, mailbox: String? = nil
    ) -> Credentials {
        let username = mailbox ?? username
        switch source {
        case .token(let token):
            return .fixed(Login(username: username, proof: .token(token), mechanism: mechanism?.rawValue))
        case .grant(var settings):
            settings.connection = surroundings.connection
            settings.http.proxy = proxy
            settings.http.tls = tls.settings(in: surroundings)
            if let usual, let grant = Grant(rawValue: settings.grant.name) {
                settings.scopes = usual.scopes(for: grant, service)
            }
            let client = settings.clientID ?? self.username
            let tokens = OAuth2Tokens(settings) {
                TokenFolder.standard.map {
                    TokenStore(
                        folder: $0, workspace: surroundings.folder, connection: surroundings.connection, client: client)
                }
            }
            return .tokens(username: username, tokens, mechanism: mechanism?.rawValue)
        }
    }
}
