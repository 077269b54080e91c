internal import Attributes
package import Connecting
package import Diagnostics
package import Wire

extension HTTPConnector {
    /// What a connection of `kind: http` says.
    package struct Settings: Sendable {
        package enum Contents: Sendable {
            case base64
            case multipart
            case none
        }

        /// `https://…`, or `http://…`.
        package var url: String
        package var method: String
        package var headers: [HTTPHeader]
        package var credentials: Credentials
        /// A header that is a login.
        package var secretHeader: (name: String, value: Secret)?
        /// What messages are signed with: each makes a signature of its own.
        package var secrets: [Secret]
        package var contents: Contents
        package var timeout: Duration
        package var tls: TLSSettings
        package var proxy: Proxy?
        package var sessions: Int
        package var log: ConnectionLog?

        package init(
            url: String, method: String = "POST", headers: [HTTPHeader] = [], credentials: Credentials = .none,
            secretHeader: (name: String, value: Secret)? = nil, secrets: [Secret] = [], contents: Contents = .base64,
            timeout: Duration = .seconds(60), tls: TLSSettings = TLSSettings(), proxy: Proxy? = nil, sessions: Int = 4,
            log: ConnectionLog? = nil
        ) {
            self.url = url
            self.method = method
            self.headers = headers
            self.credentials = credentials
            self.secretHeader = secretHeader
            self.secrets = secrets
            self.contents = contents
            self.timeout = timeout
            self.tls = tls
            self.proxy = proxy
            self.sessions = sessions
            self.log = log
        }

        var http: HTTPSettings {
            HTTPSettings(
                tls: tls, proxy: proxy, opening: min(timeout, .seconds(30)), whole: timeout,
                bodyLimit: HandlerResponse.limit, cutsBodies: true, allowsClearText: true)
        }

        /// `bpm.example.com:8443`, as sentences name it; never what stands behind it, where secrets may be.
        var server: String { (try? HTTPAddress(url, allowingClearText: true))?.server ?? PlainText.printable(url) }

        var isEncrypted: Bool { (try? HTTPAddress(url, allowingClearText: true))?.isEncrypted ?? false }

        /// All that must never be shown, whoever repeats it.
        var redaction: Redaction {
            var hidden = secrets + [secretHeader?.value].compactMap(\.self)
            if case .fixed(let login) = credentials {
                switch login.proof {
                case .password(let password), .windows(let password?, _):
                    hidden += [password, Secret(Self.basic(login.username, password))]
                case .token(let token): hidden.append(token)
                case .certificate, .windows(nil, _): break
                }
            }
            return Redaction(hidden)
        }

        private static func basic(_ name: String, _ password: Secret) -> String {
            Base64.encode(Array("\(name):\(password.reveal())".utf8))
        }
    }
}
