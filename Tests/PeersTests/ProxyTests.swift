import Peers
import Testing

@Suite struct `Proxies lead to a mail server, and show that they did` {
    @Test func `a SOCKS proxy leads by a name and by an address`() async throws {
        let server = try await AsyncMailServer.start()
        let proxy = try await SocksProxy.start()
        #expect(try await CurlMail.send(to: "smtp://localhost:\(server.port)", "-x", proxy.url) == "")
        #expect(
            try await CurlMail.send(
                to: "smtp://127.0.0.1:\(server.port)", "-x", proxy.url.replacing("socks5h", with: "socks5")) == "")
        #expect(proxy.tunnels == ["localhost:\(server.port)", "127.0.0.1:\(server.port)"])
        #expect(try server.letters().count == 2)

        #expect(
            try await CurlMail.send(to: "smtp://localhost:1", "-x", proxy.url)
                == "curl: (97) Can't complete SOCKS5 connection to localhost. (5)")
        #expect(proxy.tunnels.count == 2)
        await proxy.stop()
        await server.stop()
    }

    @Test func `a SOCKS proxy wants its password`() async throws {
        let server = try await AsyncMailServer.start()
        let proxy = try await SocksProxy.start(login: ("robot", "open-sesame"))
        let address = "smtp://localhost:\(server.port)"
        #expect(
            try await CurlMail.send(to: address, "-x", proxy.url)
                == "curl: (97) No authentication method was acceptable.")
        #expect(
            try await CurlMail.send(to: address, "-x", proxy.url, "--proxy-user", "robot:wrong")
                == "curl: (97) User was rejected by the SOCKS5 server (1 2).")
        #expect(proxy.tunnels == [])
        #expect(try await CurlMail.send(to: address, "-x", proxy.url, "--proxy-user", "robot:open-sesame") == "")
        #expect(proxy.tunnels == ["localhost:\(server.port)"])
        await proxy.stop()
        await server.stop()
    }

    @Test func `an HTTP proxy leads anywhere, with its password only`() async throws {
        let server = try await AsyncMailServer.start { $0.host = "::1" }
        let open = try await HTTPProxy.start()
        let closed = try await HTTPProxy.start(login: ("robot", "open-sesame"))
        let address = "smtp://[::1]:\(server.port)"
        #expect(try await CurlMail.send(to: address, "-p", "-x", open.url) == "")
        #expect(open.tunnels == ["::1"] && open.requests == ["[::1]:\(server.port)"])
        #expect(
            try await CurlMail.send(to: address, "-p", "-x", closed.url)
                == "curl: (56) CONNECT tunnel failed, response 407")
        // QUIRK: by RFC 9110 section 15.5.8 a wrong password is 407 too.
        #expect(
            try await CurlMail.send(to: address, "-p", "-x", closed.url, "--proxy-user", "robot:wrong")
                == "curl: (56) CONNECT tunnel failed, response 401")
        #expect(closed.tunnels == [])
        #expect(try await CurlMail.send(to: address, "-p", "-x", closed.url, "--proxy-user", "robot:open-sesame") == "")
        #expect(closed.tunnels == ["::1"])
        #expect(try server.letters().count == 2)
        for proxy in [open, closed] { await proxy.stop() }
        await server.stop()
    }

    @Test func `an HTTP proxy may know one port only`() async throws {
        let server = try await AsyncMailServer.start()
        let proxy = try await HTTPProxy.start(ports: [443])
        #expect(
            try await CurlMail.send(to: "smtp://localhost:\(server.port)", "-p", "-x", proxy.url)
                == "curl: (56) CONNECT tunnel failed, response 403")
        #expect(proxy.tunnels == [])
        await proxy.stop()
        await server.stop()
    }

    @Test func `they say what they are`() async throws {
        #expect(try await SocksProxy.version.wholeMatch(of: /microsocks \d+(\.\d+)+/) != nil)
        #expect(try await HTTPProxy.version.wholeMatch(of: /tinyproxy \d+(\.\d+)+/) != nil)
        #expect(try await Postfix.version.wholeMatch(of: /Postfix \d+(\.\d+)+/) != nil)
        #expect(try await Sink.version.wholeMatch(of: /smtp-sink \d+(\.\d+)+/) != nil)
    }
}
