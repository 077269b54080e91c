internal import CCurl
internal import Diagnostics
internal import Glibc

extension LineSession {
    /// Connects, encrypts and logs in.
    ///
    /// When a login was asked for, the session is logged in: without the server's own 235 this fails with `authenticationNotOffered`.
    ///
    /// - Throws: `WireError`, with the server's last reply where there was one.
    package static func open(_ settings: LineSettings) throws(WireError) -> LineSession {
        guard let login = settings.login else { return try open(settings, mechanisms: []) }
        guard !login.holdsNUL else {
            throw WireError(.settings, "the user name or the secret holds a NUL character")
        }
        var last = WireError(.authenticationNotOffered, "")
        for mechanisms in login.attempts(isEncrypted: settings.encryption != .none) {
            do {
                return try open(settings, mechanisms: mechanisms)
            } catch  where error.kind == .authenticationNotOffered {
                last = error
            }
        }
        throw last
    }

    private static func open(_ settings: LineSettings, mechanisms: [String]) throws(WireError) -> LineSession {
        let easy = try EasyHandle()
        try easy.apply(settings, mechanisms)
        let listener = Listener(Handshake { text in settings.login?.redacted(text) ?? text })
        easy.onHeaderLine(
            { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let listener = Unmanaged<Listener>.fromOpaque(context).takeUnretainedValue()
                return listener.handshake.add(UnsafeRawBufferPointer(start: bytes, count: size * count))
                    ? size * count : 0
            }, Unmanaged.passUnretained(listener).toOpaque())
        let code = withExtendedLifetime(listener) { easy.perform() }
        easy.onHeaderLine(nil, nil)
        let handshake = listener.handshake
        guard code == CURLE_OK else { throw WireError(code, easy, handshake) }
        if settings.login != nil, !handshake.isAuthenticated {
            throw WireError(.authenticationNotOffered, handshake.offer)
        }
        return try LineSession(easy, handshake, settings)
    }
}

/// What libcurl's callback writes into.
private final class Listener {
    var handshake: Handshake

    init(_ handshake: Handshake) {
        self.handshake = handshake
    }
}
