import Connecting
import Testing
import Wire

@testable import Connectors

@Suite struct ProviderTests {
    @Test(
        arguments: [
            ("yandex", "smtp.yandex.ru:465 (ssl)"), ("mailru", "smtp.mail.ru:465 (ssl)"),
            ("mail.ru", "smtp.mail.ru:465 (ssl)"), ("gmail", "smtp.gmail.com:465 (ssl)"),
            ("google", "smtp.gmail.com:465 (ssl)"), ("microsoft", "smtp.office365.com:587 (tls)"),
            ("outlook", "smtp-mail.outlook.com:587 (tls)"), ("icloud", "smtp.mail.me.com:587 (tls)"),
            ("yahoo", "smtp.mail.yahoo.com:465 (ssl)"), ("fastmail", "smtp.fastmail.com:465 (ssl)"),
            ("gmx", "mail.gmx.net:465 (ssl)"), ("zoho", "smtp.zoho.com:465 (ssl)"),
            ("rambler", "smtp.rambler.ru:465 (ssl)"), ("Yandex", "smtp.yandex.ru:465 (ssl)"),
        ])
    func `a provider stands for host, port and encryption`(_ name: String, _ place: String) throws {
        let connection = try ReadConnection("provider: \(name)")
        #expect(connection.said == [])
        #expect(try connection.place() == place)
    }

    @Test(
        arguments: [
            ("port: 587", "smtp.yandex.ru:587 (tls)"), ("encryption: tls", "smtp.yandex.ru:587 (tls)"),
            ("port: 465", "smtp.yandex.ru:465 (ssl)"), ("host: relay.example.com", "relay.example.com:465 (ssl)"),
            ("port: 2465\nencryption: ssl", "smtp.yandex.ru:2465 (ssl)"),
            ("host: ::1\nport: 25\nencryption: none", "::1:25 (none)"),
        ])
    func `a key beside the provider overrules it, and is not complained of`(_ lines: String, _ place: String) throws {
        let connection = try ReadConnection("provider: yandex\n\(lines)")
        #expect(connection.said == [])
        #expect(try connection.place() == place)
    }

    @Test(
        arguments: [
            (
                "port: 587",
                "error: smtp needs the key 'host', or 'provider' (write 'host: smtp.example.com' or 'provider: gmail')"
            ),
            ("provider: yandx", "error: 'yandx' is not a provider that router knows (did you mean 'yandex'?)"),
            (
                "provider: posteo",
                """
                error: 'posteo' is not a provider that router knows (write host:, port: and encryption: instead, or one of: \
                yandex, mailru, gmail, microsoft, outlook, icloud, yahoo, aol, fastmail, gmx, zoho, rambler, mailbox.org)
                """
            ),
        ])
    func `without host and provider, or with one that nobody knows, that is said`(_ lines: String, _ said: String)
        throws
    {
        #expect(try ReadConnection(lines).said == [said])
    }

    @Test func `names are unique, and each hint is a sentence without a full stop`() {
        #expect(Set(Provider.allNames).count == Provider.allNames.count)
        for provider in Provider.table {
            #expect(!provider.hint.hasSuffix(".") && provider.hint.count > 20)
            for server in [provider.smtp, provider.imap] {
                #expect((server.port == 465 || server.port == 993) == (server.encryption == .ssl))
            }
            #expect(Provider.owning(provider.smtp.host) == provider)
        }
    }

    @Test(
        arguments: [
            ("SMTP.Yandex.RU", "yandex"), ("smtp.googlemail.com", "gmail"), ("smtp.office365.com", "microsoft"),
            ("example-com.mail.protection.outlook.com", "microsoft"), ("smtp.yandex.ru.example.com", nil),
            ("mail.example.com", nil),
        ] as [(String, String?)])
    func `a server's name tells its provider`(_ host: String, _ name: String?) {
        #expect(Provider.owning(host)?.names.first == name)
    }
}
