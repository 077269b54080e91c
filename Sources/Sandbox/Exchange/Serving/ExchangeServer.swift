package import Diagnostics
internal import HummingbirdCore
internal import HummingbirdTLS
internal import Logging
internal import NIOCore
internal import NIOPosix

/// Exchange's web services (EWS) before the sandbox's mailboxes, on loopback.
package struct ExchangeServer: Sendable {
    /// How the server is.
    package struct Options: Sendable {
        package var host = "127.0.0.1"
        /// 0 for any that is free.
        package var port = 0
        package var version = ExchangeVersion.exchange2016
        /// What a front on this machine proves itself with: it tells in `Sandbox-Front-User` who has logged in.
        package var front: Secret?
        /// How long a minute of a streaming connection is: tests have shorter ones.
        package var minute = Duration.seconds(60)
        /// How often a quiet streaming connection is told that it is alive.
        package var beat = Duration.seconds(30)
        /// What the 401 offers.
        package var offersBasic = true
        /// Who stands behind an access token, by login, if anybody does; without it tokens are not taken.
        package var bearer: (@Sendable (_ token: String) async -> String?)?
        /// With one it speaks TLS.
        package var certificate: ExchangeCertificate?

        package init() {}
    }

    /// Where requests go: see ``url(host:port:)``.
    package static let path = "/EWS/Exchange.asmx"
    /// Bytes of one request.
    static let longestRequest = 210_000_000
    private static let mostConnections = 512

    /// Misbehaviour, and what was asked.
    package let faults = ExchangeFaults()
    private let options: Options
    private let subscriptions = Subscriptions()
    private let running: Running

    /// A server of either kind, with TLS or without.
    private struct Running: Sendable {
        var run: @Sendable () async throws -> Void
        var shutDown: @Sendable () async throws -> Void
    }

    /// - Parameters:
    ///   - mailboxes: What it serves.
    ///   - options: How it is.
    ///   - listening: Is told the port, once it listens.
    /// - Throws: When the certificate can't be used.
    package init(
        _ mailboxes: Mailboxes, _ options: Options = Options(),
        listening: @escaping @Sendable (_ port: Int) async -> Void
    ) throws {
        self.options = options
        let desk = ExchangeDesk(mailboxes: mailboxes, version: options.version, subscriptions: subscriptions)
        let responder = ExchangeResponder(desk: desk, options: options, faults: faults)
        let http = HTTP1Channel(
            responder: { try await responder.respond($0, $1, $2) }, configuration: .init(idleTimeout: .minutes(35)))
        func server(_ channel: some ServerChildChannel) -> Running {
            let server = Server(
                childChannelSetup: channel,
                configuration: ServerConfiguration(
                    address: .hostname(options.host, port: options.port), backlog: 256,
                    availableConnectionsDelegate: MaximumAvailableConnections(Self.mostConnections)),
                onServerRunning: { channel in await listening(channel.localAddress?.port ?? options.port) },
                eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
                logger: Logger(label: "exchange") { _ in SwiftLogNoOpLogHandler() })
            return Running(run: { try await server.run() }, shutDown: { try await server.shutdownGracefully() })
        }
        running = try options.certificate.map { server(try $0.channel(over: http)) } ?? server(http)
    }

    /// `http://127.0.0.1:8080/EWS/Exchange.asmx`.
    package static func url(host: String = "127.0.0.1", port: Int) -> String { "http://\(host):\(port)\(path)" }

    /// Serves until it is stopped.
    ///
    /// - Throws: Why it can't listen.
    package func serve() async throws { try await running.run() }

    /// Ends the streaming connections, takes no new calls, and returns when those under way have their answers.
    package func stop() async {
        subscriptions.end()
        try? await running.shutDown()
    }
}
