/// How to reach a server that talks in lines.
package struct LineSettings: Sendable {
    package enum Encryption: String, Sendable, CaseIterable {
        case none
        /// TLS from the first byte.
        case ssl
        /// STARTTLS, required: never falls back to clear text.
        case tls
    }

    package var service: LineService
    /// A name or an IP address; letters of any script.
    package var host: String
    package var port: Int
    package var encryption: Encryption
    package var tls: TLSSettings
    /// `nil`: nobody logs in.
    package var login: Login?
    /// What the client calls itself in EHLO; `nil` for the machine's name.
    package var clientName: String?
    /// The environment's proxies are never used.
    package var proxy: Proxy?
    package var timeouts: Timeouts

    package init(
        _ service: LineService = .smtp, host: String, port: Int, encryption: Encryption,
        tls: TLSSettings = TLSSettings(), login: Login? = nil,
        clientName: String? = nil, proxy: Proxy? = nil, timeouts: Timeouts = Timeouts()
    ) {
        self.service = service
        self.host = host
        self.port = port
        self.encryption = encryption
        self.tls = tls
        self.login = login
        self.clientName = clientName
        self.proxy = proxy
        self.timeouts = timeouts
    }
}
