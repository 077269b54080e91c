import Peers
import Testing

@Suite struct `How a connection says where its server is, and who logs in` {
    private static func connection(_ lines: String) throws -> TemporaryWorkspace {
        try TemporaryWorkspace.of([
            "router.yaml": "",
            "connections/mail.yaml":
                "kind: smtp\ndescription: Our mail\n\(lines)\nsender: {address: robot@example.com}\n",
        ])
    }

    @Test(arguments: [
        ("provider: yandex", "smtp.yandex.ru:465 (ssl)"), ("host: mail.example.com", "mail.example.com:587 (tls)"),
        ("host: mail.example.com\nencryption: none", "mail.example.com:25 (none)"),
        ("host: mail.example.com\nencryption: ssl", "mail.example.com:465 (ssl)"),
        ("provider: gmail\nport: 587", "smtp.gmail.com:587 (tls)"),
    ])
    func `list and show tell what is reached`(lines: String, place: String) async throws {
        let workspace = try Self.connection(lines)
        let listed = try await workspace.router("list")
        #expect(listed.stdout.contains("mail  smtp \(place)  "), "\(listed.told)")
        #expect(try await workspace.router("list", "--json").json.connections[0].place == .text(place))
        let shown = try await workspace.router("show", "mail")
        #expect(shown.stdout.contains("\n  reaches \(place)\n"), "\(shown.told)")
        #expect(try await workspace.router("show", "mail", "--json").json.place == .text(place))
        #expect(try await workspace.router("check").status == 0)
    }

    @Test(arguments: [
        (
            "port: 587", "smtp needs the key 'host', or 'provider'",
            "write 'host: smtp.example.com' or 'provider: gmail'"
        ),
        ("provider: yandx", "'yandx' is not a provider that router knows", "did you mean 'yandex'?"),
        (
            "host: smtp://mail.example.com", "a mail server's name has no scheme",
            "write 'host: mail.example.com'; 'encryption:' says ssl or tls"
        ),
        (
            "host: mail.example.com\nproxy: gopher://proxy:70", "the proxy's scheme is none that router speaks",
            "write one of: socks5h, socks5, http, https"
        ),
        (
            "host: mail.example.com\nauth: {type: windows, domain: CORP, username: robot}",
            "a Kerberos ticket is for a name with its realm", "write 'username: robot@EXAMPLE.COM' or a password"
        ),
    ])
    func `what can't be is told with its remedy`(lines: String, message: String, help: String) async throws {
        let outcome = try await Self.connection(lines).router("check")
        #expect(outcome.status == 78)
        #expect(
            outcome.stderr.contains("]: \(message)\n") && outcome.stderr.contains("\n  help: \(help)\n"),
            "\(outcome.told)")
    }

    @Test func `a proxy's password is never shown`() async throws {
        let workspace = try Self.connection("host: mail.invalid\nproxy: http://robot:hunter22@127.0.0.1:1")
        for arguments in [["check"], ["list"], ["show", "mail"], ["show", "mail", "--json"], ["test", "mail"]] {
            let outcome = try await Program.run(arguments, in: workspace.folder)
            #expect(!outcome.told.contains("hunter22"), "\(outcome.told)")
        }
        let checked = try await workspace.router("check")
        #expect(checked.stderr.contains("warning[literal-secret]: a secret stands in the file"), "\(checked.told)")
    }
}
