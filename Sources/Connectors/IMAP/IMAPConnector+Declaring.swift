package import Connecting
package import Diagnostics
package import Settings
internal import Wire

extension Diagnostic.Code {
    static let badInterval = Self(rawValue: "bad-interval")
}

extension IMAPConnector {
    package static let kind = Kind(
        "imap", "Reads a mailbox of a mail server", fields: IMAPFields.all,
        example: """
            kind: imap
            host: imap.example.com
            port: 993
            encryption: ssl
            auth: {type: basic, username: desk@example.com, password: "${env:IMAP_PASSWORD}"}
            poll-interval: 1m
            """)

    package init(_ reading: Reading, in surroundings: Surroundings) {
        let place = IMAPPlace(reading)
        let proxy = reading[IMAPFields.proxy]?.proxy
        let provider = place.provider ?? Provider.owning(place.host)
        self.init(
            Settings(
                host: place.host, port: place.port, encryption: place.encryption.line,
                credentials: reading[IMAPFields.auth].credentials(
                    in: surroundings, proxy: proxy, for: .imap, mailbox: reading[IMAPFields.mailbox]),
                tls: reading[IMAPFields.tls].settings(in: surroundings), proxy: proxy,
                timeouts: Timeouts(opening: .seconds(reading[IMAPFields.timeout].seconds)),
                interval: .seconds(reading[IMAPFields.interval].seconds), isIdling: reading[IMAPFields.idle],
                loginHint: provider?.imapHint ?? provider?.hint, log: surroundings.log))
    }

    package static func check(_ reading: Reading, in surroundings: Surroundings, _ findings: inout Findings) {
        check(reading, &findings)
        IMAPFields.server.checkFiles(reading, in: surroundings, &findings)
    }

    package static func check(_ reading: Reading, _ findings: inout Findings) {
        let place = IMAPPlace(reading)
        IMAPFields.server.checkHost(place.host, reading, &findings)
        if !(1...65_535).contains(place.port) {
            findings.report(
                reading, .error, .badPort, IMAPFields.port, "there is no port \(place.port)",
                "write a number from 1 to 65535")
        }
        switch (place.port, place.encryption) {
        case (993, .tls), (993, .none):
            findings.report(
                reading, .warning, .unlikelyPort, IMAPFields.port, "port 993 is for encryption from the first byte",
                "write 'encryption: ssl', or port 143")
        case (143, .ssl):
            findings.report(
                reading, .warning, .unlikelyPort, IMAPFields.encryption,
                "encryption from the first byte is for port 993",
                "write 'encryption: tls', or port 993")
        case (110, _), (995, _), (25, _), (465, _), (587, _):
            findings.report(
                reading, .warning, .unlikelyPort, IMAPFields.port, "port \(place.port) is not for IMAP",
                "write port 993 with encryption: ssl, or 143 with encryption: tls")
        default: break
        }
        IMAPFields.server.checkLogin(
            reading, isEncrypted: place.encryption != .none, host: place.host, at: IMAPFields.encryption, &findings)
        if reading[IMAPFields.interval].seconds < 1 {
            findings.report(
                reading, .error, .badInterval, IMAPFields.interval, "letters can't be looked for without a pause",
                "write 'poll-interval: 1m'")
        }
        if let mailbox = reading[IMAPFields.mailbox] {
            if case .oauth2 = reading[IMAPFields.auth] {
                if mailbox.isEmpty || mailbox.unicodeScalars.contains(where: { $0.value < 0x21 || $0.value == 0x7F }) {
                    findings.report(
                        reading, .error, .unknownValue, IMAPFields.mailbox, "this is not a mailbox's address",
                        "write it as desk@example.com")
                }
            } else {
                findings.report(
                    reading, .error, .keysTogether, IMAPFields.mailbox,
                    "another mailbox than the login's is opened with a token, and this login has none",
                    "write auth: {type: oauth2, …}; or log in as the mailbox itself")
            }
        }
    }
}
