internal import Connecting
internal import Wire

extension IMAPWords {
    func login(refused said: String, _ status: IMAPStatus?) -> Failure {
        if let status, status.isForNow {
            return Failure(
                .notNow, .again, "\(server) can't check the login \(loginName) now: \(said)",
                help: status.code == "LIMIT"
                    ? "close other sessions of this mailbox, or read fewer folders of it at once" : "wait and try again"
            )
        }
        return Failure(
            .authenticationRefused, .never, "\(server) refused the login \(loginName): \(said)",
            help: loginHelp(status))
    }

    private func loginHelp(_ status: IMAPStatus?) -> String {
        switch (proof, status?.code) {
        // RFC 5530.
        case (_, "EXPIRED"): "the password has expired: set another one"
        case (_, "CONTACTADMIN"): "ask the server's operator, who has closed this login"
        case (_, "PRIVACYREQUIRED"): "the server wants an encrypted connection: set encryption: ssl or tls"
        case (_, "AUTHORIZATIONFAILED"):
            "the login may not open this mailbox: check mailbox:, or ask for the right to it"
        case (.ticket, _): "ask the server's operator whether this account may use IMAP"
        case (.windows, _): "check the user name, the domain and the password"
        case (.certificate, _): "ask the server's operator whom the certificate of tls: stands for"
        case (.token, _):
            "grant access again, and check that the token is for this mailbox and allows IMAP, and that IMAP is on in the "
                + "mailbox's settings"
        case (.password, "WEBALERT"): "the provider wants this login confirmed in a browser first; \(passwordHelp)"
        case (.password, _): passwordHelp
        }
    }

    private var passwordHelp: String {
        loginHint.map { "check the user name and the password; \($0)" }
            ?? "check the user name and the password; IMAP may be off in the mailbox's settings, or it may want an app password"
    }

    func login(notOffered detail: String, _ settings: LineSettings) -> Failure {
        let help =
            switch proof {
            case _ where settings.encryption == .none:
                "many servers offer a login only when it is encrypted: set encryption: ssl or tls"
            case .windows, .ticket:
                "the server takes no such Windows logins: use auth: {type: basic, …}, or ask its operator"
            case .token: "the server takes no tokens: use auth: {type: basic, …}, or ask its operator"
            default: "set another mechanism: in auth:, or ask the server's operator how to log in"
            }
        return Failure(
            .authenticationNotOffered, .never, "\(server) has no login for \(loginName): \(detail)", help: help)
    }
}
