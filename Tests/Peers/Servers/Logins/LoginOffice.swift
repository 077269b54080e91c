/// Every kind of login in one place: who knows the tokens and the tickets, and three mail servers that want them.
///
/// Most tests share one: `let office = try await LoginOffice.shared`. Those that change what is known (expire all
/// tokens, say) start a ``TokenServer`` and a ``DovecotLogins`` of their own.
package struct LoginOffice: Sendable {
    /// Where the letters arrive.
    package let office: PostOffice

    package let tokens: TokenServer
    package let realm: KerberosRealm

    /// A mail server that knows all kinds of login itself.
    package let dovecot: DovecotLogins

    /// A mail server that asks ``dovecot``: at ``Listener/authenticating`` and ``Listener/clearAuthenticating``.
    package let postfix: Postfix

    /// A mail server that asks ``CyrusLogins``, at the same doors, and wants passwords only.
    package let cyrusPostfix: Postfix

    private let cyrus: CyrusLogins

    private static let opening = Task { try await open() }

    /// The one that all tests of this process share.
    package static var shared: LoginOffice {
        get async throws { try await opening.value }
    }

    private static func open() async throws -> LoginOffice {
        let office = try await PostOffice.shared
        let tokens = try await TokenServer.shared
        let realm = try await KerberosRealm.shared
        let dovecot = try await DovecotLogins.start(
            authority: office.authority, relayingTo: office.postfix, tokens: tokens, realm: realm)
        let postfix = try await Postfix.start(
            authority: office.authority, deliveringTo: office.dovecot, askingAboutLogins: dovecot)
        let cyrus = try await CyrusLogins.make()
        let cyrusPostfix = try await Postfix.start(
            authority: office.authority, deliveringTo: office.dovecot, askingAboutLogins: cyrus)
        return LoginOffice(
            office: office, tokens: tokens, realm: realm, dovecot: dovecot, postfix: postfix,
            cyrusPostfix: cyrusPostfix, cyrus: cyrus)
    }
}
