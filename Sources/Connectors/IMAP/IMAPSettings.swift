package import Connecting
package import Wire

extension IMAPConnector {
    /// What a connection of `kind: imap` says.
    package struct Settings: Sendable {
        /// Without scheme; letters of any script.
        package var host: String
        package var port: Int
        package var encryption: LineSettings.Encryption
        package var credentials: Credentials
        package var tls: TLSSettings
        package var proxy: Proxy?
        package var timeouts: Timeouts
        /// How often to look where there is no IDLE, and how often to make sure that the connection lives.
        package var interval: Duration
        /// Whether IDLE is used where it is offered.
        package var isIdling: Bool
        /// What to do about a login that was refused, where the provider is known.
        package var loginHint: String?
        package var log: ConnectionLog?

        /// Takes the usual port unless one is given; the connection's `timeout` is `timeouts.opening`.
        package init(
            host: String, port: Int? = nil, encryption: LineSettings.Encryption, credentials: Credentials = .none,
            tls: TLSSettings = TLSSettings(), proxy: Proxy? = nil, timeouts: Timeouts = Timeouts(),
            interval: Duration = .seconds(60), isIdling: Bool = true, loginHint: String? = nil,
            log: ConnectionLog? = nil
        ) {
            self.host = host
            self.port = port ?? Self.usualPort(encryption)
            self.encryption = encryption
            self.credentials = credentials
            self.tls = tls
            self.proxy = proxy
            self.timeouts = timeouts
            self.interval = interval
            self.isIdling = isIdling
            self.loginHint = loginHint
            self.log = log
        }

        /// The port that goes with an encryption.
        package static func usualPort(_ encryption: LineSettings.Encryption) -> Int { encryption == .ssl ? 993 : 143 }

        /// However short the interval, a server gets so much time to answer.
        private static let shortestPatience = Duration.seconds(10)
        /// IDLE is renewed at least as often: routers on the way forget a silent connection.
        private static let longestIdle = Duration.seconds(300)

        /// How long a server may be silent when it is asked something: with the interval before it, a dead connection is noticed within two.
        var patience: Duration { min(max(interval, Self.shortestPatience), timeouts.reply) }

        var idlePeriod: Duration { min(interval, Self.longestIdle) }

        /// `imap.example.com:993`, as sentences name it.
        var server: String { "\(PlainText.printable(host)):\(port)" }

        var line: LineSettings {
            LineSettings(
                .imap, host: host, port: port, encryption: encryption, tls: tls, proxy: proxy, timeouts: timeouts)
        }
    }
}
