internal import Connecting
internal import Wire

extension HTTPWords {
    /// Why there is no answer.
    func failure(_ error: WireError) -> Failure {
        let detail = error.detail
        switch error.kind {
        case .hostNotFound:
            return Failure(
                .hostNotFound, .again, "the host of \(server) is not found", help: "check url: for a slip of the pen")
        case .nameServiceSilent:
            return Failure(
                .hostNotFound, .again, "the name service of this machine has no answer for \(server) now",
                help: "check this machine's network and name service (/etc/resolv.conf)")
        case .connectionRefused:
            return Failure(
                .connectionRefused, .again, "\(server) takes no connections: \(detail)",
                help: "check url:, its port too, and whether the server runs")
        case .timedOut:
            return Failure(
                .timedOut, .again, "\(server) did not answer in time: \(detail)",
                help: "raise timeout:, or have the endpoint answer first and work then")
        case .connectionLost:
            return Failure(
                .connectionLost, .again, "the connection to \(server) broke: \(detail)",
                help: "it is tried again; if it stays so, see the server's log")
        case .protocolViolation, .serverRefused:
            return Failure(
                .protocolViolation, .again, "\(server) does not keep to HTTP: \(detail)",
                help: "check that url: is that of an HTTP server")
        case .proxy(let problem): return proxy(problem, detail)
        case .certificate(let problem):
            let (text, help) = certificate(problem)
            return Failure(
                .certificateRefused, .again, "the certificate of \(server) \(text) (\(detail))", help: help)
        case .encryption(let problem): return encryption(problem, detail)
        case .encryptionNotOffered: return encryption(.other, detail)
        case .authenticationRefused, .authenticationNotOffered, .authenticationAborted: return refusedLogin(detail)
        case .ticket(let problem):
            return TicketWords.failure(problem, of: login ?? "nobody", at: "url:", detail)
        case .tokenRefused, .tokenUnavailable:
            var failure =
                Failure(token: error, login: settingsLogin)
                ?? Failure(.notNow, .again, "there is no token: \(detail)", help: "try again")
            failure.retryAfter = error.retryAfter
            return failure
        case .file:
            return Failure(
                .settingsWrong, .never, "the connection to \(server) can't be set up: \(detail)",
                help: "check that file, and who may read it; 'router check' shows where it is named")
        case .settings:
            return Failure(
                .settingsWrong, .never, "the connection to \(server) is set up wrongly: \(detail)",
                help: "check the values of the connection")
        case .unsupported:
            return Failure(
                .settingsWrong, .never, "this machine lacks what the connection to \(server) asks for: \(detail)",
                help: "install a libcurl that has it, or log in in another way")
        case .resources:
            return Failure(
                .connectionRefused, .again, "this machine can't open a connection to \(server): \(detail)",
                help: "lower sessions:, or raise the machine's limits")
        }
    }

    private var settingsLogin: String { login?.filter { $0 != "'" } ?? "" }

    var excess: Failure {
        Failure(
            .protocolViolation, .never,
            "\(server) has taken the message, and its answer has more than \(HandlerResponse.limit) bytes",
            help: "have the endpoint answer with a short JSON object, or with nothing")
    }

    private func encryption(_ problem: WireError.EncryptionProblem, _ detail: String) -> Failure {
        switch problem {
        case .certificateWanted:
            Failure(
                .authenticationRefused, .never, "\(server) wants a certificate of ours: \(detail)",
                help: "name it in tls: {certificate: …, key: …}")
        case .certificateRefused:
            Failure(
                .authenticationRefused, .never, "\(server) does not take our certificate: \(detail)",
                help: "check that it has not expired, and ask the server's operator who has to sign it")
        case .clearText:
            Failure(
                .encryptionNotOffered, .again, "\(server) does not encrypt: \(detail)",
                help: "check the port in url:; a server without TLS is written http://, and all can be read on the way")
        case .version, .other:
            Failure(
                .encryptionNotOffered, .again, "\(server) and router can't agree on TLS: \(detail)",
                help: "check the port in url:, and which TLS versions the server has: 1.2 or 1.3 is wanted")
        }
    }

    private func certificate(_ problem: WireError.CertificateProblem) -> (String, String) {
        switch problem {
        case .expired: ("has expired", "ask the server's operator for a new certificate, or check this machine's clock")
        case .notYetValid: ("is not valid yet", "check this machine's clock")
        case .selfSigned: ("is signed by itself", "name a file with it in tls: {ca: …} if it is the right one")
        case .otherHost: ("is for another name", "use the name that stands in the certificate in url:")
        case .revoked: ("was revoked", "ask the server's operator for a new certificate")
        case .untrusted, .withoutIssuer:
            ("is signed by nobody whom this machine trusts", "name a file with its issuer in tls: {ca: …}")
        case .noRevocationList, .oldRevocationList:
            ("can't be looked up in tls: {crl: …}", "get the newest list of each issuer")
        case .weak: ("is too weak for this machine's rules", "ask the server's operator for a new certificate")
        }
    }

    private func proxy(_ problem: WireError.ProxyProblem, _ detail: String) -> Failure {
        let name = proxyName
        let (message, help) =
            switch problem {
            case .notFound: ("the proxy \(name) is not found", "check proxy: for a slip of the pen")
            case .unreachable, .timedOut, .garbled:
                ("the proxy \(name) does not do its part: \(detail)", "check proxy:, and whether the proxy runs")
            case .certificate(let problem):
                ("the certificate of the proxy \(name) \(certificate(problem).0) (\(detail))", certificate(problem).1)
            case .login:
                ("the proxy \(name) refused the login, or wants one: \(detail)", "check the login in proxy:")
            case .forbidden:
                (
                    "the proxy \(name) lets nobody through to \(server): \(detail)",
                    "ask the proxy's operator to allow it"
                )
            case .hostNotFound, .serverUnreachable:
                ("the proxy \(name) can't reach \(server): \(detail)", "check url:, and ask the proxy's operator")
            }
        return Failure(
            problem == .login ? .authenticationRefused : .proxyRefused, problem == .login ? .never : .again, message,
            help: help)
    }
}
