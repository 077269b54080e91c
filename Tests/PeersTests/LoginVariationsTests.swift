import Peers
import Testing

@Suite struct `Logins and what they depend on` {
    @Test func `a server announces only what it is told to, with TLS or without`() async throws {
        let logins = try await LoginOffice.shared
        let dovecot = try await DovecotLogins.start(
            authority: logins.office.authority, relayingTo: logins.office.postfix, mechanisms: [.ntlm, .gssapi],
            offersTLS: false)
        let greeting = try #require(try await SMTPTalk(port: dovecot.port).held().first)
        #expect(greeting.contains("| AUTH NTLM |"), "\(greeting)")
        #expect(!greeting.contains("STARTTLS"))
        #expect(dovecot.mechanisms == [.ntlm])
        await dovecot.stop()
        let full = try #require(try await SMTPTalk(port: logins.dovecot.port).held().first)
        #expect(full.contains("| AUTH PLAIN LOGIN CRAM-MD5 DIGEST-MD5 NTLM GSSAPI XOAUTH2 OAUTHBEARER |"), "\(full)")
        #expect(full.contains("| STARTTLS |"))
    }

    @Test(arguments: LoginKind.withToken)
    func `a token opens until it has expired, and only its own mailbox`(mechanism: LoginKind) async throws {
        let office = try await PostOffice.shared
        let tokens = try await TokenServer.start(authority: office.authority)
        let dovecot = try await DovecotLogins.start(
            authority: office.authority, relayingTo: office.postfix, tokens: tokens, mechanisms: [mechanism])
        try await tokens.setTokenLength(2_000)
        var talk = LoginTalk(port: dovecot.port, recipient: office.newInbox().address, mechanism: mechanism)
        talk.token = try await tokens.newAccessToken()
        #expect(try await talk.heldByPython() == ["235", "250 250 250"])
        talk.user = "ivan@example.test"
        #expect(try await talk.heldByPython() == ["535 5.7.8 Authentication failed."])
        talk.user = DovecotLogins.user
        let curl = try await talk.heldByCurl()
        #expect(curl.first == "AUTH \(mechanism.rawValue)" && curl.contains("235"), "\(curl)")

        try await tokens.expireAll()
        #expect(try await talk.heldByPython() == ["535 5.7.8 Authentication failed."])
        talk.token = try await tokens.newAccessToken()
        #expect(try await talk.heldByPython().first == "235")
        let asked = try await tokens.requests().filter { $0.path == "/introspect" }
        #expect(asked.count >= 4)
        await dovecot.stop()
        await tokens.stop()
    }

    @Test func `a key table opens too, and each service has its key`() async throws {
        let logins = try await LoginOffice.shared
        var talk = LoginTalk(
            port: logins.dovecot.port, recipient: logins.office.newInbox().address, mechanism: .gssapi)
        (talk.user, talk.password) = (KerberosRealm.principal, "")
        talk.environment = [
            "KRB5_CONFIG": logins.realm.configuration, "KRB5CCNAME": "MEMORY:none",
            "KRB5_CLIENT_KTNAME": logins.realm.clientKeytab,
        ]
        #expect(try await talk.heldByCurl().contains("235"))

        let cache = try await logins.realm.ticket(password: KerberosRealm.password)
        let services = ["smtp/localhost", "imap/localhost", "HTTP/localhost"]
        let variables = ["KRB5_CONFIG=\(logins.realm.configuration)", "KRB5CCNAME=\(cache)"]
        let said = try await Tool.require("env", variables + ["kvno", "-k", logins.realm.serviceKeytab] + services)
        let lines = services.map { "\($0)@EXAMPLE.TEST: kvno = 2, keytab entry valid\n" }
        #expect(said == lines.joined())
    }

    @Test func `a wrong password gets no ticket`() async throws {
        let realm = try await KerberosRealm.shared
        await #expect {
            try await realm.ticket(password: "wrong")
        } throws: { error in
            "\(error)".contains("Password incorrect")
        }
    }

    @Test func `two realms side by side know nothing of each other`() async throws {
        let (one, other) = (try await KerberosRealm.start(), try await KerberosRealm.shared)
        let cache = try await one.ticket()
        let said = try await Tool.outcome(
            "env", ["KRB5_CONFIG=\(other.configuration)", "KRB5CCNAME=\(cache)", "kvno", "smtp/localhost"])
        #expect(!said.succeeded)
        let group = try #require(one.guardian.processGroup)
        await one.stop()
        #expect(Processes.living(inGroups: [group]) == [])
    }

    @Test func `Windows users come in one beside the other`() async throws {
        let logins = try await LoginOffice.shared
        try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 1...6 {
                group.addTask {
                    var talk = LoginTalk(
                        port: logins.dovecot.port, recipient: logins.office.newInbox().address, mechanism: .ntlm)
                    (talk.user, talk.password) = (DovecotLogins.windowsUser, DovecotLogins.windowsPassword)
                    return try await talk.heldByCurl()
                }
            }
            for try await replies in group { #expect(replies.prefix(4) == ["AUTH NTLM", "334", "334", "235"]) }
        }
    }

    @Test func `servers say which release they are`() async throws {
        #expect(try await DovecotLogins.version.wholeMatch(of: /Dovecot 2\.[0-9.]+/) != nil)
        #expect(try await Dovecot.version == DovecotLogins.version)
        #expect(try await CyrusLogins.version.wholeMatch(of: /Cyrus SASL 2\.[0-9.]+/) != nil)
        #expect(try await KerberosRealm.version.wholeMatch(of: /MIT Kerberos 1\.[0-9.]+/) != nil)
    }
}
