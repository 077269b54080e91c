internal import Connecting
internal import Wire

/// The words of Kerberos.
extension ServerWords {
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
