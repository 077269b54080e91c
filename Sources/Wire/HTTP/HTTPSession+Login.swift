internal import CCurl
internal import Diagnostics

extension HTTPSession {
    /// Asks as somebody, and waits for the whole answer; a refusal (401) is an answer like any other.
    ///
    /// A password and a token are shown from the first request on (RFC 7617, RFC 6750). A Windows account goes in with a Kerberos ticket
    /// (Negotiate, RFC 4559) where one is to be had and is taken, else with NTLM.
    ///
    /// - Throws: As without a login; `ticket` when there is no ticket and no password either.
    package func send(_ request: HTTPRequest, as login: Login?) throws(WireError) -> HTTPResponse {
        guard let login else { return try send(request) }
        guard !login.holdsNUL else {
            throw WireError(.settings, "the user name or the secret holds a NUL character")
        }
        switch login.proof {
        case .certificate: return try send(request)
        case .token(let token):
            var request = request
            request.headers.append(HTTPHeader("Authorization", "Bearer \(token.reveal())"))
            return try send(request)
        case .password(let password):
            return try send(request) { (easy) throws(WireError) in
                try easy.authenticate(as: login.username, password, by: Self.basic)
            }
        case .windows(let password, let tickets):
            if let tickets, let response = try negotiate(request, tickets, isLast: password == nil) { return response }
            guard let password else { throw WireError(.ticket(.none), "there is no ticket") }
            try CurlFeature.ntlm.require()
            return try send(request) { (easy) throws(WireError) in
                try easy.authenticate(as: login.username, password, by: Self.ntlm)
            }
        }
    }

    /// - Returns: `nil` when there is another way to log in, and this one does not do.
    private func negotiate(
        _ request: HTTPRequest, _ tickets: Tickets, isLast: Bool
    ) throws(WireError) -> HTTPResponse? {
        do throws(WireError) {
            try CurlFeature.gssapi.require()
            let cache = try tickets.cache()
            let response = try Tickets.using(cache) { () throws(WireError) in
                try send(request) { (easy) throws(WireError) in
                    // Who logs in says the ticket.
                    try easy.authenticate(as: "", Secret(""), by: Self.negotiate)
                }
            }
            guard response.status == 401 else { return response }
            guard isLast else { return nil }
            try Self.explain(response, to: request, cache)
            return response
        } catch {
            if case .ticket = error.kind, !isLast { return nil }
            throw error
        }
    }

    /// libcurl shows nothing where GSSAPI has nothing to show, and does not say why; asking for the service's ticket does.
    private static func explain(
        _ refusal: HTTPResponse, to request: HTTPRequest, _ cache: Tickets.Cache
    ) throws(WireError) {
        let offers = refusal.headers.contains {
            $0.name.lowercased() == "www-authenticate" && $0.value.lowercased().hasPrefix("negotiate")
        }
        guard offers, let address = try? HTTPAddress(request.url, allowingClearText: true) else { return }
        try KerberosContext().checkService("HTTP", host: address.host, cache: cache.name)
        // With a ticket from before, the server is the first to see the time, and its answer to that stays within GSSAPI.
        guard let time = refusal["Date"].flatMap(TokenReply.date) else { return }
        let ahead = Tickets.now - Int(time)
        guard abs(ahead) > largestSkew else { return }
        let words = "\(abs(ahead) / 60) minutes \(ahead > 0 ? "behind" : "ahead of") this machine's"
        throw WireError(.ticket(.skew), "that of \(address.server) is \(words)")
    }

    /// Seconds between clocks that Kerberos takes (`clockskew` of krb5.conf, unless it says another number).
    private static let largestSkew = 300

    // libcurl's numbers, whose macros Swift does not see.
    private static let basic = 1
    private static let negotiate = 4
    private static let ntlm = 8
}

extension EasyHandle {
    /// Logs in by one of libcurl's `CURLAUTH` ways.
    fileprivate func authenticate(as name: String, _ password: Secret, by way: Int) throws(WireError) {
        try set(CURLOPT_HTTPAUTH, way)
        try set(CURLOPT_USERNAME, name)
        try set(CURLOPT_PASSWORD, password.reveal())
        // NTLM and Negotiate log a connection in, and HTTP/2 has none to log in.
        if way != 1 { try set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1) }
    }
}
