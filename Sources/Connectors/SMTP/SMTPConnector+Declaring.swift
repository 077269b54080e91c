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
        let tls = reading[SMTPFields.tls]
        self.init(
            Settings(
                host: reading[SMTPFields.host], port: reading[SMTPFields.port],
                encryption: reading[SMTPFields.encryption].line, credentials: reading[SMTPFields.auth].credentials,
                tls: tls.settings(in: surroundings), proxy: reading[SMTPFields.proxy],
                timeouts: Timeouts(opening: .seconds(reading[SMTPFields.timeout].seconds)),
                demands: SMTPDemands(
                    verification: reading[SMTPFields.verification].verification,
                    notices: reading[SMTPFields.notify]?.notices ?? []),
                sender: reading[SenderFields.sender]?.mailbox.address, log: surroundings.log))
    }

    package static func check(_ reading: Reading, _ findings: inout Findings) {
        func report(
            _ severity: Diagnostic.Severity, _ code: Diagnostic.Code, _ field: some FieldDeclaration, _ message: String,
            _ help: String
        ) {
            findings.report(
                Diagnostic(severity, code, at: reading.span(of: field), in: reading.node.source, message, help: help))
        }
        let host = reading[SMTPFields.host]
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
        if let port = reading[SMTPFields.port], !(1...65_535).contains(port) {
            report(.error, .badPort, SMTPFields.port, "there is no port \(port)", "write a number from 1 to 65535")
        }
        let encryption = reading[SMTPFields.encryption]
        switch (reading[SMTPFields.port], encryption) {
        case (465?, .tls), (465?, .none):
            report(
                .warning, .unlikelyPort, SMTPFields.port, "port 465 is for encryption from the first byte",
                "write 'encryption: ssl', or port 587")
        case (587?, .ssl), (25?, .ssl):
            report(
                .warning, .unlikelyPort, SMTPFields.encryption, "encryption from the first byte is for port 465",
                "write 'encryption: tls', or port 465")
        default: break
        }
        if encryption == .none, reading[SMTPFields.auth].credentials.username != nil, !Self.isLoopback(host) {
            report(
                .warning, .clearTextPassword, SMTPFields.encryption, "the password goes over the network in clear text",
                "write 'encryption: tls' or 'ssl'")
        }
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
}
