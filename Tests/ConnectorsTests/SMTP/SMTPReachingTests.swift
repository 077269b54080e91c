import Connecting
import Testing
import Wire

@testable import Connectors

@Suite struct SMTPReachingTests {
    private func failure(
        _ kind: WireError.Kind, port: Int = 587, _ encryption: LineSettings.Encryption = .tls, reply: [String] = [],
        minimum: TLSSettings.Version = .v1_2, proxy: Proxy? = nil, hint: String? = nil,
        proof: LoginProof = .password
    ) -> Failure {
        let words = SMTPWords(
            server: "mx:\(port)", login: "robot", isEncrypted: true, loginHint: hint, proof: proof)
        let settings = LineSettings(
            host: "mx", port: port, encryption: encryption, tls: TLSSettings(minimum: minimum), proxy: proxy)
        return words.failure(WireError(kind, "why", reply: reply), settings)
    }

    private func said(_ failure: Failure) -> String { "\(failure.code.rawValue): \(failure.message) (\(failure.help))" }

    @Test(
        arguments: [
            (
                WireError.Kind.hostNotFound,
                "host-not-found: the host mx is not found (check host: for a slip of the pen)"
            ),
            (
                .nameServiceSilent,
                """
                host-not-found: the name service of this machine has no answer for mx now (check this machine's network and \
                name service (/etc/resolv.conf), and try again)
                """
            ),
            (
                .serverRefused,
                """
                connection-refused: mx:587 does not talk with this machine: why (this machine's address may be blocked there: \
                send through your own provider with auth:, or ask the server's operator)
                """
            ),
            (
                .file,
                """
                settings-wrong: the connection to mx:587 can't be set up: why (check that file, and who may read it; \
                'router check' shows where it is named)
                """
            ),
            (
                .unsupported,
                """
                settings-wrong: this machine lacks what the connection to mx:587 asks for: why (install a libcurl that has \
                it, or connect in another way)
                """
            ),
            (
                .encryption(.certificateWanted),
                """
                authentication-refused: mx:587 wants a certificate of ours: why (name it in tls: {certificate: …, key: …})
                """
            ),
            (
                .encryption(.certificateRefused),
                """
                authentication-refused: mx:587 does not take our certificate: why (check that it has not expired, and ask \
                the server's operator who has to sign it)
                """
            ),
            (
                .encryption(.version),
                """
                encryption-not-offered: mx:587 has no version of TLS from 1.2 on: why (older versions are not safe: ask the \
                server's operator for TLS 1.2 or 1.3)
                """
            ),
            (
                .certificate(.revoked),
                """
                certificate-refused: the certificate of mx:587 was revoked (why) (ask the server's operator for a new \
                certificate)
                """
            ),
            (
                .certificate(.noRevocationList),
                """
                certificate-refused: the certificate of mx:587 can't be looked up: tls: {crl: …} has no list of its issuer \
                (why) (add the list of each issuer to the file of crl:)
                """
            ),
            (
                .certificate(.untrusted(issuer: "Them")),
                """
                certificate-refused: the certificate of mx:587 is signed by 'Them', whom this machine does not trust (why) \
                (name a file with its issuer in tls: {ca: …})
                """
            ),
        ])
    func `each way to fail has its sentence and its remedy`(_ kind: WireError.Kind, _ expected: String) {
        #expect(said(failure(kind)) == expected)
    }

    @Test(
        arguments: [
            (25, "port 25 may be closed to you, by the network or the provider: try port: 587 with encryption: tls"),
            (465, "the server may have no port 465: try port: 587 with encryption: tls"),
            (587, "the server may have no port 587: try port: 465 with encryption: ssl"),
            (2525, "check host: and port: (587 with encryption: tls, 465 with ssl, 25 with none are usual)"),
        ])
    func `a refused port has its usual cause`(_ port: Int, _ help: String) {
        let problem = failure(.connectionRefused, port: port)
        #expect(problem.message == "mx:\(port) takes no connections: why")
        #expect(problem.help == help)
    }

    @Test(
        arguments: [
            (25, LineSettings.Encryption.none, "many networks close port 25: try port: 587 with encryption: tls"),
            (465, .tls, "port 465 is encrypted from the first byte: set encryption: ssl"),
            (465, .none, "port 465 is encrypted from the first byte: set encryption: ssl"),
            (465, .ssl, "a network on the way may close port 465: try port: 587 with encryption: tls"),
            (587, .tls, "a network on the way may close port 587: try port: 465 with encryption: ssl"),
            (2525, .tls, "check host: and port:, and the way through the network"),
        ])
    func `a silent port has its usual cause`(_ port: Int, _ encryption: LineSettings.Encryption, _ help: String) {
        let problem = failure(.timedOut, port: port, encryption)
        #expect(problem.message == "mx:\(port) did not answer in time: why")
        #expect(problem.help == help)
    }

    private static let proxy = Proxy(.socks5h, host: "proxy", port: 1080)
    private static let user = Proxy(.http, host: "proxy", port: 3128, username: "robot")

