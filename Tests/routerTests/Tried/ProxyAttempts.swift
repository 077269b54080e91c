import Peers
import Testing

@Suite struct `Through a proxy, and what it does not do is told apart` {
    private func attempt(
        _ server: String, _ proxy: String, port: Int, to mail: Int, host: String = "localhost", tls: String = "",
        environment: [String: String] = [:]
    ) -> Attempt {
        Attempt(
            section: .ways, server: server,
            settings: """
                host: "\(host)"
                port: \(mail)
                encryption: \(tls.isEmpty ? "none" : "tls\ntls: {ca: \(tls)}")
                timeout: 20s
                proxy: "\(proxy)"
                """, environment: environment,
            names: [
                "127.0.0.1:\(port)": "proxy.example.com:1080", "127.0.0.1 port \(port)": "proxy.example.com port 1080",
                "allow port \(mail)": "allow port 587",
            ])
    }

    @Test func `SOCKS leads to the server, and TLS runs through it to the server itself`() async throws {
        let office = try await PostOffice.shared
        let proxy = try await SocksProxy.start()
        let mail = office.postfix.port(.plain)
        let version = try await SocksProxy.version
        for scheme in ["socks5h", "socks5"] {
            let result = try await attempt(
                version, "\(scheme)://127.0.0.1:\(proxy.port)", port: proxy.port, to: mail,
                tls: office.authority.certificate
            ).noted("STARTTLS through \(scheme)://")
            #expect(result.status == 0, "\(result.says)")
        }
        #expect(proxy.tunnels.first == "localhost:\(mail)")
        #expect(proxy.tunnels.last != "localhost:\(mail)" && proxy.tunnels.count == 2, "\(proxy.tunnels)")
        let bad = try await attempt(
            version, "socks5h://127.0.0.1:\(proxy.port)", port: proxy.port, to: office.postfix.port(.expired),
            tls: office.authority.certificate
        ).noted("an expired certificate behind a proxy")
        #expect(bad.status == 75)
        #expect(
            bad.says.hasPrefix("error[certificate-refused]: the certificate of mail.example.com:587 has expired"),
            "\(bad.says)")
        let closed = try await attempt(
            version, "socks5h://127.0.0.1:\(proxy.port)", port: proxy.port, to: 1
        ).result()
        #expect(closed.status == 75)
        #expect(
            closed.says
                == Attempt.error(
                    "proxy-refused",
                    """
                    the proxy proxy.example.com:1080 can't reach mail.example.com:587: Can't complete SOCKS5 connection to \
                    mail.example.com. (5)
                    """, "check host: and port:, and ask the proxy's operator which ports it may use"))
        await proxy.stop()
    }

    @Test func `SOCKS with a login`() async throws {
        let office = try await PostOffice.shared
        let proxy = try await SocksProxy.start(login: ("robot", "open:se/s@me"))
        let mail = office.postfix.port(.plain)
        let version = try await SocksProxy.version
        func tried(_ login: String, _ password: String) -> Attempt {
            attempt(
                version, "socks5h://\(login)127.0.0.1:\(proxy.port)", port: proxy.port, to: mail,
                environment: ["P": password])
        }
        let right = try await tried("robot:${env:P}@", "open:se/s@me").result()
        #expect(right.status == 0, "\(right.says)")
        let wrong = try await tried("robot:${env:P}@", "hunter22").result()
        #expect(wrong.status == 77)
        #expect(
            wrong.says
                == Attempt.error(
                    "authentication-refused",
                    """
                    the proxy proxy.example.com:1080 refused the login 'robot': User was rejected by the SOCKS5 server (1 2).
                    """, "check the name and the password in proxy:"))
        let none = try await tried("", "").result()
        #expect(none.status == 77)
        #expect(
            none.says
                == Attempt.error(
                    "authentication-refused",
                    "the proxy proxy.example.com:1080 wants a login: No authentication method was acceptable.",
                    "write it into proxy: socks5h://robot:${env:PROXY_PASSWORD}@proxy.example.com:1080"))
        #expect(proxy.tunnels.count == 1)
        await proxy.stop()
    }

    @Test func `HTTP leads to the server, with its login and its rules`() async throws {
        let office = try await PostOffice.shared
        let mail = office.postfix.port(.plain)
        let version = try await HTTPProxy.version
        let open = try await HTTPProxy.start()
        let result = try await attempt(
            version, open.url, port: open.port, to: mail, tls: office.authority.certificate
        ).noted("STARTTLS through http://")
        #expect(result.status == 0, "\(result.says)")
        #expect(open.requests == ["localhost:\(mail)"])
        let closed = try await attempt(version, open.url, port: open.port, to: 1).result()
        #expect(closed.status == 75)
        #expect(
            closed.says.hasPrefix(
                "error[proxy-refused]: the proxy proxy.example.com:1080 can't reach mail.example.com:587: "),
            "\(closed.says)")
        await open.stop()

        let ruled = try await HTTPProxy.start(ports: [443])
        let forbidden = try await attempt(version, ruled.url, port: ruled.port, to: mail).result()
        #expect(forbidden.status == 75)
        #expect(
            forbidden.says.hasPrefix(
                "error[proxy-refused]: the proxy proxy.example.com:1080 lets nobody through to mail.example.com:587: "),
            "\(forbidden.says)")
        await ruled.stop()

        let locked = try await HTTPProxy.start(login: ("robot", "open-sesame"))
        func tried(_ login: String, _ password: String) -> Attempt {
            attempt(
                version, "http://\(login)127.0.0.1:\(locked.port)", port: locked.port, to: mail,
                environment: ["P": password])
        }
        let right = try await tried("robot:${env:P}@", "open-sesame").result()
        #expect(right.status == 0, "\(right.says)")
        let none = try await tried("", "").result()
        #expect(none.status == 77)
        #expect(
            none.says
                == Attempt.error(
                    "authentication-refused",
                    "the proxy proxy.example.com:1080 wants a login: CONNECT tunnel failed, response 407",
                    "write it into proxy: http://robot:${env:PROXY_PASSWORD}@proxy.example.com:1080"))
        let wrong = try await tried("robot:${env:P}@", "hunter22").result()
        #expect(wrong.status == 77)
        #expect(
            wrong.says
                == Attempt.error(
                    "authentication-refused",
                    "the proxy proxy.example.com:1080 refused the login 'robot': CONNECT tunnel failed, response 401",
                    "check the name and the password in proxy:"))
        await locked.stop()
    }

    @Test func `a proxy that is not there, or is none`() async throws {
        let office = try await PostOffice.shared
        let mail = office.postfix.port(.plain)
        let free = 1
        let closed = try await attempt("nobody", "socks5h://127.0.0.1:\(free)", port: free, to: mail).result()
        #expect(closed.status == 75)
        #expect(
            closed.says.hasPrefix("error[proxy-refused]: the proxy proxy.example.com:1080 takes no connections: "),
            "\(closed.says)")
        let lost = try await attempt("nobody", "http://proxy.invalid:3128", port: 3128, to: mail).noted(
            "a proxy that is not found")
        #expect(lost.status == 75)
        #expect(
            lost.says
                == Attempt.error(
                    "proxy-refused", "the proxy proxy.invalid:3128 is not found", "check proxy: for a slip of the pen"))
        let other = try await attempt(
            try await Postfix.version, "socks5h://127.0.0.1:\(mail)", port: mail, to: mail, host: "mail.example.test"
        ).noted("a proxy that is a mail server")
        #expect(other.status == 75)
        #expect(
            other.says.hasPrefix(
                "error[proxy-refused]: the proxy proxy.example.com:1080 does not talk as socks5h:// does: "),
            "\(other.says)")
    }
}
