import Diagnostics
import Settings
import Testing
import Wire

@testable import Connectors

@Suite struct ProxySettingTests {
    private static let remedy = "write it as socks5h://proxy.example.com:1080 or http://proxy.example.com:3128"

    @Test(
        arguments: [
            ("socks5h://proxy:1080", Proxy(.socks5h, host: "proxy", port: 1080)),
            ("socks5://10.0.0.1:1080/", Proxy(.socks5, host: "10.0.0.1", port: 1080)),
            ("HTTPS://[::1]:3128", Proxy(.https, host: "[::1]", port: 3128)),
            ("http://robot@proxy:3128", Proxy(.http, host: "proxy", port: 3128, username: "robot")),
            (
                "http://CORP%5Crobot:${env:P}@proxy:3128",
                Proxy(.http, host: "proxy", port: 3128, username: #"CORP\robot"#, password: Secret("p@ss:w/ord%"))
            ),
        ])
    func `a proxy is read`(_ text: String, _ proxy: Proxy) throws {
        let connection = try ReadConnection(
            "host: mail.example.com\nproxy: \"\(text)\"", environment: ["P": "p@ss:w/ord%"])
        #expect(connection.said == [])
        #expect(connection.reading[SMTPFields.proxy]?.proxy == proxy)
    }

    @Test(
        arguments: [
            ("proxy:1080", "the proxy has no scheme", remedy),
            ("socks4://proxy:1080", "the proxy's scheme is none that router speaks", "did you mean 'socks5'?"),
            (
                "ftp://proxy:21", "the proxy's scheme is none that router speaks",
                "write one of: socks5h, socks5, http, https"
            ),
            ("http://proxy", "the proxy has no port", remedy), ("http://[::1]", "the proxy has no port", remedy),
            ("http://proxy:99999", "the proxy's port is not a number from 1 to 65535", remedy),
            ("http://:8080", "the proxy's host is not a server's name", remedy),
            ("http://a b:8080", "the proxy's host is not a server's name", remedy),
            ("http://:x${env:P}@proxy:8080", "the proxy's login has no name", remedy),
        ])
    func `a proxy that can't be is told, and its words are not repeated`(
        _ text: String, _ message: String, _ help: String
    )
        throws
    {
        let connection = try ReadConnection("host: mail.example.com\nproxy: \"\(text)\"")
        #expect(connection.said == ["error: \(message) (\(help))"])
    }

    @Test func `a password in it is a secret, whatever else is wrong`() throws {
        let connection = try ReadConnection("host: mail.example.com\nproxy: http://robot:hunter22@proxy:99999")
        #expect(
            connection.findings.sorted.map(\.message) == [
                "the proxy's port is not a number from 1 to 65535", "a secret stands in the file",
            ])
        #expect(!connection.findings.sorted.map { $0.printed() }.joined().contains("hunter22"))
        var dumped = ""
        dump(Proxy(.http, host: "p", port: 1, username: "robot", password: Secret("hunter22")), to: &dumped)
        #expect(!dumped.contains("hunter22"))
    }
}