    @Test(
        arguments: [
            (
                WireError.ProxyProblem.notFound, proxy,
                "proxy-refused: the proxy proxy:1080 is not found (check proxy: for a slip of the pen)"
            ),
            (
                .unreachable, proxy,
                "proxy-refused: the proxy proxy:1080 takes no connections: why (check proxy:, and whether the proxy runs)"
            ),
            (
                .timedOut, proxy,
                """
                proxy-refused: nothing came through the proxy proxy:1080 in time: why (check proxy:, and whether the proxy \
                may reach mx:587)
                """
            ),
            (
                .login, proxy,
                """
                authentication-refused: the proxy proxy:1080 wants a login: why (write it into proxy: \
                socks5h://robot:${env:PROXY_PASSWORD}@proxy:1080)
                """
            ),
            (
                .login, user,
                """
                authentication-refused: the proxy proxy:3128 refused the login 'robot': why (check the name and the password \
                in proxy:)
                """
            ),
            (
                .forbidden, user,
                """
                proxy-refused: the proxy proxy:3128 lets nobody through to mx:587: why (ask the proxy's operator to allow \
                port 587, or try another port:)
                """
            ),
            (
                .serverUnreachable, proxy,
                """
                proxy-refused: the proxy proxy:1080 can't reach mx:587: why (check host: and port:, and ask the proxy's \
                operator which ports it may use)
                """
            ),
            (
                .garbled, proxy,
                """
                proxy-refused: the proxy proxy:1080 does not talk as socks5h:// does: why (check the scheme and the port in \
                proxy:)
                """
            ),
            (
                .certificate(.expired), proxy,
                """
                proxy-refused: the certificate of the proxy proxy:1080 has expired (why) (ask the server's operator for a \
                new certificate, or check this machine's clock)
                """
            ),
        ])
    func `what a proxy does not do is told apart`(_ problem: WireError.ProxyProblem, _ proxy: Proxy, _ expected: String)
    {
        #expect(said(failure(.proxy(problem), proxy: proxy)) == expected)
    }

    @Test(
        arguments: [
            (TicketProblem.none, "authentication-refused: there is no Kerberos ticket for 'robot'"),
            (.expired, "authentication-refused: the Kerberos ticket for 'robot' has expired"),
            (.unreachable, "not-now: no Kerberos server answers for 'robot': why"),
            (.unknownClient, "authentication-refused: Kerberos knows no 'robot': why"),
            (
                .unknownService("smtp/mx@EXAMPLE.COM"),
                "authentication-refused: Kerberos knows no service 'smtp/mx@EXAMPLE.COM': why"
            ),
            (.skew, "authentication-refused: this machine's clock and that of Kerberos are too far apart: why"),
            (.notInKeytab, "settings-wrong: the keytab has no key for 'robot': why"),
            (.staleKeytab, "authentication-refused: Kerberos refused the keytab's key for 'robot': why"),
            (.damagedKeytab, "settings-wrong: the keytab is none: why"),
            (.noRealm, "settings-wrong: 'robot' is no name for Kerberos: why"),
        ])
    func `what is wrong with a ticket is told apart`(_ problem: TicketProblem, _ expected: String) {
        let failure = failure(.ticket(problem))
        #expect("\(failure.code.rawValue): \(failure.message)" == expected)
        #expect(failure.verdict == (problem == .unreachable ? .again : .never))
        #expect(!failure.help.isEmpty)
    }

    @Test(
        arguments: [
            (
                "535 5.7.8 no", nil, LoginProof.password,
                """
                check the user name and the password; the mailbox may want an app password, or its access for mail programs \
                (IMAP, SMTP) switched on
                """
            ),
            (
                "535 5.7.8 no", "smtp.yandex.ru", .password,
                """
                check the user name and the password; Yandex wants an app password (id.yandex.ru, Security, App passwords), \
                and IMAP switched on in the mailbox's settings under Email clients
                """
            ),
            (
                "534 5.7.9 no", nil, .password,
                "the server wants another kind of login: make an app password in the mailbox's settings"
            ),
            (
                "535 5.7.139 no", nil, .password,
                "the server takes passwords no more: use auth: {type: oauth2, …}"
            ),
            ("535 5.7.8 no", nil, .windows, "check the user name, the domain and the password"),
            ("535 5.7.8 no", nil, .ticket, "ask the server's operator whether this account may send"),
            (
                "535 5.7.8 no", nil, .certificate,
                "ask the server's operator whom the certificate of tls: stands for"
            ),
        ] as [(String, String?, LoginProof, String)])
    func `a refused login has the hint that fits the server`(
        _ reply: String, _ host: String?, _ proof: LoginProof, _ help: String
    ) {
        let problem = failure(
            .authenticationRefused, reply: [reply], hint: host.flatMap { Provider.owning($0)?.hint }, proof: proof)
        #expect(problem.message == "mx:587 refused the login 'robot': \(reply)")
        #expect(problem.help == help)
    }
}
