/// Why there is no Kerberos ticket that would do.
package enum TicketProblem: Hashable, Sendable {
    /// Nobody has run kinit, or for somebody else.
    case none
    case expired
    /// No centre answers for the realm, or none is known.
    case unreachable
    /// The centre does not know who wants to log in.
    case unknownClient
    /// The centre has closed the account, or its password has run out.
    case closed
    /// The centre knows no such service: `smtp/mail.example.com@EXAMPLE.COM`.
    case unknownService(String)
    /// The clocks of this machine and of the centre are too far apart.
    case skew
    /// The keytab has no key for who wants to log in.
    case notInKeytab
    /// The keytab's key is not the account's any more.
    case staleKeytab
    /// The file is no keytab.
    case damagedKeytab
    /// The name has no realm, and this machine has none that is usual.
    case noRealm
    /// Anything else, in Kerberos' own words.
    case other
}
