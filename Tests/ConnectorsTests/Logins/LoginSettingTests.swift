import Connecting
import Diagnostics
import Settings
import Testing
import Wire

@testable import Connectors

@Suite struct LoginSettingTests {
    private func login(_ auth: String, environment: [String: String] = [:]) throws -> Login? {
        let connection = try ReadConnection("host: mail.example.com\nauth: \(auth)", environment: environment)
        #expect(connection.said == [])
        let credentials = connection.reading[SMTPFields.auth].credentials(
            in: .init(connection: "mail", folder: "/work"), proxy: nil)
        guard case .fixed(let login) = credentials else { return nil }
        return login
    }

    @Test(
        arguments: [
            ("{type: windows, domain: CORP, username: robot, password: \"${env:P}\"}", #"CORP\robot"#, nil),
            ("{type: windows, username: 'CORP\\robot', password: \"${env:P}\"}", #"CORP\robot"#, nil),
            (
                "{type: windows, username: robot@corp.example, password: \"${env:P}\"}", "robot@corp.example",
                "robot@CORP.EXAMPLE"
            ),
            (
                "{type: windows, domain: corp.example, username: robot, password: \"${env:P}\"}",
                #"corp.example\robot"#,
                "robot@CORP.EXAMPLE"
            ),
            (
                "{type: windows, domain: CORP, username: 'corp\\robot', password: \"${env:P}\"}", #"corp\robot"#, nil
            ),
            ("{type: windows, username: robot@EXAMPLE.TEST}", "robot@EXAMPLE.TEST", "robot@EXAMPLE.TEST"),
        ] as [(String, String, String?)])
    func `a Windows account has one name for NTLM and one for Kerberos`(
        _ auth: String, _ username: String, _ principal: String?
    ) throws {
        let login = try #require(try login(auth))
        #expect(login.username == username)
        guard case .windows(let password, let tickets) = login.proof else {
            Issue.record("not a Windows login")
            return
        }
        #expect((password != nil) == auth.contains("password"))
        #expect(tickets?.principal == principal)
        #expect(tickets?.keytab == nil)
    }

    @Test func `a keytab is relative to the workspace`() throws {
        let connection = try ReadConnection(
            "host: mail.example.com\nauth: {type: windows, username: robot@EXAMPLE.TEST, keytab: secrets/robot.keytab}")
        #expect(
            connection.said == [
                "error: the file 'secrets/robot.keytab' does not exist (check the path: it is relative to the workspace)"
            ])
        guard
            case .fixed(let login) = connection.reading[SMTPFields.auth].credentials(
                in: .init(connection: "mail", folder: "/work"), proxy: nil), case .windows(_, let tickets) = login.proof
        else {
            Issue.record("not a Windows login")
            return
        }
        #expect(tickets?.keytab == "/work/secrets/robot.keytab")
    }

    @Test(
        arguments: [
            (
                "{type: windows, domain: CORP, username: robot}",
                "error: a Kerberos ticket is for a name with its realm (write 'username: robot@EXAMPLE.COM' or a password)"
            ),
            (
                "{type: windows, domain: CORP, username: robot, password: \"${env:P}\", keytab: k}",
                "error: a Kerberos ticket is for a name with its realm (write 'username: robot@EXAMPLE.COM')"
            ),
            (
                "{type: windows, domain: CORP, username: 'OTHER\\robot', password: \"${env:P}\"}",
                "error: 'username' names a domain already (delete 'domain', or write the name alone: username: robot)"
            ),
            (
                "{type: windows, username: robot@corp.example, password: \"${env:CYRILLIC}\"}",
                """
                error: the password has other than ASCII letters, digits and signs, and NTLM of libcurl takes no others \
                (give the account another password, or log in with Kerberos: keytab: instead of password:)
                """
            ),
            (
                "{type: windows, domain: CORP, password: \"${env:P}\"}",
                """
                error: auth needs the key 'username' (add 'username:': who logs in: robot beside 'domain', CORP\\robot, or \
                robot@EXAMPLE.COM)
                """
            ),
            (
                "{username: robot, password: \"${env:P}\", mechanism: CRAM-MD}",
                "error: 'CRAM-MD' is not a mechanism of a basic login (did you mean 'CRAM-MD5'?)"
            ),
            (
                "{username: robot, password: \"${env:P}\", mechanism: plain}",
                "error: 'plain' is not a mechanism of a basic login (did you mean 'PLAIN'?)"
            ),
            (
                "{username: robot, password: \"${env:P}\", mechanism: NTLM}",
                """
                error: 'NTLM' is not a mechanism of a basic login (write {type: windows, …}: NTLM and Kerberos are its own)
                """
            ),
            (
                "{username: robot, password: \"${env:P}\", mechanism: XOAUTH2}",
                "error: 'XOAUTH2' is not a mechanism of a basic login (write {type: oauth2, …}: tokens are its own)"
            ),
            (
                "{username: robot, password: \"${env:P}\", mechanism: SCRAM-SHA-256}",
                """
                error: 'SCRAM-SHA-256' is not a mechanism of a basic login (libcurl does not speak it; write one of: PLAIN, \
                LOGIN, CRAM-MD5, DIGEST-MD5, EXTERNAL)
                """
            ),
            (
                "{username: robot, password: \"${env:P}\", mechanism: EXTERNAL}",
                """
                error: EXTERNAL logs in with the certificate of 'tls:', and a password has no part in it (delete \
                'password', or 'mechanism')
                """
            ),
            (
                "{mechanism: EXTERNAL}",
                """
                error: EXTERNAL logs in with a certificate, and none is named (add 'tls: {certificate: robot.pem, key: \
                robot.key}')
                """
            ),
            (
                "{username: robot}",
                """
                error: a log-in needs 'username' and 'password' (write {type: basic, username: robot, password: \
                "${env:SMTP_PASSWORD}"})
                """
            ),
            (
                "{type: window, username: robot}",
                "error: 'window' is not a way to log in (did you mean 'windows'?)"
            ),
        ])
    func `what a login lacks or mixes up is said`(_ auth: String, _ said: String) throws {
        let connection = try ReadConnection(
            "host: mail.example.com\nauth: \(auth)", environment: ["CYRILLIC": "пароль"])
        #expect(connection.said == [said])
    }

    @Test(arguments: ["PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5"])
    func `a mechanism is pinned`(_ mechanism: String) throws {
        let login = try login("{username: robot, password: \"${env:P}\", mechanism: \(mechanism)}")
        #expect(login?.mechanism == mechanism)
    }
}
