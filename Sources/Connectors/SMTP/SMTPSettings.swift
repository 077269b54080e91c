package import Wire

extension SMTPConnector {
    /// What a connection of `kind: smtp` says.
    package struct Settings: Sendable {
        /// Without scheme; letters of any script.
        package var host: String
        package var port: Int
        package var encryption: LineSettings.Encryption
        /// With a login, nothing is ever sent without it.
        package var credentials: Credentials
        package var tls: TLSSettings
        /// What we call ourselves in EHLO; `nil` for the machine's name.
        package var clientName: String?
        package var proxy: Proxy?
        package var timeouts: Timeouts
        package var demands: SMTPDemands
        /// The connection's own sender: an address that the server ought to know.
        package var sender: String?
        /// What to do about a login that was refused, where the provider is known.
        package var loginHint: String?

        /// Takes the usual port unless one is given; the connection's `timeout` is `timeouts.opening`.
        package init(
            host: String, port: Int? = nil, encryption: LineSettings.Encryption, credentials: Credentials = .none,
            tls: TLSSettings = TLSSettings(), clientName: String? = nil, proxy: Proxy? = nil,
            timeouts: Timeouts = Timeouts(), demands: SMTPDemands = SMTPDemands(), sender: String? = nil,
            loginHint: String? = nil
        ) {
            self.host = host
            self.port = port ?? Self.usualPort(encryption)
            self.encryption = encryption
            self.credentials = credentials
            self.tls = tls
            self.clientName = clientName
            self.proxy = proxy
            self.timeouts = timeouts
            self.demands = demands
            self.sender = sender
            self.loginHint = loginHint
        }

        /// The port that goes with an encryption.
        package static func usualPort(_ encryption: LineSettings.Encryption) -> Int {
            switch encryption {
            case .none: 25
            case .ssl: 465
            case .tls: 587
            }
        }

        /// `mail.example.com:587`, as sentences name it.
        var server: String { "\(PlainText.printable(host)):\(port)" }

        var line: LineSettings {
            LineSettings(
                host: host, port: port, encryption: encryption, tls: tls, clientName: clientName,
                proxy: proxy, timeouts: timeouts)
        }
    }
}
