import Glibc
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOHTTPTypes
import NIOPosix
import NIOSSL

/// The HTTP server before the API.
package struct WebServer: Sendable {
    /// Connections at one time; others wait in the backlog.
    package static let mostConnections = 2_048
    /// How long a connection may be silent between calls, and a call's head may take.
    private static let idle = TimeAmount.seconds(20)
    private static let head = HTTP1Channel.Configuration.DecoderConfiguration(
        maxHeaderFieldSize: 16_384, maxHeaderListSize: 32_768, maxHeaderFieldCount: 100)

    private let run: @Sendable () async throws -> Void
    private let shutDown: @Sendable () async throws -> Void

    /// - Parameters:
    ///   - api: Answers the calls.
    ///   - address: Where to listen.
    ///   - tls: Files in PEM; `nil` for plain HTTP.
    ///   - connections: How many clients may be connected at one time.
    ///   - log: Where the server's own troubles go.
    ///   - listening: Is told where it listens, once it does.
    /// - Throws: What is wrong with the certificate or its key.
    package init(
        _ api: API, at address: ServerAddress, tls: TLSFiles?, connections: Int = WebServer.mostConnections,
        log: EventLog,
        listening: @escaping @Sendable (ServerAddress) async -> Void
    ) throws(ServerProblem) {
        let responder = CallResponder(api)
        let http = HTTP1Channel(
            responder: { try await responder.respond($0, $1, $2) },
            configuration: .init(
                additionalChannelHandlers: [RequestClock(.init())], idleTimeout: Self.idle,
                httpDecoderConfiguration: Self.head))
        let configuration = ServerConfiguration(
            address: .hostname(address.host, port: address.port), backlog: 1_024,
            availableConnectionsDelegate: MaximumAvailableConnections(connections))
        let logger = Logger(label: "http") { _ in ServerLogHandler(log) }
        @Sendable func running(_ channel: any Channel) async {
            let port = channel.localAddress?.port ?? address.port
            await listening(ServerAddress(host: address.host, port: port))
        }
        if let tls {
            let channel = try tls.channel(over: http)
            let server = Server(
                childChannelSetup: channel, configuration: configuration, onServerRunning: running,
                eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger)
            run = { try await server.run() }
            shutDown = { try await server.shutdownGracefully() }
        } else {
            let server = Server(
                childChannelSetup: http, configuration: configuration, onServerRunning: running,
                eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger)
            run = { try await server.run() }
            shutDown = { try await server.shutdownGracefully() }
        }
        self.address = address
    }

    private let address: ServerAddress

    /// Serves until it is stopped.
    ///
    /// - Throws: Why it can't begin.
    package func serve() async throws(ServerProblem) {
        do {
            try await run()
        } catch let error as IOError {
            throw ServerProblem(error, address)
        } catch {
            throw ServerProblem(
                .noSuchAddress, "\(address.shown) can't be listened on: \(error)",
                help: "write --listen 127.0.0.1:8025, or an address that this machine has")
        }
    }

    /// Takes no new calls, and returns when those under way have their answers.
    package func stop() async { try? await shutDown() }
}

extension ServerProblem {
    fileprivate init(_ error: IOError, _ address: ServerAddress) {
        switch error.errnoCode {
        case EADDRINUSE:
            self.init(
                .portInUse, "another program listens on \(address.shown)",
                help: "stop it, or choose another port with --listen; 0 takes any that is free")
        case EACCES, EPERM:
            self.init(
                .notAllowed, "\(address.shown) may not be listened on",
                help: "choose a port from 1024 on, or let the service manager grant CAP_NET_BIND_SERVICE")
        case EADDRNOTAVAIL:
            self.init(
                .noSuchAddress, "this machine has no address \(address.host)",
                help: "write one that it has: 127.0.0.1 for itself alone, 0.0.0.0 for all")
        default:
            self.init(
                .other, "\(address.shown) can't be listened on: \(error)", help: "see what the system's log says")
        }
    }
}
