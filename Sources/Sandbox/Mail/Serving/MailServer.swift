internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// A port on loopback where mail programs are answered: the SMTP or the IMAP side of the sandbox.
package struct MailServer: Sendable {
    /// At one time; who comes after is turned away.
    private static let mostClients = 500

    package enum Side: String, Sendable, CaseIterable {
        case smtp, imap

        /// How long a client may be silent: RFC 5321 section 4.5.3.2.7, RFC 3501 section 5.4.
        var patience: Duration {
            switch self {
            case .smtp: .seconds(300)
            case .imap: .seconds(1_800)
            }
        }

        var farewell: [UInt8] {
            switch self {
            case .smtp: SMTPSession.tooSlow.bytes
            case .imap: Array("* BYE silent for too long\r\n".utf8)
            }
        }

        var turningAway: [UInt8] {
            switch self {
            case .smtp: SMTPAnswer(421, "4.7.0", "too many clients").bytes
            case .imap: Array("* BYE too many clients\r\n".utf8)
            }
        }
    }

    typealias Client = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    package let port: Int
    private let side: Side
    private let mailboxes: Mailboxes
    private let channel: NIOAsyncChannel<Client, Never>
    private let clients = Count()

    private final class Count: Sendable {
        let now = Atomic<Int>(0)
    }

    private init(_ side: Side, _ mailboxes: Mailboxes, _ channel: NIOAsyncChannel<Client, Never>) {
        self.side = side
        self.mailboxes = mailboxes
        self.channel = channel
        port = channel.channel.localAddress?.port ?? 0
    }

    /// Listens from now on; clients are answered while ``serve()`` runs.
    ///
    /// - Parameters:
    ///   - side: What is spoken.
    ///   - mailboxes: What the clients see.
    ///   - host: `127.0.0.1` or `::1`: nobody else gets in.
    ///   - port: 0 for any that is free.
    ///   - patience: How long a client may be silent.
    /// - Returns: The server.
    /// - Throws: ``MailServerProblem`` when the port can't be listened on.
    package static func listen(
        _ side: Side, _ mailboxes: Mailboxes, host: String = "127.0.0.1", port: Int = 0, patience: Duration? = nil
    ) async throws(MailServerProblem) -> MailServer {
        let silence = TimeAmount(patience ?? side.patience)
        do {
            let channel: NIOAsyncChannel<Client, Never> = try await ServerBootstrap(
                group: MultiThreadedEventLoopGroup.singleton
            )
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .bind(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers([
                        IdleStateHandler(readTimeout: silence), SilenceHandler(side.farewell),
                    ])
                    return try Client(wrappingChannelSynchronously: channel)
                }
            }
            return MailServer(side, mailboxes, channel)
        } catch {
            throw MailServerProblem(error, host: host, port: port)
        }
    }

    /// Answers clients until the task is cancelled; those who are there are hung up on then.
    package func serve() async {
        try? await withThrowingDiscardingTaskGroup { group in
            try await channel.executeThenClose { arriving in
                for try await client in arriving {
                    group.addTask { await answer(client) }
                }
            }
            group.cancelAll()
        }
    }

    private func answer(_ client: Client) async {
        let number = clients.now.add(1, ordering: .relaxed).newValue
        defer { clients.now.subtract(1, ordering: .relaxed) }
        let address = client.channel.remoteAddress?.ipAddress ?? "unknown"
        // A client that hangs up in the middle is nobody's mistake.
        try? await client.executeThenClose { inbound, outbound in
            guard number <= Self.mostClients else {
                return try await outbound.write(ByteBuffer(bytes: side.turningAway))
            }
            let stream = LineStream(inbound)
            switch side {
            case .smtp:
                var connection = SMTPConnection(mailboxes, address, stream, outbound)
                try await connection.run()
            case .imap:
                var connection = IMAPConnection(mailboxes, stream, outbound)
                try await connection.run()
            }
        }
    }
}

/// Hangs up on a client that has been silent for too long.
private final class SilenceHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let farewell: [UInt8]

    init(_ farewell: [UInt8]) { self.farewell = farewell }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is IdleStateHandler.IdleStateEvent else { return context.fireUserInboundEventTriggered(event) }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: farewell)), promise: nil)
        context.close(promise: nil)
    }
}

@available(*, unavailable)
extension SilenceHandler: Sendable {}
