internal import Connecting
internal import Wire

extension SMTPWords {
    /// Why the server could not be reached, or the connection broke.
    ///
    /// The settings are for hints: most first mistakes are a port that does not fit the encryption.
    func failure(_ error: WireError, _ settings: LineSettings) -> Failure {
        let reply = SMTPReplyParser.reply(error.reply)
        let said = reply.map { "\($0)" } ?? error.detail
        switch error.kind {
        case .hostNotFound:
            return Failure(
                .hostNotFound, .again, "the host \(PlainText.printable(settings.host)) is not found",
                help: "check host: for a slip of the pen, and the name service of this machine")
        case .connectionRefused:
            return Failure(
                .connectionRefused, .again, "\(server) takes no connections: \(error.detail)",
                help: "check host: and port: (587 with encryption: tls, 465 with ssl, 25 with none are usual)")
        case .timedOut:
            return Failure(
                .timedOut, .again, "\(server) did not answer in time: \(error.detail)", help: patience(settings))
        case .connectionLost:
            return Failure(
                .connectionLost, .again, "the connection to \(server) broke: \(error.detail)", help: loss(settings))
        case .protocolViolation:
            return garbled(error.detail)
        case .certificate(let problem):
            return certificate(problem, error, settings)
        case .encryptionFailed:
            return Failure(
                .encryptionNotOffered, .again, "\(server) and router can't agree on TLS: \(error.detail)",
                help: settings.encryption == .ssl && settings.port != 465
                    ? "port \(settings.port) may begin in clear text: set encryption: tls"
                    : "check port: and encryption:, and which TLS versions the server has")
        case .encryptionNotOffered:
            return Failure(
                .encryptionNotOffered, .again, "\(server) does not encrypt: \(said)",
                help: "ask the server's operator; only encryption: none sends in clear text, readable on the way")
        case .authenticationRefused:
            return login(refused: said, reply)
        case .authenticationNotOffered:
            return Failure(
                .authenticationNotOffered, .never, "\(server) has no login for \(loginName): \(error.detail)",
                help: settings.encryption == .none
                    ? "many servers offer a login only when it is encrypted: set encryption: tls"
                    : "check port: (587 is usual for logging in), or take auth: away")
        case .tokenRefused, .tokenUnavailable:
            return Failure(token: error, login: login ?? "") ?? garbled(error.detail)
        case .serverRefused:
            return Failure(
                reply?.code == 421 || (reply?.code ?? 0) / 100 == 4 ? .notNow : .connectionRefused, .again,
                "\(server) does not talk with this machine: \(said)",
                help: "wait and try again; if it stays so, ask the server's operator")
        case .settings:
            return Failure(
                .certificateRefused, .never, "the connection to \(server) is set up wrongly: \(error.detail)",
                help: "check the files of tls: and the values of the connection")
        case .resources:
            return Failure(
                .connectionRefused, .again, "this machine can't open a connection to \(server): \(error.detail)",
                help: "lower sessions:, or raise the machine's limits")
        }
    }

    private var loginName: String { "'\(PlainText.printable(login ?? ""))'" }

    private func login(refused said: String, _ reply: Reply?) -> Failure {
        guard let reply, reply.code / 100 != 4 else {
            return Failure(
                .notNow, .again, "\(server) can't check the login \(loginName) now: \(said)",
                help: "wait and try again")
        }
        return Failure(
            .authenticationRefused, .never, "\(server) refused the login \(loginName): \(said)",
            help: "check the user name and the password; Yandex, Mail.ru and Gmail want an app password")
    }

    private func patience(_ settings: LineSettings) -> String {
        switch (settings.port, settings.encryption) {
        case (465, .none), (465, .tls): "port 465 is encrypted from the first byte: set encryption: ssl"
        case (25, _): "many networks close port 25: try port: 587 with encryption: tls"
        default: "check host: and port:, and the way through the network"
        }
    }

    private func loss(_ settings: LineSettings) -> String {
        settings.port == 465 && settings.encryption != .ssl
            ? "port 465 is encrypted from the first byte: set encryption: ssl"
            : "try again; if it stays so, ask the server's operator"
    }

    private func certificate(
        _ problem: WireError.CertificateProblem, _ error: WireError, _ settings: LineSettings
    ) -> Failure {
        let host = PlainText.printable(settings.host)
        let (text, help) =
            switch problem {
            case .expired:
                ("has expired", "ask the server's operator for a new certificate, or check this machine's clock")
            case .notYetValid: ("is not valid yet", "check this machine's clock")
            case .selfSigned: ("is signed by itself", "name a file with it in tls: {ca: …} if it is the right one")
            case .otherHost:
                ("is for another name than \(host)", "use the name that stands in the certificate as host:")
            case .revoked: ("was revoked", "ask the server's operator for a new certificate")
            case .untrusted:
                ("is signed by nobody whom this machine trusts", "name a file with its issuer in tls: {ca: …}")
            }
        return Failure(
            .certificateRefused, .again, "the certificate of \(server) \(text) (\(error.detail))", help: help)
    }
}
