package import Connecting
package import Diagnostics
internal import MIME
package import Settings
internal import Wire

extension Diagnostic.Code {
    static let schemeInHost = Self(rawValue: "scheme-in-host")
    static let badHost = Self(rawValue: "bad-host")
    static let badPort = Self(rawValue: "bad-port")
    static let clearTextPassword = Self(rawValue: "clear-text-password")
    static let unlikelyPort = Self(rawValue: "unlikely-port")
}

extension SMTPConnector {
    package static let kind = Kind(
        "smtp", "Sends through a mail server", fields: SMTPFields.all,
        example: """
            kind: smtp
            host: smtp.example.com
            port: 587
            encryption: tls
            auth: {type: basic, username: robot, password: "${env:SMTP_PASSWORD}"}
            sender: {address: robot@example.com, name: Robot}
            """)

    package init(_ reading: Reading, in surroundings: Surroundings) {
        let place = SMTPPlace(reading)
        self.init(
            Settings(
                host: place.host, port: place.port, encryption: place.encryption.line,
                credentials: reading[SMTPFields.auth].credentials(in: surroundings),
                tls: reading[SMTPFields.tls].settings(in: surroundings), proxy: reading[SMTPFields.proxy]?.proxy,
                timeouts: Timeouts(opening: .seconds(reading[SMTPFields.timeout].seconds)),
                demands: SMTPDemands(
                    verification: reading[SMTPFields.verification].verification,
                    notices: reading[SMTPFields.notify]?.notices ?? []),
                sender: reading[SenderFields.sender]?.mailbox.address,
                loginHint: (place.provider ?? Provider.owning(place.host))?.hint))
    }

    package static func check(_ reading: Reading, in surroundings: Surroundings, _ findings: inout Findings) {
        check(reading, &findings)
        if let node = reading.node(of: SMTPFields.tls) {
            reading[SMTPFields.tls].checkFiles(node, in: surroundings, &findings)
        }
        guard let file = reading[SMTPFields.auth].file, let node = reading.node(of: SMTPFields.auth)?[file.key],
            let problem = FileProblem(at: surroundings.path(file.path))
        else { return }
        findings.report(
            Diagnostic(
                .error, .badFile, at: node.span, in: node.source, "the file '\(node.written)' \(problem.words)",
                help: problem.help))
    }

    package static func check(_ reading: Reading, _ findings: inout Findings) {
        func report(
            _ severity: Diagnostic.Severity, _ code: Diagnostic.Code, _ field: some FieldDeclaration, _ message: String,
            _ help: String
        ) {
            findings.report(
                Diagnostic(severity, code, at: reading.span(of: field), in: reading.node.source, message, help: help))
        }
        let place = SMTPPlace(reading)
        let host = place.host
        if let scheme = host.firstRange(of: "://") {
            report(
                .error, .schemeInHost, SMTPFields.host, "a mail server's name has no scheme",
                "write 'host: \(host[scheme.upperBound...].prefix { $0 != "/" && $0 != ":" })'; 'encryption:' says ssl or tls"
            )
        } else if let colon = host.lastIndex(of: ":"), host.firstIndex(of: ":") == colon {
            report(
                .error, .badHost, SMTPFields.host, "the port stands beside the host, not in it",
                "write 'host: \(host[..<colon])' and 'port: \(host[host.index(after: colon)...])'")
        } else if host.isEmpty || host.contains(where: { $0.isWhitespace || "/@?#".contains($0) }) {
            report(
                .error, .badHost, SMTPFields.host, "'\(host)' is not a server's name", "write it as smtp.example.com")
        }
        if !(1...65_535).contains(place.port) {
            report(
                .error, .badPort, SMTPFields.port, "there is no port \(place.port)", "write a number from 1 to 65535")
        }
        switch (place.port, place.encryption) {
        case (465, .tls), (465, .none):
            report(
                .warning, .unlikelyPort, SMTPFields.port, "port 465 is for encryption from the first byte",
                "write 'encryption: ssl', or port 587")
        case (587, .ssl), (25, .ssl):
            report(
                .warning, .unlikelyPort, SMTPFields.encryption, "encryption from the first byte is for port 465",
                "write 'encryption: tls', or port 465")
        default: break
        }
        if place.encryption == .none, reading[SMTPFields.auth].showsSecret, !Self.isLoopback(host) {
            report(
                .warning, .clearTextPassword, SMTPFields.encryption, "the password goes over the network in clear text",
                "write 'encryption: tls' or 'ssl'")
        }
        if case .basic(let basic) = reading[SMTPFields.auth], basic.login.proof == .certificate,
            reading[SMTPFields.tls].certificate == nil
        {
            report(
                .error, .missingKey, SMTPFields.auth, "EXTERNAL logs in with a certificate, and none is named",
                "add 'tls: {certificate: robot.pem, key: robot.key}'")
        }
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host == "[::1]" || host.hasPrefix("127.")
    }
}
