package import Connecting
package import Diagnostics
internal import MIME
package import Settings
internal import Wire

extension ExchangeConnector {
    package static let kind = Kind(
        "exchange", "Sends and receives through Exchange Web Services", fields: ExchangeFields.all,
        example: """
            kind: exchange
            url: https://mail.example.com/EWS/Exchange.asmx
            version: Exchange2016
            auth: {type: windows, domain: CORP, username: robot, password: "${env:EWS_PASSWORD}"}
            mailbox: desk@example.com
            sender: {address: desk@example.com, name: Desk}
            poll-interval: 30s
            """)

    package init(_ reading: Reading, in surroundings: Surroundings) {
        let proxy = reading[ExchangeFields.proxy]?.proxy
        let mailbox = reading[ExchangeFields.mailbox]
        var settings = Settings(
            url: reading[ExchangeFields.url],
            credentials: reading[ExchangeFields.auth].credentials(in: surroundings, proxy: proxy, for: .imap),
            mailbox: mailbox,
            impersonates: reading[ExchangeFields.impersonate] ?? reading[ExchangeFields.auth].isApplication,
            tls: reading[ExchangeFields.tls].settings(in: surroundings), proxy: proxy,
            timeout: .seconds(reading[ExchangeFields.timeout].seconds),
            interval: .seconds(reading[ExchangeFields.interval].seconds),
            sessions: reading[ConnectionFields.sessions], isStreaming: reading[ExchangeFields.streaming],
            verifiesRecipients: reading[ExchangeFields.verification],
            sender: reading[SenderFields.sender]?.mailbox.address, log: surroundings.log)
        settings.version = reading[ExchangeFields.version]
        self.init(settings)
    }

    package static func check(_ reading: Reading, in surroundings: Surroundings, _ findings: inout Findings) {
        check(reading, &findings)
        let files = ServerFields(
            host: Field<String?>("host", "", default: nil), auth: ExchangeFields.auth, tls: ExchangeFields.tls)
        files.checkFiles(reading, in: surroundings, &findings)
    }

    package static func check(_ reading: Reading, _ findings: inout Findings) {
        do throws(HTTPAddress.Problem) {
            let address = try HTTPAddress(reading[ExchangeFields.url], allowingClearText: true)
            if !address.isEncrypted, !address.isLoopback {
                findings.report(
                    reading, .warning, .clearTextPassword, ExchangeFields.url,
                    "letters and the login go over the network in clear text", "write https:// instead")
            }
            if isOnline(address.host) {
                findings.report(
                    reading, .warning, .endingService, ExchangeFields.url,
                    "Exchange Online blocks EWS since 1 October 2026 and ends it on 1 April 2027",
                    "use kind: smtp and kind: imap with oauth2 there, or Microsoft Graph; EWS goes on in Exchange on premises"
                )
            } else if !reading[ExchangeFields.url].lowercased().hasSuffix("/exchange.asmx") {
                findings.report(
                    reading, .warning, .badURL, ExchangeFields.url, "Exchange Web Services are seldom there",
                    "it is usually https://\(address.server)/EWS/Exchange.asmx")
            }
        } catch {
            findings.report(reading, .error, .badURL, ExchangeFields.url, "the URL in 'url' \(error.words)", error.help)
        }
        if let mailbox = reading[ExchangeFields.mailbox], !mailbox.contains("@") || !EWSText.isHeader(mailbox) {
            findings.report(
                reading, .error, .unknownValue, ExchangeFields.mailbox, "this is not a mailbox's address",
                "write it as desk@example.com")
        }
        if reading[ExchangeFields.interval].seconds < 1 {
            findings.report(
                reading, .error, .badInterval, ExchangeFields.interval, "letters can't be looked for without a pause",
                "write 'poll-interval: 30s'")
        }
        if reading[ExchangeFields.timeout].seconds < 1 {
            findings.report(
                reading, .error, .unknownValue, ExchangeFields.timeout, "nothing can be answered within no time",
                "write it as 120s")
        }
    }

    private static func isOnline(_ host: String) -> Bool {
        let host = host.lowercased()
        return host == "outlook.office365.com" || host == "outlook.office.com" || host.hasSuffix(".outlook.com")
            || host.hasSuffix(".office365.com")
    }
}

extension Diagnostic.Code {
    /// The provider ends what the connection uses.
    static let endingService = Self(rawValue: "ending-service")
}

extension LoginSetting {
    /// Whether an application logs in for itself: it has no mailbox of its own.
    var isApplication: Bool {
        guard case .oauth2(let login) = self, case .grant(let settings) = login.source,
            case .clientCredentials = settings.grant
        else { return false }
        return true
    }
}
