package import Diagnostics

/// A proxy on the way to a server: `socks5h://user:password@proxy.example.com:1080`.
///
/// TLS runs through it to the server itself.
package struct Proxy: Hashable, Sendable {
    package enum Scheme: String, Sendable, CaseIterable {
        /// The proxy looks the server's name up.
        case socks5h
        /// This machine looks the server's name up.
        case socks5
        /// CONNECT (RFC 9110 section 9.3.6).
        case http
        /// CONNECT, the way to the proxy being encrypted too.
        case https
    }

    package var scheme: Scheme
    package var host: String
    package var port: Int
    package var username: String?
    package var password: Secret?

    package init(_ scheme: Scheme, host: String, port: Int, username: String? = nil, password: Secret? = nil) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.username = username
        self.password = password
    }

    /// `proxy.example.com:1080`, as sentences name it.
    package var name: String { PlainText.printable(place) }

    /// Without login, for libcurl.
    var url: String { "\(scheme.rawValue)://\(place)" }

    private var place: String { host.contains(":") && !host.hasPrefix("[") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
