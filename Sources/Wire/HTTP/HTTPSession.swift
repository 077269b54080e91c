internal import CCurl

/// Asks HTTP servers, one request after the other; connections are kept for the next one.
///
/// Everything here blocks: use it on a `SerialThread`, from one actor. `HTTPClient` is such an actor.
package final class HTTPSession {
    private let settings: HTTPSettings
    private let easy: EasyHandle
    /// Takes the bodies of the answers from now on, whatever their status; `nil` has them held.
    package var consumer: (any HTTPConsumer)?

    package init(_ settings: HTTPSettings = HTTPSettings()) throws(WireError) {
        self.settings = settings
        easy = try EasyHandle()
    }

    /// Asks, and waits for the whole answer; a redirection is an answer like any other.
    ///
    /// - Throws: `WireError` when there is no answer; `settings` for a URL that is none or not encrypted,
    ///   `protocolViolation` for an answer that is larger than it may be.
    package func send(_ request: HTTPRequest) throws(WireError) -> HTTPResponse {
        try send(request) { _ in }
    }

    /// The same, with what `prepare` sets besides.
    func send(
        _ request: HTTPRequest, _ prepare: (borrowing EasyHandle) throws(WireError) -> Void
    ) throws(WireError) -> HTTPResponse {
        let address: HTTPAddress
        do throws(HTTPAddress.Problem) {
            address = try HTTPAddress(request.url, allowingClearText: settings.allowsClearText)
        } catch {
            throw WireError(
                .settings, "the URL '\(PlainText.printable(request.url))' \(error.words)", remedy: error.help)
        }
        let listener = HTTPListener(bodyLimit: settings.bodyLimit, cutsBodies: settings.cutsBodies, consumer: consumer)
        easy.reset()
        defer { easy.reset() }
        try easy.apply(settings, to: address)
        if !request.reusesConnection { try easy.set(CURLOPT_FRESH_CONNECT, 1) }
        let lines = try HeaderList(request.headers)
        try easy.apply(lines)
        try prepare(easy)
        listen(listener)
        let code = try perform(request)
        withExtendedLifetime(listener) {}
        withExtendedLifetime(lines) {}
        guard code == CURLE_OK || listener.isCut else {
            if let excess = listener.excess { throw WireError(.protocolViolation, excess) }
            // What was said is no HTTP of this century.
            if code == CURLE_UNSUPPORTED_PROTOCOL {
                throw WireError(.protocolViolation, PlainText.printable(easy.problemText))
            }
            let place = LineSettings(
                host: address.host, port: 443, encryption: .ssl, tls: settings.tls, proxy: settings.proxy)
            throw WireError(code, easy, Handshake(), place)
        }
        var response = HTTPResponse(
            status: easy.information(CURLINFO_RESPONSE_CODE), headers: listener.headers, body: listener.body)
        response.isCut = listener.isCut
        response.isOnNewConnection = easy.information(CURLINFO_NUM_CONNECTS) > 0
        return response
    }

    private func perform(_ request: HTTPRequest) throws(WireError) -> CURLcode {
        do {
            return try request.body.withUnsafeBytes { body in
                try easy.apply(request.method, body)
                return easy.perform()
            }
        } catch let error as WireError {
            throw error
        } catch {
            throw WireError(.settings, "\(error)")
        }
    }

    private func listen(_ listener: HTTPListener) {
        let context = Unmanaged.passUnretained(listener).toOpaque()
        easy.onHeaderLine(
            { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let listener = Unmanaged<HTTPListener>.fromOpaque(context).takeUnretainedValue()
                return listener.addHeader(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
            }, context)
        easy.onBody(
            { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let listener = Unmanaged<HTTPListener>.fromOpaque(context).takeUnretainedValue()
                return listener.addBody(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
            }, context)
        guard consumer != nil else { return }
        easy.onProgress(
            { context, _, _, _, _ in
                guard let context else { return 0 }
                return Unmanaged<HTTPListener>.fromOpaque(context).takeUnretainedValue().isGivenUp() ? 1 : 0
            }, context)
    }
}
