package import Connecting
package import Diagnostics
internal import MIME
package import Settings
internal import Wire

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
                credentials: reading[SMTPFields.auth].credentials(
                    in: surroundings, proxy: reading[SMTPFields.proxy]?.proxy),
                tls: reading[SMTPFields.tls].settings(in: surroundings), proxy: reading[SMTPFields.proxy]?.proxy,
                timeouts: Timeouts(opening: .seconds(reading[SMTPFields.timeout].seconds)),
                demands: SMTPDemands(
                    verification: reading[SMTPFields.verification].verification,
                    notices: reading[SMTPFields.notify]?.notices ?? []),
                sender: reading[SenderFields.sender]?.mailbox.address,
                loginHint: (place.provider ?? Provider.owning(place.host))?.hint, log: surroundings.log))
    }

    package static func check(_ reading: Reading, in surroundings: Surroundings, _ findings: inout Findings) {
        check(reading, &findings)
        ServerFields(host: SMTPFields.host, auth: SMTPFields.auth, tls: SMTPFields.tls)
            .checkFiles(reading, in: surroundings, &findings)
    }

    package static func check(_ reading: Reading, _ findings: inout Findings) {
        let place = SMTPPlace(reading)
        let fields = ServerFields(host: SMTPFields.host, auth: SMTPFields.auth, tls: SMTPFields.tls)
        fields.checkHost(place.host, reading, &findings)
        if !(1...65_535).contains(place.port) {
            findings.report(
                reading, .error, .badPort, SMTPFields.port, "there is no port \(place.port)",
                "write a number from 1 to 65535")
        }
        switch (place.port, place.encryption) {
        case (465, .tls), (465, .none):
            findings.report(
                reading, .warning, .unlikelyPort, SMTPFields.port, "port 465 is for encryption from the first byte",
                "write 'encryption: ssl', or port 587")
        case (587, .ssl), (25, .ssl):
            findings.report(
                reading, .warning, .unlikelyPort, SMTPFields.encryption,
                "encryption from the first byte is for port 465",
                "write 'encryption: tls', or port 465")
        default: break
        }
        fields.checkLogin(
            reading, isEncrypted: place.encryption != .none, host: place.host, at: SMTPFields.encryption, &findings)
    }
}
