internal import Connecting
internal import Wire

extension IMAPWords {
    /// Why the server could not be reached, or the connection broke.
    ///
    /// The settings are for hints: most first mistakes are a port that does not fit the encryption.
    func failure(_ error: WireError, _ settings: LineSettings) -> Failure {
        if let failure = common(error, settings) { return failure }
        let status = Self.status(error.reply)
        let said = status.map { "\($0)" } ?? error.detail
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
        case .encryptionNotOffered:
            return Failure(
                .encryptionNotOffered, .again, "\(server) does not encrypt: \(said)",
                help:
                    "try encryption: ssl with port: 993; only encryption: none reads in clear text, which others on the "
                    + "way can read too")
        case .authenticationRefused: return login(refused: said, status)
        case .authenticationNotOffered: return login(notOffered: error.detail, settings)
        case .authenticationAborted:
            return Failure(
                .authenticationNotOffered, .never,
                "\(server) and router do not get on with this way to log in: \(said)",
                help: "set another mechanism: in auth:, or take it away for the best that is offered")
        case .serverRefused:
            return Failure(
                .notNow, .again, "\(server) does not talk with this machine: \(said)",
                help: "wait and try again; if it stays so, ask the server's operator whether this machine may connect")
        default: return garbled(error.detail)
        }
    }

    /// What a line says that libcurl has heard.
    private static func status(_ reply: [String]) -> IMAPStatus? {
        guard let line = reply.last, case .status(let status)? = try? IMAPResponse(IMAPLine(text: Array(line.utf8)))
        else { return nil }
        return status
    }

    private static func closed(_ port: Int) -> String {
        switch port {
        case 993: "the server may have no port 993, or IMAP may be off: try port: 143 with encryption: tls"
        case 143: "the server may have no port 143: try port: 993 with encryption: ssl"
        default: "check host: and port: (993 with encryption: ssl, 143 with encryption: tls are usual)"
        }
    }

    private static func silent(_ settings: LineSettings) -> String {
        switch (settings.port, settings.encryption) {
        case (993, .none), (993, .tls): "port 993 is encrypted from the first byte: set encryption: ssl"
        case (143, _): "a network on the way may close port 143: try port: 993 with encryption: ssl"
        case (993, .ssl): "a network on the way may close port 993: check host:, and the way through the network"
        default: "check host: and port:, and the way through the network"
        }
    }

    private static func lost(_ settings: LineSettings) -> String {
        settings.port == 993 && settings.encryption != .ssl
            ? "port 993 is encrypted from the first byte: set encryption: ssl"
            : "try again; if it stays so, ask the server's operator"
    }
}
