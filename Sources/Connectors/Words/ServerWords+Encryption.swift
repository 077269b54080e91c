internal import Connecting
internal import Wire

extension ServerWords {
    func encryption(_ problem: WireError.EncryptionProblem, _ detail: String, _ settings: LineSettings) -> Failure {
        let minimum = settings.tls.minimum
        switch problem {
        case .version:
            return Failure(
                .encryptionNotOffered, .again,
                "\(server) has no version of TLS from \(minimum.rawValue) on: \(detail)",
                help: minimum == .v1_2
                    ? "older versions are not safe: ask the server's operator for TLS 1.2 or 1.3"
                    : "ask the server's operator for TLS 1.3, or set tls: {minimum: 1.2}")
        case .certificateWanted:
            return Failure(
                .authenticationRefused, .never, "\(server) wants a certificate of ours: \(detail)",
                help: "name it in tls: {certificate: …, key: …}")
        case .certificateRefused:
            return Failure(
                .authenticationRefused, .never, "\(server) does not take our certificate: \(detail)",
                help: "check that it has not expired, and ask the server's operator who has to sign it")
        case .clearText, .other:
            return Failure(
                .encryptionNotOffered, .again, "\(server) and router can't agree on TLS: \(detail)",
                help: settings.encryption == .ssl && settings.port != securePort
                    ? "port \(settings.port) may begin in clear text: set encryption: tls"
                    : "check port: and encryption:, and which TLS versions the server has")
        }
    }

    /// What is wrong with a certificate, in words that follow its name, and the remedy.
    func certificate(_ problem: WireError.CertificateProblem, _ settings: LineSettings) -> (String, String) {
        switch problem {
        case .expired: ("has expired", "ask the server's operator for a new certificate, or check this machine's clock")
        case .notYetValid: ("is not valid yet", "check this machine's clock")
        case .selfSigned: ("is signed by itself", "name a file with it in tls: {ca: …} if it is the right one")
        case .otherHost:
            ("is for another name than \(host(settings))", "use the name that stands in the certificate as host:")
        case .revoked: ("was revoked", "ask the server's operator for a new certificate")
        case .untrusted(let issuer):
            (
                "is signed by \(issuer.map { "'\($0)', whom this machine does not trust" } ?? "nobody whom this machine trusts")",
                "name a file with its issuer in tls: {ca: …}"
            )
        case .withoutIssuer(let issuer):
            (
                "is signed by '\(issuer)', which is not known here and which the server does not send",
                "the server's operator has to send the whole chain; or name a file with that issuer in tls: {ca: …}"
            )
        case .noRevocationList:
            (
                "can't be looked up: tls: {crl: …} has no list of its issuer",
                "add the list of each issuer to the file of crl:"
            )
        case .oldRevocationList:
            ("can't be looked up: the list in tls: {crl: …} is out of date", "get the issuer's newest list")
        case .weak: ("is too weak for this machine's rules", "ask the server's operator for a new certificate")
        }
    }
}
