internal import Diagnostics

/// Why there is no token, in words, and what mends it.
struct TokenWords: Sendable {
    let settings: OAuth2Settings

    private var server: String { settings.server }

    /// What a person is told to do to allow access once more.
    private var again: String {
        switch settings.grant {
        case .deviceCode: "run 'router login \(settings.connection)'"
        case .refreshToken: "get a new refresh token, and put it where refresh-token: takes it from"
        case .serviceAccount(let account):
            account.subject.map {
                "let the service account act for \(PlainText.printable($0)) (domain-wide delegation), "
                    + "and check this machine's clock"
            } ?? "check subject: and the service account's rights, and this machine's clock"
        case .clientCredentials: "check client-id:, client-secret: and tenant:"
        }
    }

    var nobodyLoggedIn: WireError {
        WireError(.tokenRefused, "nobody has logged in yet", remedy: again)
    }

    /// The stored token has ended, and there is nothing to renew it with.
    var loginEnded: WireError {
        WireError(
            .tokenRefused, "the login has ended, and \(server) gave no refresh token to renew it with",
            remedy: settings.scopes.contains("offline_access")
                ? again : "add offline_access to scope: if the server knows it, and \(again)")
    }

    func refused(_ code: String, _ words: String) -> WireError {
        let remedy =
            switch code {
            case "invalid_client", "unauthorized_client":
                "check client-id: and client-secret: (it may have expired), "
                    + "and that the application may use grant: \(settings.grant.name)"
            case "invalid_grant", "interaction_required", "login_required", "expired_token": again
            case "access_denied", "consent_required":
                "let an administrator, or the mailbox's owner, grant the application access"
            case "invalid_scope": "check scope: against what the application was granted"
            case "unsupported_grant_type": "the server does not do grant: \(settings.grant.name): use another"
            case "redirect", "http": "check token-url: and tenant:"
            default: "check the values of auth: with the server's words"
            }
        return WireError(.tokenRefused, "\(server) \(words)", remedy: remedy)
    }

    func unavailable(_ words: String) -> WireError {
        WireError(.tokenUnavailable, "\(server) \(words)")
    }

    /// There was no answer from what was asked, a URL.
    func unreachable(_ error: WireError, _ url: String) -> WireError {
        let server = OAuth2Settings.server(url)
        let detail = error.detail
        func later(_ words: String, _ remedy: String? = nil) -> WireError {
            WireError(.tokenUnavailable, words, remedy: remedy)
        }
        switch error.kind {
        case .hostNotFound:
            return later("the host of \(server) is not found", "check token-url: for a slip of the pen")
        case .nameServiceSilent:
            return later("the name service does not answer for \(server)", "check this machine's network")
        case .connectionRefused: return later("\(server) takes no connections: \(detail)")
        case .timedOut: return later("\(server) did not answer in time: \(detail)")
        case .proxy:
            let proxy = settings.http.proxy.map { " \($0.name)" } ?? ""
            return later("the proxy\(proxy) does not let us through to \(server): \(detail)", "check proxy:")
        case .certificate, .encryption:
            return later(
                "\(server) is not trusted: \(detail)",
                "name a file with the server's issuer in auth: {tls: {ca: …}}, or check this machine's clock")
        case .protocolViolation: return later("\(server) gives an answer without sense: \(detail)")
        case .settings, .file, .unsupported:
            return WireError(
                .tokenRefused, "the way to \(server) is set up wrongly: \(detail)",
                remedy: error.remedy ?? "check token-url:, proxy: and the files of tls:")
        case .resources: return later("this machine can't ask \(server): \(detail)")
        default: return later("the connection to \(server) broke: \(detail)")
        }
    }

    func store(_ problem: TokenStore.Problem) -> WireError {
        WireError(.tokenRefused, problem.words, remedy: problem.help)
    }
}
