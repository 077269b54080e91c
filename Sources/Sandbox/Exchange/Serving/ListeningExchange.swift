/// An Exchange that listens, from its start until it is stopped.
package struct ListeningExchange: Sendable {
    package let server: ExchangeServer
    package let port: Int
    private let serving: Task<Void, Never>

    private enum Event: Sendable {
        case listening(Int)
        case failed(any Error)
    }

    /// Starts one.
    ///
    /// - Parameters:
    ///   - mailboxes: What it serves.
    ///   - options: How it is.
    /// - Returns: The server, which takes calls.
    /// - Throws: ``MailServerProblem`` when the port can't be listened on.
    package static func start(
        _ mailboxes: Mailboxes, _ options: ExchangeServer.Options = ExchangeServer.Options()
    ) async throws(MailServerProblem) -> ListeningExchange {
        let (events, post) = AsyncStream.makeStream(of: Event.self)
        let server: ExchangeServer
        do {
            server = try ExchangeServer(mailboxes, options) { post.yield(.listening($0)) }
        } catch {
            throw MailServerProblem(error, host: options.host, port: options.port)
        }
        let serving = Task {
            do { try await server.serve() } catch { post.yield(.failed(error)) }
            post.finish()
        }
        for await event in events {
            switch event {
            case .listening(let port): return ListeningExchange(server: server, port: port, serving: serving)
            case .failed(let error): throw MailServerProblem(error, host: options.host, port: options.port)
            }
        }
        throw MailServerProblem(CancellationError(), host: options.host, port: options.port)
    }

    /// Where requests go.
    package var url: String { ExchangeServer.url(port: port) }

    /// Ends it, with what is under way: what is still asked for is hardly waited for.
    package func stop() async {
        let hurrying = Task {
            // QUIRK: NIO does not bear connections that were taken and that nobody looks at, as those are when this is all too sudden.
            try? await Task.sleep(for: .milliseconds(300))
            serving.cancel()
        }
        await server.stop()
        await serving.value
        hurrying.cancel()
    }
}
