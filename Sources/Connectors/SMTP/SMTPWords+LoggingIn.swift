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

    func ticket(_ problem: TicketProblem, _ detail: String) -> Failure {
        let (code, message, help): (Failure.Code, String, String) =
            switch problem {
            case .none:
                (
                    .authenticationRefused, "there is no Kerberos ticket for \(loginName)",
                    "run kinit, or name a keytab: auth: {type: windows, keytab: …}"
                )
            case .expired:
                (
                    .authenticationRefused, "the Kerberos ticket for \(loginName) has expired",
                    "run kinit again, or name a keytab: auth: {type: windows, keytab: …}"
                )
            case .unreachable:
                (
                    .notNow, "no Kerberos server answers for \(loginName): \(detail)",
                    "check the network, and the realm in /etc/krb5.conf"
                )
            case .unknownClient:
                (
                    .authenticationRefused, "Kerberos knows no \(loginName): \(detail)",
                    "check username: for a slip of the pen; the realm stands behind the @"
                )
            case .closed:
                (
                    .authenticationRefused, "Kerberos lets \(loginName) in no more: \(detail)",
                    "ask the domain's administrator"
                )
            case .unknownService(let service):
                (
                    .authenticationRefused, "Kerberos knows no service '\(service)': \(detail)",
                    "write the server's full name as host:, or have that service principal made"
                )
            case .skew:
                (
                    .authenticationRefused, "this machine's clock and that of Kerberos are too far apart: \(detail)",
                    "set this machine's clock"
                )
            case .notInKeytab:
                (
                    .settingsWrong, "the keytab has no key for \(loginName): \(detail)",
                    "check username:; 'klist -k FILE' shows whom a keytab is for"
                )
            case .staleKeytab:
                (
                    .authenticationRefused, "Kerberos refused the keytab's key for \(loginName): \(detail)",
                    "make the keytab anew: the account's password was changed since"
                )
            case .damagedKeytab: (.settingsWrong, "the keytab is none: \(detail)", "make the keytab anew")
            case .noRealm:
                (
                    .settingsWrong, "\(loginName) is no name for Kerberos: \(detail)",
                    "write it with its realm: username: robot@EXAMPLE.COM"
                )
            case .other:
                (
                    .authenticationRefused, "Kerberos does not log \(loginName) in: \(detail)",
                    "see what 'kinit' and 'klist' say for this account"
                )
            }
        return Failure(code, code == .notNow ? .again : .never, message, help: help)
    }
}
