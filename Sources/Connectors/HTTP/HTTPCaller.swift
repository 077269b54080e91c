internal import Connecting
internal import Diagnostics
internal import Wire

/// Asks the endpoint on a thread of its own, one message after the other; its connection is kept for the next one.
actor HTTPCaller {
    private let thread: SerialThread
    private let settings: HTTPConnector.Settings
    private let words: HTTPWords
    private let conversation: ConnectionLog.Conversation?
    private var session: HTTPSession?

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(_ settings: HTTPConnector.Settings) throws(Failure) {
        self.settings = settings
        words = HTTPWords(settings)
        conversation = settings.log?.conversation()
        do throws(WireError) {
            thread = try SerialThread()
        } catch {
            throw words.failure(error)
        }
    }

    /// Builds a request and asks it, with another token when the first is refused.
    func call(
        as credentials: Credentials, _ build: @Sendable () throws(Failure) -> HTTPRequest
    ) async throws(Failure) -> HTTPResponse {
        let request = try build()
        // Where it goes, and how much: never what stands in it.
        conversation?.add(
            .client,
            ["\(request.method) \(settings.server) (\(request.body.count) bytes)"]
                + request.headers.filter { Self.shown.contains($0.name) }.map { "\($0.name): \($0.value)" })
        do throws(WireError) {
            let session = try open()
            let response = try await credentials.opening { (login) throws(WireError) in
                var response = try session.send(request, as: login)
                if case .token(let token)? = login?.proof, !(200..<300).contains(response.status) {
                    // An endpoint that complains may repeat what it was sent.
                    response.body = Array(Redaction([token])(String(decoding: response.body, as: UTF8.self)).utf8)
                }
                if case .tokens = credentials, response.status == 401 {
                    throw WireError(.authenticationRefused, HTTPVerdict.status(401))
                }
                return response
            }
            conversation?.add(.server, ["\(HTTPVerdict.status(response.status)) (\(response.body.count) bytes)"])
            return response
        } catch {
            conversation?.add(.note, [error.detail])
            throw words.failure(error)
        }
    }

    private static let shown: Set<String> = ["Idempotency-Key", "Router-Attempt", "traceparent"]

    private func open() throws(WireError) -> HTTPSession {
        if let session { return session }
        if let flaw = settings.tls.flaws.first {
            throw WireError(
                .file, "the file \(PlainText.printable(flaw.path)) of '\(flaw.key.rawValue)' \(flaw.problem.words)")
        }
        let session = try HTTPSession(settings.http)
        self.session = session
        return session
    }
}
