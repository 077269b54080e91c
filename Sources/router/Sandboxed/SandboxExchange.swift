import Sandbox

/// The Exchange side, which says where it listens once it does.
struct SandboxExchange {
    let port: Int
    private let server: ExchangeServer
    private let serving: Task<Void, Never>

    private enum Event: Sendable {
        case listening(Int)
        case failed(String)
    }

    static func start(
        _ mailboxes: Mailboxes, port: Int, _ terminal: Terminal
    ) async throws(CommandFailure) -> SandboxExchange {
        if let side = await begin(mailboxes, port: port).side { return side }
        // Whatever keeps it from this port, any other does as well.
        let (side, problem) = await begin(mailboxes, port: 0)
        guard let side else {
            throw CommandFailure(
                .messageRefused, "port-not-free", "no port of \(SandboxSides.host) can be listened on: \(problem)",
                help: "see what the system's log says")
        }
        SandboxSides.note(port, "Exchange", side.port, terminal)
        return side
    }

    private static func begin(_ mailboxes: Mailboxes, port: Int) async -> (side: SandboxExchange?, problem: String) {
        let (events, post) = AsyncStream.makeStream(of: Event.self)
        var options = ExchangeServer.Options()
        options.host = SandboxSides.host
        options.port = port
        let server = ExchangeServer(mailboxes, options) { post.yield(.listening($0)) }
        let serving = Task {
            do { try await server.serve() } catch { post.yield(.failed("\(error)")) }
            post.finish()
        }
        for await event in events {
            switch event {
            case .listening(let port): return (SandboxExchange(port: port, server: server, serving: serving), "")
            case .failed(let problem): return (nil, problem)
            }
        }
        return (nil, "it ended at once")
    }

    func stop() async {
        // What is still asked for is not waited for.
        serving.cancel()
        await server.stop()
        await serving.value
    }
}
