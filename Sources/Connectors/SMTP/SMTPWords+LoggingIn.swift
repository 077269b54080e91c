internal import Connecting
internal import Wire

extension SMTPWords {
    func login(refused said: String, _ reply: Reply?) -> Failure {
        guard let reply, reply.code / 100 != 4 else {
            return Failure(
                .notNow, .again, "\(server) can't check the login \(loginName) now: \(said)",
                help: "wait and try again")
        }
        return Failure(
            .authenticationRefused, .never, "\(server) refused the login \(loginName): \(said)",
            help: loginHelp(reply))
    }

    private func loginHelp(_ reply: Reply) -> String {
        switch (proof, reply.enhanced) {
        case (.ticket, _): "ask the server's operator whether this account may send"
        case (.windows, _): "check the user name, the domain and the password"
        case (.certificate, _): "ask the server's operator whom the certificate of tls: stands for"
        case (.token, _):
            loginHint ?? "grant access again, and check that the token is for this mailbox and may send"
        case (.password, _) where loginHint != nil: "check the user name and the password; \(loginHint ?? "")"
        // RFC 4954 section 6; Google says 5.7.9 for a password that is not an app password.
        case (.password, "5.7.9"):
            "the server wants another kind of login: make an app password in the mailbox's settings"
        case (.password, "5.7.139"), (.password, "5.7.30"):
            "the server takes passwords no more: use auth: {type: oauth2, …}"
        case (.password, _):
            "check the user name and the password; the mailbox may want an app password, or its access for mail programs "
                + "(IMAP, SMTP) switched on"
        }
    }

    func login(notOffered detail: String, _ settings: LineSettings) -> Failure {
        let help =
            switch proof {
            case _ where settings.encryption == .none:
                "many servers offer a login only when it is encrypted: set encryption: tls"
            case .windows, .ticket:
                "the server takes no such Windows logins: use auth: {type: basic, …}, or ask its operator"
            default: "check port: (587 is usual for logging in), or take auth: away"
            }
        return Failure(
            .authenticationNotOffered, .never, "\(server) has no login for \(loginName): \(detail)", help: help)
    }
}
