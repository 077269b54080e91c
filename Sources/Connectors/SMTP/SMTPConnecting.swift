internal import Connecting
internal import Wire

extension SMTPWords {
    /// Why the server could not be reached, or the connection broke.
    ///
    /// The settings are for hints: most first mistakes are a port that does not fit the encryption.
    func failure(_ error: WireError, _ settings: LineSettings) -> Failure {
        let reply = SMTPReplyParser.reply(error.reply)
        let said = reply.map { "\($0)" } ?? error.detail
        if let failure = common(error, settings) { return failure }
        switch error.kind {
        case .connectionRefused:
            return Failure(
                .connectionRefused, .again, "\(server) takes no connections: \(error.detail)",
                help: Self.closed(settings.port))
        case .timedOut:
            return Failure(
                .timedOut, .again, "\(server) did not answer in time: \(error.detail)", help: Self.silent(settings))
        case .connectionLost:
            return Failure(
                .connectionLost, .again, "the connection to \(server) broke: \(error.detail)", help: Self.lost(settings)
            )
        case .protocolViolation: return garbled(error.detail)
        case .encryptionNotOffered:
            return Failure(
                .encryptionNotOffered, .again, "\(server) does not encrypt: \(said)",
                help: "ask the server's operator; only encryption: none sends in clear text, readable on the way")
        case .authenticationRefused: return login(refused: said, reply)
        case .authenticationNotOffered: return login(notOffered: error.detail, settings)
        case .authenticationAborted:
            return Failure(
                .authenticationNotOffered, .never,
                "\(server) and router do not get on with this way to log in: \(said)",
                help: "set another mechanism: in auth:, or take it away for the best that is offered")
        case .serverRefused: return unwelcome(said, reply)
        default: return garbled(error.detail)
        }
    }

    /// A greeting, or an answer to ours, that shows us out.
    private func unwelcome(_ said: String, _ reply: Reply?) -> Failure {
        let isForNow = reply.map { $0.code / 100 == 4 } ?? false
        let help =
            switch (isForNow, reply?.enhanced == "4.7.1") {
            case (true, false): "wait and try again; if it stays so, ask the server's operator"
            case (true, true):
                "wait and try again; if it stays so, the server's rules keep this machine out: ask its operator"
            case (false, _):
                "this machine's address may be blocked there: send through your own provider with auth:, or ask the "
                    + "server's operator"
            }
        return Failure(
            isForNow ? .notNow : .connectionRefused, .again, "\(server) does not talk with this machine: \(said)",
            help: help)
    }

    // MARK: Ports and their usual causes

    private static func closed(_ port: Int) -> String {
        switch port {
        case 25: "port 25 may be closed to you, by the network or the provider: try port: 587 with encryption: tls"
        case 465: "the server may have no port 465: try port: 587 with encryption: tls"
        case 587: "the server may have no port 587: try port: 465 with encryption: ssl"
        default: "check host: and port: (587 with encryption: tls, 465 with ssl, 25 with none are usual)"
        }
    }

    private static func silent(_ settings: LineSettings) -> String {
        switch (settings.port, settings.encryption) {
        case (465, .none), (465, .tls): "port 465 is encrypted from the first byte: set encryption: ssl"
        case (25, _): "many networks close port 25: try port: 587 with encryption: tls"
        case (465, .ssl): "a network on the way may close port 465: try port: 587 with encryption: tls"
        case (587, _): "a network on the way may close port 587: try port: 465 with encryption: ssl"
        default: "check host: and port:, and the way through the network"
        }
    }

    private static func lost(_ settings: LineSettings) -> String {
        settings.port == 465 && settings.encryption != .ssl
            ? "port 465 is encrypted from the first byte: set encryption: ssl"
            : "try again; if it stays so, ask the server's operator"
    }
}
