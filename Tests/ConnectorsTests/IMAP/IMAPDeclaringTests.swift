import Connecting
import Diagnostics
import Settings
import Testing
import Wire

@testable import Connectors

@Suite struct IMAPDeclaringTests {
    private func read(_ lines: String) throws -> (reading: Reading, findings: Findings) {
        let source = Source(path: "connections/desk.yaml", text: "kind: imap\n\(lines)\n")
        var reader = Reader(Substitutions(environment: { _ in "value" }, file: { _ in "value" }))
        let node = try #require(YAMLReader.read(source, &reader.findings))
        let reading = try #require(IMAPConnector.kind.shape.read(node, &reader))
        if reading.isWhole { IMAPConnector.check(reading, &reader.findings) }
        return (reading, reader.findings)
    }

    @Test(
        arguments: [
            ("host: imap.example.com", "imap.example.com:993 (ssl)"),
            ("host: imap.example.com\nport: 143", "imap.example.com:143 (tls)"),
            ("host: imap.example.com\nencryption: tls", "imap.example.com:143 (tls)"),
            ("provider: yandex", "imap.yandex.ru:993 (ssl)"),
            ("provider: microsoft", "outlook.office365.com:993 (ssl)"),
            ("provider: gmail\nhost: imap.example.com", "imap.example.com:993 (ssl)"),
        ])
    func `where the mailbox is follows from few keys`(_ lines: String, _ place: String) throws {
        let (reading, findings) = try read(lines)
        #expect(findings.isEmpty)
        let connector = IMAPConnector(reading, in: Surroundings(connection: "desk", folder: "/nowhere"))
        #expect(connector.place == place)
    }

    @Test(
        arguments: [
            (
                "host: imaps://imap.example.com", "a mail server's name has no scheme",
                "write 'host: imap.example.com'; 'encryption:' says ssl or tls"
            ),
            ("host: \"\"", "'' is not a server's name", "write it as imap.example.com"),
            (
                "host: imap.example.com\nport: 993\nencryption: tls", "port 993 is for encryption from the first byte",
                "write 'encryption: ssl', or port 143"
            ),
            (
                "host: imap.example.com\nport: 143\nencryption: ssl", "encryption from the first byte is for port 993",
                "write 'encryption: tls', or port 993"
            ),
            (
                "host: imap.example.com\nport: 465", "port 465 is not for IMAP",
                "write port 993 with encryption: ssl, or 143 with encryption: tls"
            ),
            (
                "host: imap.example.com\npoll-interval: 0s", "letters can't be looked for without a pause",
                "write 'poll-interval: 1m'"
            ),
            (
                "host: imap.example.com\nencryption: none\nauth: {username: desk, password: \"${env:P}\"}",
                "the password goes over the network in clear text", "write 'encryption: tls' or 'ssl'"
            ),
            (
                "host: imap.example.com\nmailbox: desk@example.com\nauth: {username: desk, password: \"${env:P}\"}",
                "another mailbox than the login's is opened with a token, and this login has none",
                "write auth: {type: oauth2, …}; or log in as the mailbox itself"
            ),
        ])
    func `what does not go together is told`(_ lines: String, _ message: String, _ help: String) throws {
        let (_, findings) = try read(lines)
        #expect(findings.sorted.map(\.message) == [message])
        #expect(findings.sorted.map(\.help) == [help])
    }

    @Test func `a shared mailbox is opened with the login's token`() throws {
        let (reading, findings) = try read(
            """
            provider: microsoft
            mailbox: desk@example.com
            auth: {type: oauth2, provider: microsoft, client-id: x, grant: device-code, username: ivan@example.com}
            """)
        #expect(findings.isEmpty)
        let connector = IMAPConnector(reading, in: Surroundings(connection: "desk", folder: "/nowhere"))
        #expect(connector.mailbox == "desk@example.com on outlook.office365.com")
    }

    @Test(
        arguments: [
            (OAuth2Provider.microsoft, ["https://outlook.office.com/IMAP.AccessAsUser.All", "offline_access"]),
            (.google, ["https://mail.google.com/"]), (.yandex, ["mail:imap_full"]),
        ])
    func `a token is asked for what reading needs`(_ provider: OAuth2Provider, _ scopes: [String]) {
        #expect(provider.scopes(for: .deviceCode, .imap) == scopes)
    }
}
