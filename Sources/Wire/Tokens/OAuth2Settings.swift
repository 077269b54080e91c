package import Diagnostics

/// How a connection gets its OAuth2 access tokens.
package struct OAuth2Settings: Sendable {
    /// What a token is given for.
    package enum Grant: Sendable, Hashable {
        /// The application itself (RFC 6749 section 4.4).
        case clientCredentials
        /// What a person has once allowed, given to us in the settings (RFC 6749 section 6).
        case refreshToken(Secret)
        /// What a person allows in a browser, on our request (RFC 8628); from then on a refresh token of our own.
        case deviceCode
        /// A claim with a signature of its own (RFC 7523).
        case serviceAccount(ServiceAccount)

        /// As it is written in settings.
        package var name: String {
            switch self {
            case .clientCredentials: "client-credentials"
            case .refreshToken: "refresh-token"
            case .deviceCode: "device-code"
            case .serviceAccount: "service-account"
            }
        }
    }

    /// Where the client's secret stands.
    package enum ClientAuthentication: Sendable, Hashable {
        case body
        /// HTTP's Basic.
        case header
    }

    /// The name of the connection, for remedies: `router login NAME`.
    package var connection: String
    package var grant: Grant
    package var tokenURL: String
    /// Where device codes are asked for; `nil` where the server has none.
    package var deviceURL: String?
    package var clientID: String?
    package var clientSecret: Secret?
    package var clientAuthentication = ClientAuthentication.body
    package var scopes: [String] = []
    /// Whether a refresh token is shown together with the scopes; else the server goes by what was once allowed.
    package var refreshesWithScopes = false
    /// What the server calls the grant of device codes.
    ///
    /// QUIRK: Yandex says `device_code`, and `code` for the code itself; RFC 8628 section 3.4 has an URN.
    package var deviceGrant = Self.standardDeviceGrant
    package var http = HTTPSettings()

    package static let standardDeviceGrant = "urn:ietf:params:oauth:grant-type:device_code"

    package init(connection: String, grant: Grant, tokenURL: String) {
        self.connection = connection
        self.grant = grant
        self.tokenURL = tokenURL
    }

    /// The token server as sentences name it.
    var server: String { Self.server(tokenURL) }

    static func server(_ url: String) -> String {
        (try? HTTPAddress(url).server) ?? PlainText.printable(url)
    }

    /// Tells whether stored tokens are for these settings; nothing secret is in it.
    var fingerprint: String {
        var parts = [grant.name, tokenURL, clientID ?? "", scopes.joined(separator: " ")]
        if case .serviceAccount(let account) = grant { parts += [account.issuer, account.subject ?? ""] }
        return SHA256Digest.hexadecimal(parts)
    }

    /// Tells whether a stored refresh token descends from what these settings say.
    var seed: String {
        switch grant {
        case .refreshToken(let token): SHA256Digest.hexadecimal(["refresh", tokenURL, token.reveal()])
        case .deviceCode: SHA256Digest.hexadecimal(["device", tokenURL, clientID ?? ""])
        case .clientCredentials, .serviceAccount: ""
        }
    }

    /// All that must never be shown.
    var secrets: [Secret] {
        var secrets = [clientSecret].compactMap(\.self)
        switch grant {
        case .refreshToken(let token): secrets.append(token)
        case .serviceAccount(let account): secrets.append(account.key)
        case .clientCredentials, .deviceCode: break
        }
        return secrets
    }
}
