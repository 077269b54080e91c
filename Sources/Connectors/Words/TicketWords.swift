internal import Connecting
internal import Wire

/// The words of Kerberos.
enum TicketWords {
    /// Why nobody could log in with a ticket.
    ///
    /// - Parameters:
    ///   - problem: What is the matter.
    ///   - login: Who wants to log in, in quotes.
    ///   - key: The setting that names the server: `host:` or `url:`.
    ///   - detail: Kerberos' own words.
    /// - Returns: The failure, with its remedy.
    static func failure(_ problem: TicketProblem, of login: String, at key: String, _ detail: String) -> Failure {
        let (code, message, help): (Failure.Code, String, String) =
            switch problem {
            case .none:
                (
                    .authenticationRefused, "there is no Kerberos ticket for \(login)",
                    "run kinit, or name a keytab: auth: {type: windows, keytab: …}"
                )
            case .expired:
                (
                    .authenticationRefused, "the Kerberos ticket for \(login) has expired",
                    "run kinit again, or name a keytab: auth: {type: windows, keytab: …}"
                )
            case .unreachable:
                (
                    .notNow, "no Kerberos server answers for \(login): \(detail)",
                    "check the network, and the realm in /etc/krb5.conf"
                )
            case .unknownClient:
                (
                    .authenticationRefused, "Kerberos knows no \(login): \(detail)",
                    "check username: for a slip of the pen; the realm stands behind the @"
                )
            case .closed:
                (
                    .authenticationRefused, "Kerberos lets \(login) in no more: \(detail)",
                    "ask the domain's administrator"
                )
            case .unknownService(let service):
                (
                    .authenticationRefused, "Kerberos knows no service '\(service)': \(detail)",
                    "write the server's full name as \(key), or have that service principal made"
                )
            case .skew:
                (
                    .authenticationRefused, "this machine's clock and that of Kerberos are too far apart: \(detail)",
                    "set this machine's clock"
                )
            case .notInKeytab:
                (
                    .settingsWrong, "the keytab has no key for \(login): \(detail)",
                    "check username:; 'klist -k FILE' shows whom a keytab is for"
                )
            case .staleKeytab:
                (
                    .authenticationRefused, "Kerberos refused the keytab's key for \(login): \(detail)",
                    "make the keytab anew: the account's password was changed since"
                )
            case .damagedKeytab: (.settingsWrong, "the keytab is none: \(detail)", "make the keytab anew")
            case .noRealm:
                (
                    .settingsWrong, "\(login) is no name for Kerberos: \(detail)",
                    "write it with its realm: username: robot@EXAMPLE.COM"
                )
            case .other:
                (
                    .authenticationRefused, "Kerberos does not log \(login) in: \(detail)",
                    "see what 'kinit' and 'klist' say for this account"
                )
            }
        return Failure(code, code == .notNow ? .again : .never, message, help: help)
    }
}
