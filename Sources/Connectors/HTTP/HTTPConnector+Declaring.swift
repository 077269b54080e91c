package import Connecting
package import Diagnostics
package import Settings
internal import Wire

extension HTTPConnector {
    package static let kind = Kind(
        "http", "Hands messages to an HTTP endpoint", fields: HTTPFields.all,
        example: """
            kind: http
            url: https://bpm.example.com/messages
            secret: "${env:BPM_SECRET}"
            auth: {type: bearer, token: "${env:BPM_TOKEN}"}
            """)

    package init(_ reading: Reading, in surroundings: Surroundings) {
        let proxy = reading[HTTPFields.proxy]?.proxy
        let auth = reading[HTTPFields.auth]
        let contents: Settings.Contents =
            switch reading[HTTPFields.attachments] {
            case .base64: .base64
            case .multipart: .multipart
            case .none: .none
            }
        self.init(
            Settings(
                url: reading[HTTPFields.url], method: reading[HTTPFields.method].rawValue,
                headers: reading[HTTPFields.headers]?.entries.map { HTTPHeader($0.key.text, $0.value) } ?? [],
                credentials: auth.credentials(in: surroundings, proxy: proxy), secretHeader: auth.header,
                secrets: reading[HTTPFields.secret]?.items ?? [], contents: contents,
                timeout: .seconds(reading[HTTPFields.timeout].seconds),
                tls: reading[HTTPFields.tls].settings(in: surroundings), proxy: proxy,
                sessions: reading[ConnectionFields.sessions], log: surroundings.log))
    }

    package static func check(_ reading: Reading, in surroundings: Surroundings, _ findings: inout Findings) {
        check(reading, &findings)
        if let node = reading.node(of: HTTPFields.tls) {
            reading[HTTPFields.tls].checkFiles(node, in: surroundings, &findings)
        }
        guard let node = reading.node(of: HTTPFields.auth) else { return }
        switch reading[HTTPFields.auth] {
        case .oauth2(let login):
            if let node = node["tls"] { login.tls.checkFiles(node, in: surroundings, &findings) }
        case .windows(let login):
            guard let keytab = login.keytab, let place = node["keytab"],
                let problem = FileProblem(at: surroundings.path(keytab))
            else { return }
            findings.report(
                Diagnostic(
                    .error, .badFile, at: place.span, in: place.source,
                    "the file '\(place.written)' \(problem.words)", help: problem.help))
        default: break
        }
    }

    package static func check(_ reading: Reading, _ findings: inout Findings) {
        checkAddress(reading, &findings)
        checkSecrets(reading, &findings)
        for entry in reading[HTTPFields.headers]?.entries ?? [] {
            if let problem = HTTPHeaderRules.problem(of: entry.key.text) {
                findings.report(
                    Diagnostic(
                        .error, .badHeader, at: entry.key.span, in: reading.node.source, problem.words,
                        help: problem.help))
            } else if !HTTPHeaderRules.isValue(entry.value) {
                findings.report(
                    Diagnostic(
                        .error, .badHeader, at: entry.key.span, in: reading.node.source,
                        "the value of '\(entry.key.text)' holds a line end or the like", help: "write it in one line"))
            }
        }
    }

    private static func checkAddress(_ reading: Reading, _ findings: inout Findings) {
        func report(_ severity: Diagnostic.Severity, _ code: Diagnostic.Code, _ message: String, _ help: String) {
            findings.report(
                Diagnostic(
                    severity, code, at: reading.span(of: HTTPFields.url), in: reading.node.source, message, help: help))
        }
        let address: HTTPAddress
        do throws(HTTPAddress.Problem) {
            address = try HTTPAddress(reading[HTTPFields.url], allowingClearText: true)
        } catch {
            return report(.error, .badURL, "the URL in 'url' \(error.words)", error.help)
        }
        if reading[HTTPFields.url].contains("#") {
            report(.error, .badURL, "what stands behind # never reaches a server", "take it away")
        }
        if !address.isEncrypted, !address.isLoopback {
            let what = reading[HTTPFields.auth].showsSecret ? "letters and the login go" : "letters go"
            report(
                .warning, .clearTextPassword, "\(what) over the network in clear text", "write https:// instead")
        }
        let seconds = reading[HTTPFields.timeout].seconds
        if seconds < 1 {
            findings.report(
                Diagnostic(
                    .error, .unknownValue, at: reading.span(of: HTTPFields.timeout), in: reading.node.source,
                    "nothing can be answered within no time", help: "write it as 60s"))
        }
    }

    private static func checkSecrets(_ reading: Reading, _ findings: inout Findings) {
        guard let secrets = reading[HTTPFields.secret]?.items else { return }
        func report(_ severity: Diagnostic.Severity, _ message: String, _ help: String) {
            findings.report(
                Diagnostic(
                    severity, .weakSecret, at: reading.span(of: HTTPFields.secret), in: reading.node.source, message,
                    help: help))
        }
        if secrets.isEmpty || secrets.contains(where: { $0.reveal().isEmpty }) {
            report(.error, "the secret is blank", "give it a value; 'openssl rand -hex 32' makes one")
        } else if secrets.contains(where: { $0.reveal().utf8.count < shortestSecret }) {
            report(
                .warning, "a secret of fewer than \(shortestSecret) characters can be guessed",
                "'openssl rand -hex 32' makes a good one")
        }
        if secrets.count > 2 {
            report(.error, "there are \(secrets.count) secrets", "write the new one and the one that it replaces")
        }
    }

    private static let shortestSecret = 16
}

extension Diagnostic.Code {
    static let weakSecret = Self(rawValue: "weak-secret")
}
