internal import Connecting
internal import Wire

extension ServerWords {
    func proxy(_ problem: WireError.ProxyProblem, _ detail: String, _ settings: LineSettings) -> Failure {
        let proxy = settings.proxy ?? Proxy(.http, host: "?", port: 0)
        let name = proxy.name
        let (message, help) =
            switch problem {
            case .notFound: ("the proxy \(name) is not found", "check proxy: for a slip of the pen")
            case .unreachable:
                ("the proxy \(name) takes no connections: \(detail)", "check proxy:, and whether the proxy runs")
            case .timedOut:
                (
                    "nothing came through the proxy \(name) in time: \(detail)",
                    "check proxy:, and whether the proxy may reach \(server)"
                )
            case .certificate(let problem): secure(name, certificate(problem, settings), detail)
            case .login:
                if let user = proxy.username {
                    (
                        "the proxy \(name) refused the login '\(PlainText.printable(user))': \(detail)",
                        "check the name and the password in proxy:"
                    )
                } else {
                    (
                        "the proxy \(name) wants a login: \(detail)",
                        "write it into proxy: \(proxy.scheme.rawValue)://robot:${env:PROXY_PASSWORD}@\(name)"
                    )
                }
            case .forbidden:
                (
                    "the proxy \(name) lets nobody through to \(server): \(detail)",
                    "ask the proxy's operator to allow port \(settings.port), or try another port:"
                )
            case .hostNotFound:
                (
                    "the proxy \(name) can't find the host \(host(settings)): \(detail)",
                    "check host: for a slip of the pen"
                )
            case .serverUnreachable:
                (
                    "the proxy \(name) can't reach \(server): \(detail)",
                    "check host: and port:, and ask the proxy's operator which ports it may use"
                )
            case .garbled:
                (
                    "the proxy \(name) does not talk as \(proxy.scheme.rawValue):// does: \(detail)",
                    "check the scheme and the port in proxy:"
                )
            }
        return Failure(
            problem == .login ? .authenticationRefused : .proxyRefused, problem == .login ? .never : .again, message,
            help: help)
    }

    private func secure(_ name: String, _ words: (String, String), _ detail: String) -> (String, String) {
        ("the certificate of the proxy \(name) \(words.0) (\(detail))", words.1)
    }
}
