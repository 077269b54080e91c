import Peers
import Testing

@Suite struct `Every kind of login` {
    /// A mail server's door.
    enum Door: String, CaseIterable, Sendable {
        case dovecot, dovecotWithSTARTTLS, dovecotWithTLS, postfix, postfixWithSTARTTLS, cyrus, cyrusWithSTARTTLS

        static let forAll = allCases.dropLast(2)
        static let forPasswords = allCases.suffix(2)
    }

    @Test(arguments: Door.forAll, LoginKind.withPassword + LoginKind.withToken)
    func `lets Python in at every door, and the letter arrives`(door: Door, mechanism: LoginKind) async throws {
        let (talk, inbox) = try await Self.talk(door, mechanism)
        #expect(try await talk.heldByPython() == ["235", "250 250 250"])
        #expect(try await inbox.letter()["Subject"] == "hello")
    }

    // QUIRK: curl (the command) takes OAUTHBEARER where it is told to take XOAUTH2; and see LoginKind.digestMD5.
    @Test(arguments: Door.forPasswords, CyrusLogins.kinds)
    func `lets curl in where Cyrus knows the passwords`(door: Door, mechanism: LoginKind) async throws {
        var (talk, inbox) = try await Self.talk(door, mechanism)
        let replies = try await talk.heldByCurl()
        #expect(replies.first == "AUTH \(mechanism.rawValue)", "\(replies)")
        #expect(replies.dropFirst().drop { $0 == "334" } == ["235", "250", "250", "354", "250"], "\(replies)")
        #expect(try await inbox.letter()["Subject"] == "hello")

        talk.password = "wrong"
        #expect(try await talk.heldByCurl().last == "535")
    }

    @Test(arguments: Door.forAll, LoginKind.allCases.filter { $0 != .xoauth2 && $0 != .digestMD5 })
    func `lets curl in at every door, and the letter arrives`(door: Door, mechanism: LoginKind) async throws {
        let (talk, inbox) = try await Self.talk(door, mechanism)
        let replies = try await talk.heldByCurl()
        #expect(replies.first == "AUTH \(mechanism.rawValue)", "\(replies)")
        #expect(replies.dropFirst().drop { $0 == "334" } == ["235", "250", "250", "354", "250"], "\(replies)")
        #expect(try await inbox.letter()["Subject"] == "hello")
    }

    @Test(arguments: [Door.dovecot, .postfix], LoginKind.allCases)
    func `refuses whoever proves nothing`(door: Door, mechanism: LoginKind) async throws {
        var (talk, _) = try await Self.talk(door, mechanism)
        talk.password = "wrong"
        talk.token = "wrong"
        talk.environment["KRB5CCNAME"] = "FILE:/absent"
        switch mechanism {
        case .gssapi:
            // Without a ticket a client has nothing to say.
            #expect(try await talk.heldByCurl().contains("235") == false)
        case .ntlm:
            #expect(try await talk.heldByCurl() == ["AUTH NTLM", "334", "334", "535"])
        default:
            let refusal = try await talk.heldByPython()
            #expect(refusal.count == 1 && refusal[0].hasPrefix("535 5.7.8 "), "\(refusal)")
        }
    }

    private static func talk(_ door: Door, _ mechanism: LoginKind) async throws -> (LoginTalk, Inbox) {
        let logins = try await LoginOffice.shared
        let inbox = logins.office.newInbox("login")
        let (port, encryption): (Int, LoginTalk.Encryption) =
            switch door {
            case .dovecot: (logins.dovecot.port, .none)
            case .dovecotWithSTARTTLS: (logins.dovecot.port, .startTLS)
            case .dovecotWithTLS: (logins.dovecot.securePort, .tls)
            case .postfix: (logins.postfix.port(.clearAuthenticating), .none)
            case .postfixWithSTARTTLS: (logins.postfix.port(.authenticating), .startTLS)
            case .cyrus: (logins.cyrusPostfix.port(.clearAuthenticating), .none)
            case .cyrusWithSTARTTLS: (logins.cyrusPostfix.port(.authenticating), .startTLS)
            }
        var talk = LoginTalk(port: port, encryption: encryption, recipient: inbox.address, mechanism: mechanism)
        talk.authority = logins.office.authority.certificate
        switch mechanism {
        case .ntlm: (talk.user, talk.password) = (DovecotLogins.windowsUser, DovecotLogins.windowsPassword)
        case .gssapi:
            (talk.user, talk.password) = (KerberosRealm.principal, "")
            talk.environment = [
                "KRB5_CONFIG": logins.realm.configuration, "KRB5CCNAME": try await logins.realm.ticket(),
            ]
        case .xoauth2, .oauthBearer: talk.token = try await logins.tokens.newAccessToken()
        default: break
        }
        return (talk, inbox)
    }
}
