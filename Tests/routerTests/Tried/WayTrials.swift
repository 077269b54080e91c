import Peers
import Testing

@Suite struct `Tried for the document: ways` {
    private static func trial(_ what: String, _ way: String, _ server: AsyncMailServer, _ settings: String = "")
        -> Trial
    {
        Trial(
            .ways, what, server: way.isEmpty ? server.version : "\(way), \(server.version)", port: server.port,
            "encryption: none\n" + settings)
    }

    @Test func `an IPv6 address`() async throws {
        let server = try await AsyncMailServer.start { $0.host = "::1" }
        var trial = Self.trial("an IPv6 address as host:", "", server)
        trial.host = "'::1'"
        let outcome = try await trial.run(to: "ivan@example.test")
        #expect(outcome.status == 0, "\(outcome.told)")
        #expect(try server.sessions().map(\.from) == ["::1"])
        await server.stop()
    }

    @Test(arguments: [
        ("127.0.0.1", ["127.0.0.2", "127.0.0.1"]), ("::1", ["127.0.0.2", "::1"]), ("127.0.0.1", ["::1", "127.0.0.1"]),
    ])
    func `a name whose first address is dead`(live: String, addresses: [String]) async throws {
        let server = try await AsyncMailServer.start { $0.host = live }
        let hosts = try Hosts(["mail.example.com": addresses])
        var trial = Self.trial(
            "a name with the addresses \(addresses[0]) (dead) and \(addresses[1])", "", server)
        trial.host = "mail.example.com"
        trial.names = ["mail.example.com:\(server.port)": "mail.example.com:587"]
        trial.environment = hosts.environment
        let outcome = try await trial.run(to: "ivan@example.test")
        #expect(outcome.status == 0, "\(outcome.told)")
        #expect(try server.letters().count == 1)
        await hosts.stop()
        await server.stop()
    }

    @Test func `a name that nobody knows`() async throws {
        var trial = Trial(.ways, "a name that does not exist", server: "this machine's name service", port: 587, "")
        trial.host = "mail.invalid"
        let outcome = try await trial.run()
        #expect(outcome.status == 75 && outcome.stderr.hasPrefix("error[host-not-found]"), "\(outcome.told)")
    }

    @Test func `a SOCKS proxy`() async throws {
        let server = try await AsyncMailServer.start()
        let open = try await SocksProxy.start()
        var trial = Self.trial(
            "a SOCKS5 proxy that looks names up", try await SocksProxy.version, server, "proxy: \(open.url)\n")
        #expect(try await trial.run(to: "ivan@example.test").status == 0)
        trial = Self.trial(
            "a SOCKS5 proxy that gets an address", try await SocksProxy.version, server,
            "proxy: socks5://127.0.0.1:\(open.port)\n")
        #expect(try await trial.run(to: "ivan@example.test").status == 0)
        #expect(open.tunnels == ["localhost:\(server.port)", "127.0.0.1:\(server.port)"])

        let closed = try await SocksProxy.start(login: ("robot", Dovecot.password))
        let proxy = "proxy: \"socks5h://robot:${env:DESK_PASSWORD}@127.0.0.1:\(closed.port)\"\n"
        trial = Self.trial("a SOCKS5 proxy with a login", try await SocksProxy.version, server, proxy)
        #expect(try await trial.run(to: "ivan@example.test").status == 0)
        #expect(closed.tunnels == ["localhost:\(server.port)"])
        #expect(try server.letters().count == 3)
        trial = Self.trial("a SOCKS5 proxy that refuses the login", try await SocksProxy.version, server, proxy)
        try await Self.refused(&trial, closed.port)
        trial = Self.trial(
            "a SOCKS5 proxy that wants a login", try await SocksProxy.version, server, "proxy: \(closed.url)\n")
        try await Self.refused(&trial, closed.port)
        for proxy in [open, closed] { await proxy.stop() }
        await server.stop()
    }

    @Test func `an HTTP proxy`() async throws {
        let server = try await AsyncMailServer.start()
        let open = try await HTTPProxy.start()
        var trial = Self.trial("an HTTP proxy", try await HTTPProxy.version, server, "proxy: \(open.url)\n")
        #expect(try await trial.run(to: "ivan@example.test").status == 0)
        #expect(open.tunnels == ["localhost"])

        let closed = try await HTTPProxy.start(login: ("robot", Dovecot.password))
        let proxy = "proxy: \"http://robot:${env:DESK_PASSWORD}@127.0.0.1:\(closed.port)\"\n"
        trial = Self.trial("an HTTP proxy with a login", try await HTTPProxy.version, server, proxy)
        #expect(try await trial.run(to: "ivan@example.test").status == 0)
        #expect(closed.tunnels == ["localhost"])
        #expect(try server.letters().count == 2)
        trial = Self.trial("an HTTP proxy that refuses the login", try await HTTPProxy.version, server, proxy)
        try await Self.refused(&trial, closed.port)
        trial = Self.trial(
            "an HTTP proxy that wants a login", try await HTTPProxy.version, server, "proxy: \(closed.url)\n")
        try await Self.refused(&trial, closed.port)

        let narrow = try await HTTPProxy.start(ports: [443])
        trial = Self.trial(
            "an HTTP proxy that leads to port 443 only", try await HTTPProxy.version, server, "proxy: \(narrow.url)\n")
        try await Self.refused(&trial, narrow.port)
        for proxy in [open, closed, narrow] { await proxy.stop() }
        await server.stop()
    }

    @Test func `a server that the proxy does not reach`() async throws {
        let server = try await AsyncMailServer.start()
        await server.stop()
        let socks = try await SocksProxy.start()
        var trial = Self.trial(
            "a SOCKS5 proxy that does not reach the server", try await SocksProxy.version, server,
            "proxy: \(socks.url)\n")
        try await Self.refused(&trial, socks.port)
        let http = try await HTTPProxy.start()
        trial = Self.trial(
            "an HTTP proxy that does not reach the server", try await HTTPProxy.version, server,
            "proxy: \(http.url)\n")
        try await Self.refused(&trial, http.port)
        await socks.stop()
        await http.stop()
        // Nobody listens there any more.
        for url in [socks.url, http.url] {
            let scheme = url.hasPrefix("http") ? "HTTP" : "SOCKS5"
            var down = Trial(
                .ways, "a \(scheme) proxy that is down".replacing("a HTTP", with: "an HTTP"), server: "nobody",
                port: server.port, "encryption: none\nproxy: \(url)\n")
            try await Self.refused(&down, url == http.url ? http.port : socks.port)
        }
    }

    private static func refused(_ trial: inout Trial, _ proxyPort: Int) async throws {
        trial.names = [
            "127.0.0.1:\(proxyPort)": "proxy.example.com:1080",
            "127.0.0.1 port \(proxyPort)": "proxy.example.com port 1080",
        ]
        if trial.what.contains("refuses") {
            trial.environment = ["DESK_PASSWORD": "hunter2"]
        }
        let outcome = try await trial.run()
        #expect(outcome.status != 0, "\(trial.what): \(outcome.told)")
        #expect(!outcome.told.contains("hunter2") && !outcome.told.contains(Dovecot.password))
    }
}
