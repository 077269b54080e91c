/// Asks HTTP servers on a thread of its own, one request after the other.
package actor HTTPClient {
    private let thread: SerialThread
    private let settings: HTTPSettings
    private var session: HTTPSession?

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    package init(_ settings: HTTPSettings = HTTPSettings()) throws(WireError) {
        thread = try SerialThread()
        self.settings = settings
    }

    /// Asks, and waits for the whole answer.
    ///
    /// - Throws: `WireError` when there is no answer.
    package func send(_ request: HTTPRequest) throws(WireError) -> HTTPResponse {
        if let session { return try session.send(request) }
        let session = try HTTPSession(settings)
        self.session = session
        return try session.send(request)
    }
}
