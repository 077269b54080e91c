internal import CCurl
internal import Diagnostics
internal import Glibc

extension LineSession {
    /// Connects, encrypts and logs in.
    ///
    /// When a login was asked for, the session is logged in: without the server's own 235 this fails with `authenticationNotOffered`.
    ///
    /// - Parameters:
    ///   - settings: How to reach it.
    ///   - transcript: Is told what both sides say.
    /// - Returns: Ready for the first command.
    /// - Throws: `WireError`, with the server's last reply where there was one.
    package static func open(
        _ settings: LineSettings, transcript: Transcript? = nil
    ) throws(WireError) -> LineSession {
        transcript?.begin(settings.login)
        guard let login = settings.login else { return try open(settings, mechanisms: [], transcript) }
        guard !login.holdsNUL else {
            throw WireError(.settings, "the user name or the secret holds a NUL character")
        }
        var last = WireError(.authenticationNotOffered, "")
        for mechanisms in login.attempts(isEncrypted: settings.encryption != .none) {
            do {
                return try open(settings, mechanisms: mechanisms, transcript)
            } catch  where error.kind == .authenticationNotOffered {
                last = error
            }
        }
        throw last
    }

    private static func open(
        _ settings: LineSettings, mechanisms: [String], _ transcript: Transcript?
    ) throws(WireError) -> LineSession {
        let easy = try EasyHandle()
        try easy.apply(settings, mechanisms)
        let listener = Listener(Handshake { text in settings.login?.redacted(text) ?? text }, transcript)
        easy.onHeaderLine(
            { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let listener = Unmanaged<Listener>.fromOpaque(context).takeUnretainedValue()
                return listener.handshake.add(UnsafeRawBufferPointer(start: bytes, count: size * count))
                    ? size * count : 0
            }, Unmanaged.passUnretained(listener).toOpaque())
        if transcript != nil {
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
        guard code == CURLE_OK else { throw WireError(code, easy, handshake) }
        if settings.login != nil, !handshake.isAuthenticated {
            throw WireError(.authenticationNotOffered, handshake.offer)
        }
        return try LineSession(easy, handshake, settings)
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
        case CURLINFO_HEADER_OUT: transcript?.client(bytes)
        case CURLINFO_HEADER_IN: transcript?.server(bytes)
        case CURLINFO_TEXT:
            let text = String(decoding: bytes, as: UTF8.self).split(separator: "\n").joined(separator: " ")
            // The messages of the TLS handshake, one by one, help nobody.
            if !text.contains("TLS h") { transcript?.note(text) }
        default: break
        }
    }
}
