import Sandbox

/// The sides of the sandbox, from the moment on that they listen.
struct SandboxSides {
    static let host = "127.0.0.1"

    let smtp: Int
    let imap: Int
    /// Where Exchange Web Services are.
    let exchange: String
    private let stopping: @Sendable () async -> Void

    /// Begins all of them; a port that another program has is replaced by one that is free, and that is said.
    static func start(
        _ mailboxes: Mailboxes, _ ports: SandboxPorts, _ terminal: Terminal
    ) async throws(CommandFailure) -> SandboxSides {
        let smtp = try await listen(.smtp, mailboxes, ports.smtp, terminal)
        let imap = try await listen(.imap, mailboxes, ports.imap, terminal)
        let exchange = try await listen("Exchange", ports.exchange, terminal) { (port) throws(MailServerProblem) in
            var options = ExchangeServer.Options()
            options.host = host
            options.port = port
            return try await ListeningExchange.start(mailboxes, options)
        } port: {
            $0.port
        }
        let serving = Task {
            async let letters: Void = smtp.serve()
            async let folders: Void = imap.serve()
            _ = await (letters, folders)
        }
        return SandboxSides(smtp: smtp.port, imap: imap.port, exchange: exchange.url) {
            serving.cancel()
            await exchange.stop()
            await serving.value
        }
    }

    /// Hangs up on everybody.
    func stop() async { await stopping() }

    private static func listen(
        _ side: MailServer.Side, _ mailboxes: Mailboxes, _ port: Int, _ terminal: Terminal
    ) async throws(CommandFailure) -> MailServer {
        try await listen(side.rawValue.uppercased(), port, terminal) { (port) throws(MailServerProblem) in
            try await MailServer.listen(side, mailboxes, host: host, port: port)
        } port: {
            $0.port
        }
    }

    /// Begins a side on its port, or on any when another program has that one.
    private static func listen<Server>(
        _ name: String, _ port: Int, _ terminal: Terminal,
        _ begin: (Int) async throws(MailServerProblem) -> Server, port isOn: (Server) -> Int
    ) async throws(CommandFailure) -> Server {
        do throws(MailServerProblem) {
            do throws(MailServerProblem) {
                return try await begin(port)
            } catch {
                guard error.isPortTaken else { throw error }
                let server = try await begin(0)
                note(port, name, isOn(server), terminal)
                return server
            }
        } catch {
            throw CommandFailure(.messageRefused, "port-not-free", error.message, help: error.help)
        }
    }

    private static func note(_ port: Int, _ side: String, _ other: Int, _ terminal: Terminal) {
        terminal.complain(
            "warning[port-in-use]: another program listens on \(host):\(port): \(side) is on port \(other)")
    }

    private init(smtp: Int, imap: Int, exchange: String, stopping: @escaping @Sendable () async -> Void) {
        self.smtp = smtp
        self.imap = imap
        self.exchange = exchange
        self.stopping = stopping
    }
}
