internal import Connecting
internal import Diagnostics
internal import Settings
internal import Wire

extension Diagnostic.Code {
    static let schemeInHost = Self(rawValue: "scheme-in-host")
    static let badHost = Self(rawValue: "bad-host")
    static let badPort = Self(rawValue: "bad-port")
    static let clearTextPassword = Self(rawValue: "clear-text-password")
    static let unlikelyPort = Self(rawValue: "unlikely-port")
}

/// The keys that tell of a mail server, and what can be wrong with them whatever is spoken with it.
struct ServerFields {
    let host: Field<String?>
    let auth: Field<LoginSetting>
    let tls: Field<TLSSetting>

    func checkHost(_ text: String, _ reading: Reading, _ findings: inout Findings) {
        func report(_ code: Diagnostic.Code, _ message: String, _ help: String) {
            findings.report(
                Diagnostic(.error, code, at: reading.span(of: host), in: reading.node.source, message, help: help))
        }
        if let scheme = text.firstRange(of: "://") {
            report(
                .schemeInHost, "a mail server's name has no scheme",
                "write 'host: \(text[scheme.upperBound...].prefix { $0 != "/" && $0 != ":" })'; 'encryption:' says ssl or tls"
            )
        } else if let colon = text.lastIndex(of: ":"), text.firstIndex(of: ":") == colon {
            report(
                .badHost, "the port stands beside the host, not in it",
                "write 'host: \(text[..<colon])' and 'port: \(text[text.index(after: colon)...])'")
        } else if text.isEmpty || text.contains(where: { $0.isWhitespace || "/@?#".contains($0) }) {
            report(.badHost, "'\(text)' is not a server's name", "write it as \(example(reading))")
        }
    }

    private func example(_ reading: Reading) -> String {
        reading.node["kind"]?.scalar?.text == "imap" ? "imap.example.com" : "smtp.example.com"
    }

    func checkLogin(
        _ reading: Reading, isEncrypted: Bool, host: String, at encryption: some FieldDeclaration,
        _ findings: inout Findings
    ) {
        if !isEncrypted, reading[auth].showsSecret, !Self.isLoopback(host) {
            findings.report(
                Diagnostic(
                    .warning, .clearTextPassword, at: reading.span(of: encryption), in: reading.node.source,
                    "the password goes over the network in clear text", help: "write 'encryption: tls' or 'ssl'"))
        }
        if case .basic(let basic) = reading[auth], basic.login.proof == .certificate, reading[tls].certificate == nil {
            findings.report(
                Diagnostic(
                    .error, .missingKey, at: reading.span(of: auth), in: reading.node.source,
                    "EXTERNAL logs in with a certificate, and none is named",
                    help: "add 'tls: {certificate: robot.pem, key: robot.key}'"))
        }
    }

    /// Reports the files that are no good, each where it is named.
    func checkFiles(_ reading: Reading, in surroundings: Surroundings, _ findings: inout Findings) {
        if let node = reading.node(of: tls) {
            reading[tls].checkFiles(node, in: surroundings, &findings)
        }
        if case .oauth2(let login) = reading[auth],
            let node = reading.node(of: auth)?["tls"]
        {
            login.tls.checkFiles(node, in: surroundings, &findings)
        }
        guard let file = reading[auth].file, let node = reading.node(of: auth)?[file.key],
            let problem = FileProblem(at: surroundings.path(file.path))
        else { return }
        findings.report(
            Diagnostic(
                .error, .badFile, at: node.span, in: node.source, "the file '\(node.written)' \(problem.words)",
                help: problem.help))
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host == "[::1]" || host.hasPrefix("127.")
    }
}
