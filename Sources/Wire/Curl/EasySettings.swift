internal import Attributes
internal import CCurl
internal import Diagnostics
internal import Glibc

extension EasyHandle {
    /// Makes the handle stop after the login, and nothing of the environment count.
    func apply(_ settings: LineSettings, _ mechanisms: [String]) throws(WireError) {
        try set(CURLOPT_URL, Self.url(settings))
        try set(CURLOPT_PROTOCOLS_STR, "smtp,smtps,imap,imaps")
        try set(CURLOPT_CONNECT_ONLY, 1)
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_TCP_NODELAY, 1)
        try set(CURLOPT_TCP_KEEPALIVE, 1)
        try apply(settings.proxy, settings.tls)
        let opening = settings.timeouts.opening.components
        let milliseconds = max(1, Int(opening.seconds) * 1000 + Int(opening.attoseconds / 1_000_000_000_000_000))
        try set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds)
        try set(CURLOPT_SERVER_RESPONSE_TIMEOUT, milliseconds / 1000 + 1)
        try apply(settings.tls)
        // TRY would send in clear text where STARTTLS was stripped.
        if settings.encryption == .tls { try set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)) }
        if let login = settings.login {
            try set(CURLOPT_USERNAME, login.username)
            switch login.proof {
            case .password(let password), .windows(let password?, _):
                if mechanisms != ["GSSAPI"] { try set(CURLOPT_PASSWORD, password.reveal()) }
            case .token(let token): try set(CURLOPT_XOAUTH2_BEARER, token.reveal())
            // libcurl takes EXTERNAL only where there is no password.
            case .certificate, .windows(nil, _): break
            }
            // QUIRK: with a first response libcurl 7.88 takes the server's empty answer to GSSAPI for the next step, and gives up.
            // An IMAP server has to offer it (RFC 4959), and libcurl sees to that.
            try set(CURLOPT_SASL_IR, mechanisms == ["GSSAPI"] || settings.service == .imap ? 0 : 1)
            // QUIRK: libcurl before 8.2 knows no name for IMAP's LOGIN; without options it takes that where nothing else is offered.
            if mechanisms != ["+LOGIN"] || CurlFeature.version >= 0x080200 {
                try set(CURLOPT_LOGIN_OPTIONS, mechanisms.map { "AUTH=\($0)" }.joined(separator: ";"))
            }
        }
    }

    func apply(_ tls: TLSSettings) throws(WireError) {
        try set(CURLOPT_SSLVERSION, Self.version(tls))
        try set(CURLOPT_SSL_VERIFYPEER, tls.verify ? 1 : 0)
        try set(CURLOPT_SSL_VERIFYHOST, tls.verify ? 2 : 0)
        if let ca = tls.ca {
            try set(CURLOPT_CAINFO, ca)
            // Else the system's folder would be trusted too.
            try set(CURLOPT_CAPATH, nil)
        }
        if let crl = tls.crl { try set(CURLOPT_CRLFILE, crl) }
        if let certificate = tls.certificate { try set(CURLOPT_SSLCERT, certificate) }
        if let key = tls.key { try set(CURLOPT_SSLKEY, key) }
    }

    /// Without a proxy none is used, whatever the environment says.
    func apply(_ proxy: Proxy?, _ tls: TLSSettings) throws(WireError) {
        try set(CURLOPT_PROXY, proxy?.url ?? "")
        guard let proxy else { return }
        if proxy.scheme == .https { try CurlFeature.secureProxy.require() }
        try set(CURLOPT_HTTPPROXYTUNNEL, 1)
        // What the proxy says is not the server's word.
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        try set(CURLOPT_PROXYUSERNAME, proxy.username)
        try set(CURLOPT_PROXYPASSWORD, proxy.password?.reveal())
        try set(CURLOPT_PROXY_SSLVERSION, Self.version(tls))
        try set(CURLOPT_PROXY_SSL_VERIFYPEER, tls.verify ? 1 : 0)
        try set(CURLOPT_PROXY_SSL_VERIFYHOST, tls.verify ? 2 : 0)
        if let ca = tls.ca {
            try set(CURLOPT_PROXY_CAINFO, ca)
            try set(CURLOPT_PROXY_CAPATH, nil)
        }
    }

    private static func version(_ tls: TLSSettings) -> Int {
        tls.minimum == .v1_3 ? CURL_SSLVERSION_TLSv1_3 : CURL_SSLVERSION_TLSv1_2
    }

    /// `smtp://host:port/name`, the name being what we call ourselves; `imap://host:port`.
    private static func url(_ settings: LineSettings) throws(WireError) -> String {
        guard (1...65_535).contains(settings.port) else {
            throw WireError(.settings, "the port \(settings.port) is not between 1 and 65535")
        }
        guard let host = DomainName.ascii(settings.host), isName(host) else {
            throw WireError(.hostNotFound, "'\(PlainText.printable(settings.host))' can't be the name of a host")
        }
        // An IPv6 address stands in brackets, typed or not.
        let place = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
        let scheme = settings.service.rawValue + (settings.encryption == .ssl ? "s" : "")
        if settings.service == .imap { return "\(scheme)://\(place):\(settings.port)" }
        let name = settings.clientName ?? machineName()
        guard let name = DomainName.ascii(name), isName(name) else {
            throw WireError(.settings, "'\(PlainText.printable(name))' can't be the name that we give in EHLO")
        }
        return "\(scheme)://\(place):\(settings.port)/\(name)"
    }

    /// Nothing that an URL, or a line of SMTP, could take for anything else.
    private static func isName(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
                true
            default: false
            }
        }
    }

    /// With its domain, which libcurl would cut off.
    private static func machineName() -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
        let name = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return !name.isEmpty && isName(name) ? name : "localhost"
    }
}
