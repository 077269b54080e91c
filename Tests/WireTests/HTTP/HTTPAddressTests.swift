import Testing

@testable import Wire

@Suite struct HTTPAddressTests {
    @Test(
        arguments: [
            ("https://login.example.com/token", "https://login.example.com/token", "login.example.com"),
            ("HTTPS://Login.Example.com:8443/a?b=c", "https://Login.Example.com:8443/a?b=c", "Login.Example.com:8443"),
            ("https://вход.example/token", "https://xn--b1ae3a1a.example/token", "xn--b1ae3a1a.example"),
            ("http://127.0.0.1:8080/token", "http://127.0.0.1:8080/token", "127.0.0.1:8080"),
            ("http://127.1/token", "http://127.0.0.1/token", "127.0.0.1"),
            ("http://localhost/token", "http://localhost/token", "localhost"),
            ("http://[::1]:80/token", "http://[::1]:80/token", "[::1]:80"),
        ])
    func `a URL of HTTPS, or of this machine, is taken`(_ text: String, _ url: String, _ server: String) throws {
        let address = try HTTPAddress(text)
        #expect(address.url == url)
        #expect(address.server == server)
        #expect(address.isEncrypted == url.hasPrefix("https:"))
    }

    @Test(
        arguments: [
            ("http://login.example.com/token", "is not encrypted: what goes there can be read on the way"),
            ("http://127.evil.example/token", "is not encrypted: what goes there can be read on the way"),
            ("http://localhost.evil.example/", "is not encrypted: what goes there can be read on the way"),
            ("http://[::2]/", "is not encrypted: what goes there can be read on the way"),
            ("login.example.com/token", "has no scheme"), ("", "has no scheme"),
            ("https://user:secret@login.example.com/", "has a name or a password in it"),
            ("https://127.0.0.1@evil.example/", "has a name or a password in it"),
            ("ftp://login.example.com/", "is no URL of HTTP"), ("file:///etc/passwd", "is no URL of HTTP"),
            ("https://a b/", "is not a URL"), ("https://a\r\nb/", "is not a URL"), ("https://a\0b/", "is not a URL"),
            ("https://a:99999/", "is not a URL"),
            ("https://" + String(repeating: "a", count: 9000), "is not a URL"),
        ])
    func `any other is refused, with the reason`(_ text: String, _ words: String) {
        do throws(HTTPAddress.Problem) {
            let address = try HTTPAddress(text)
            Issue.record("taken as \(address.url)")
        } catch {
            // libcurl knows no host in file:, which is as good a reason.
            #expect(error.words == words || text.hasPrefix("file:") && error.words == "is not a URL")
            #expect(!error.help.isEmpty)
        }
    }
}
