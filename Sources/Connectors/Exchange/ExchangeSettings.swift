package import Connecting
package import Wire

extension ExchangeConnector {
    /// What a connection of `kind: exchange` says.
    package struct Settings: Sendable {
        /// `https://mail.example.com/EWS/Exchange.asmx`.
        package var url: String
        var version = EWSVersion.exchange2013SP1
        package var credentials: Credentials
        /// Another mailbox than the login's own, or the one that is worked for.
        package var mailbox: String?
        /// Whether the work is done in the mailbox's own name, and not with the login's rights there.
        package var impersonates: Bool
        package var tls: TLSSettings
        package var proxy: Proxy?
        /// For a request from its beginning to the last byte of the answer.
        package var timeout: Duration
        package var interval: Duration
        package var sessions: Int
        /// Whether the server may tell of new letters by itself.
        package var isStreaming: Bool
        /// Whether the directory is asked about each recipient of the mailbox's own domain first.
        package var verifiesRecipients: Bool
        /// The connection's own sender.
        package var sender: String?
        package var log: ConnectionLog?

        package init(
            url: String, credentials: Credentials = .none, mailbox: String? = nil, impersonates: Bool = false,
            tls: TLSSettings = TLSSettings(), proxy: Proxy? = nil, timeout: Duration = .seconds(120),
            interval: Duration = .seconds(30), sessions: Int = 4, isStreaming: Bool = true,
            verifiesRecipients: Bool = false, sender: String? = nil, log: ConnectionLog? = nil
        ) {
            self.url = url
            self.credentials = credentials
            self.mailbox = mailbox
            self.impersonates = impersonates
            self.tls = tls
            self.proxy = proxy
            self.timeout = timeout
            self.interval = interval
            self.sessions = sessions
            self.isStreaming = isStreaming
            self.verifiesRecipients = verifiesRecipients
            self.sender = sender
            self.log = log
        }

        /// In whose name the work is done; `nil` for the login's own.
        var impersonated: String? { impersonates ? mailbox ?? credentials.username : nil }

        /// Whose folders are meant, where these are not the ones that are opened anyway.
        var delegated: String? { impersonates ? nil : mailbox }

        /// A folder of the mailbox.
        func folder(_ name: String) -> EWSFolderID { .known(name, mailbox: delegated) }

        var server: String { endpoint.server }

        var headers: [HTTPHeader] {
            var headers = [HTTPHeader("Content-Type", "text/xml; charset=utf-8"), HTTPHeader("Accept", "text/xml")]
            // Sends the request to the machine where the mailbox is; a must with impersonation.
            if let anchor = impersonated ?? delegated, EWSText.isHeader(anchor) {
                headers.append(HTTPHeader("X-AnchorMailbox", anchor))
            }
            // libcurl would wait for the server's word before it sends a letter.
            headers.append(HTTPHeader("Expect", ""))
            return headers
        }

        func http(whole: Duration) -> HTTPSettings {
            HTTPSettings(
                tls: tls, proxy: proxy, opening: min(timeout, .seconds(30)), whole: whole, allowsClearText: true)
        }

        /// The same as an HTTP endpoint, whose words are ours too.
        var endpoint: HTTPConnector.Settings {
            HTTPConnector.Settings(url: url, credentials: credentials, timeout: timeout, tls: tls, proxy: proxy)
        }
    }
}

/// What texts may go where.
enum EWSText {
    /// Whether a text may be a header's value.
    static func isHeader(_ text: String) -> Bool { text.utf8.allSatisfy { (0x21..<0x7F).contains($0) } }
}
