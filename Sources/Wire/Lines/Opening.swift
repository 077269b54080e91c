internal import CCurl
internal import Diagnostics
internal import Glibc

extension LineSession {
    /// Connects, encrypts and logs in.
    ///
    /// When a login was asked for, the session is logged in: without the server's own 235 or OK this fails with `authenticationNotOffered`.
    ///
    /// - Parameters:
    ///   - settings: How to reach it.
    ///   - transcript: Is told what both sides say.
    /// - Returns: Ready for the first command.
    /// - Throws: `WireError`, with the server's last reply where there was one.
    package static func open(
        _ settings: LineSettings, transcript: Transcript? = nil
    ) throws(WireError) -> LineSession {
        try settings.tls.checkFiles()
        transcript?.begin(settings.login, settings.service)
        guard let login = settings.login else { return try open(settings, mechanisms: [], transcript) }
        guard !login.holdsNUL else {
            throw WireError(.settings, "the user name or the secret holds a NUL character")
        }
        var problem: WireError?
        for mechanisms in login.attempts(for: settings.service, isEncrypted: settings.encryption != .none) {
            do {
                return try open(settings, login, mechanisms, transcript)
            } catch  where error.allowsAnotherMechanism(login) {
                // What was tried says more than what is not offered.
                if problem == nil || error.kind != .authenticationNotOffered { problem = error }
            }
        }
        throw problem ?? WireError(.settings, "there is nothing to log in with")
    }

    private static func open(
        _ settings: LineSettings, _ login: Login, _ mechanisms: [String], _ transcript: Transcript?
    ) throws(WireError) -> LineSession {
        guard case .windows(_, let tickets) = login.proof else {
            return try open(settings, mechanisms: mechanisms, transcript)
        }
        guard mechanisms == ["GSSAPI"], let tickets else {
            try CurlFeature.ntlm.require()
            return try open(settings, mechanisms: mechanisms, transcript)
        }
        try CurlFeature.gssapi.require()
        let cache = try tickets.cache()
        var settings = settings
        // libcurl begins GSSAPI only for a name with a realm; who logs in says the ticket.
        settings.login?.username = cache.principal
        do {
            return try Tickets.using(cache) { () throws(WireError) in
                try open(settings, mechanisms: mechanisms, transcript)
            }
        } catch  where error.kind == .ticket(.other) {
            try KerberosContext().checkService(settings.service.rawValue, host: settings.host, cache: cache.name)
            throw WireError(.ticket(.other), "the server did not prove itself", reply: error.reply)
        }
    }

    private static func open(
        _ settings: LineSettings, mechanisms: [String], _ transcript: Transcript?
    ) throws(WireError) -> LineSession {
        let easy = try EasyHandle()
        try easy.apply(settings, mechanisms)
        let listener = Listener(
            Handshake(settings.service) { text in settings.login?.redacted(text) ?? text }, transcript)
        easy.onHeaderLine(
            { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let listener = Unmanaged<Listener>.fromOpaque(context).takeUnretainedValue()
                return listener.handshake.add(UnsafeRawBufferPointer(start: bytes, count: size * count))
                    ? size * count : 0
            }, Unmanaged.passUnretained(listener).toOpaque())
        // Which of our commands was the login, only libcurl can tell.
        if transcript != nil || settings.service == .imap {
            easy.onTalk(
                { _, kind, bytes, count, context in
                    guard let bytes, let context else { return 0 }
                    let listener = Unmanaged<Listener>.fromOpaque(context).takeUnretainedValue()
                    listener.note(kind, UnsafeRawBufferPointer(start: bytes, count: count))
                    return 0
                }, Unmanaged.passUnretained(listener).toOpaque())
        }
        let code = withExtendedLifetime(listener) { easy.perform() }
        easy.onHeaderLine(nil, nil)
        easy.onTalk(nil, nil)
        let handshake = listener.handshake
        guard code == CURLE_OK else {
            var error = WireError(code, easy, handshake, settings)
            if code == CURLE_SSL_CERTPROBLEM, let certificate = settings.tls.certificate {
                let key = PlainText.printable(settings.tls.key ?? certificate)
                error.detail =
                    "the key \(key) does not fit the certificate \(PlainText.printable(certificate)), or one of them is damaged"
            }
            if error.kind == .certificate(.untrusted(issuer: nil)) { error.kind = .certificate(Issuer.ask(settings)) }
            throw error
        }
        if settings.login != nil, !handshake.isAuthenticated {
            throw WireError(.authenticationNotOffered, handshake.offer)
        }
        return try LineSession(easy, handshake, settings)
    }
}

extension WireError {
    /// Whether the login may be tried in another way, over another connection.
    fileprivate func allowsAnotherMechanism(_ login: Login) -> Bool {
        switch (kind, login.proof) {
        case (.authenticationNotOffered, _), (.authenticationAborted, _): true
        // A ticket comes first, and the password is there for when it does not do.
        case (.ticket, .windows(.some, _)), (.authenticationRefused, .windows(.some, .some)): true
        default: false
        }
    }
}

/// What libcurl's callbacks write into.
private final class Listener {
    var handshake: Handshake
    private let transcript: Transcript?

    init(_ handshake: Handshake, _ transcript: Transcript?) {
        self.handshake = handshake
        self.transcript = transcript
    }

    func note(_ kind: curl_infotype, _ bytes: UnsafeRawBufferPointer) {
        switch kind {
        case CURLINFO_HEADER_OUT:
            handshake.said(bytes)
            transcript?.client(bytes)
        case CURLINFO_HEADER_IN: transcript?.server(bytes)
        case CURLINFO_TEXT:
            let text = String(decoding: bytes, as: UTF8.self).split(separator: "\n").joined(separator: " ")
            // The messages of the TLS handshake, one by one, help nobody.
            if !text.contains("TLS h") { transcript?.note(text) }
        default: break
        }
    }
}
