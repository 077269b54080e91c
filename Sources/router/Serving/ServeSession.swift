import Attributes
import Console
import Diagnostics
import Engine
import Glibc
import Spool
import Synchronization

/// A service from its start to its end: the spool, the work, the HTTP server, and what signals and changed files ask of them.
struct ServeSession {
    private enum Event: Sendable {
        case wish(Signals.Wish)
        case filesChanged
        case listening(ServerAddress)
        case serverEnded(ServerProblem?)
        /// Others have taken the process for dead.
        case lost
    }

    /// The least time that answers under way get at the end.
    private static let leastTimeForAnswers = Duration.seconds(5)
    private static let lookPeriod = Duration.seconds(5)

    let workspace: Workspace
    private let address: ServerAddress
    private let portFile: String?
    private let drain: Duration
    private let mostWaiting: Int
    let log: EventLog
    let terminal: Terminal
    let load: @Sendable () -> Workspace

    init(
        _ workspace: Workspace, at address: ServerAddress, portFile: String?, drain: Duration, mostWaiting: Int,
        log: EventLog, _ terminal: Terminal, load: @escaping @Sendable () -> Workspace
    ) {
        self.workspace = workspace
        self.address = address
        self.portFile = portFile
        self.drain = drain
        self.mostWaiting = mostWaiting
        self.log = log
        self.terminal = terminal
        self.load = load
    }

    func run() async throws(CommandFailure) -> ExitStatus {
        let (events, post) = AsyncStream.makeStream(of: Event.self)
        // Before anything is open, so that a stop that comes early ends in order too.
        let hearing = Task { for await wish in Signals.heard() { post.yield(.wish(wish)) } }
        defer { hearing.cancel() }
        tell(workspace.findings.sorted)
        let spool = try await openSpool()
        let service = try await startService(on: spool)
        let tokens = TokenKeeper(Self.tokenFile(of: workspace)) { problem in
            log.error(
                "tokens-wrong", ["file": problem.path, "why": problem.words, "help": "those from before hold on"])
        }
        let api = API(service, tokens: tokens, log: log, mostWaiting: mostWaiting)
        let server: WebServer
        do throws(ServerProblem) {
            let connections = OpenFiles.connectionsAfterRaising(atMost: WebServer.mostConnections)
            server = try WebServer(api, at: address, tls: tlsFiles, connections: connections, log: log) {
                post.yield(.listening($0))
            }
        } catch {
            await end(service, spool)
            throw CommandFailure(error)
        }
        let serving = Task {
            do throws(ServerProblem) {
                try await server.serve()
                post.yield(.serverEnded(nil))
            } catch {
                post.yield(.serverEnded(error))
            }
        }
        let watch = WorkspaceWatch(folder: workspace.folder)
        let watching = Task { await watch.run { post.yield(.filesChanged) } }
        defer { watching.cancel() }
        let manager = ServiceManager { name in getenv(name).map { String(cString: $0) } }
        let guarding = Task { await watchdog(manager, service) { post.yield(.lost) } }
        defer { guarding.cancel() }

        var failure: CommandFailure?
        var reloading: Task<Void, Never>?
        loop: for await event in events {
            switch event {
            case .listening(let address):
                announce(address, tokens)
                do throws(CommandFailure) {
                    try writePort(address.port)
                } catch {
                    failure = error
                    break loop
                }
                manager?.ready("listening on \(address.shown)")
            case .wish(.reload), .filesChanged:
                // Letters on their way may take long to end; a stop does not wait for that.
                let before = reloading
                reloading = Task {
                    await before?.value
                    manager?.reloading()
                    await reload(service, tokens)
                    manager?.ready("reloaded")
                }
            case .wish(.stop(let signal)):
                log.info(
                    "stopping",
                    ["signal": signal == SIGTERM ? "SIGTERM" : "SIGINT", "drain": "\(Int(drain / .seconds(1)))s"])
                break loop
            case .serverEnded(let problem):
                failure = problem.map { CommandFailure($0) }
                break loop
            case .lost:
                failure = CommandFailure(
                    .notWritable, "spool-owner-lost", "others have taken this process for dead and its letters over",
                    help: "start it again; see why it could not reach the spool for so long")
                break loop
            }
        }
        manager?.stopping()
        let impatient = Task {
            for await case .wish(.stop(let signal)) in events {
                log.warning("stopped-at-once", ["help": "letters on their way are seen to at the next start"])
                log.flush()
                _exit(128 + signal)
            }
        }
        async let answers: Void = stop(server, serving)
        await service.stop(within: drain)
        await answers
        await spool.close()
        impatient.cancel()
        log.info("stopped")
        if let failure { throw failure }
        return .done
    }

    // MARK: Beginning

    private func openSpool() async throws(CommandFailure) -> any Spool {
        if let spool = try await SpoolOpening.open(of: workspace) { return spool }
        throw CommandFailure(
            .workspace, "no-spool", "router.yaml says 'spool: none', and a service has to keep what it takes",
            help: "delete 'spool: none', or write 'spool: \(SpoolAddress.usual)'")
    }

    private func startService(on spool: any Spool) async throws(CommandFailure) -> Service {
        do throws(SpoolProblem) {
            return try await Service.start(workspace, on: spool) { news in log.note(news) }
        } catch {
            await spool.close()
            throw CommandFailure(error)
        }
    }

    static func tokenFile(of workspace: Workspace) -> TokenFile {
        TokenFile(path: workspace.folder.resolve(workspace.settings.server.tokens))
    }

    private var tlsFiles: TLSFiles? {
        let server = workspace.settings.server
        guard let certificate = server.certificate, let key = server.key else { return nil }
        return TLSFiles(
            certificate: workspace.folder.resolve(certificate), key: workspace.folder.resolve(key))
    }

    private func announce(_ address: ServerAddress, _ tokens: TokenKeeper) {
        let url = "\(tlsFiles == nil ? "http" : "https")://\(address.shown)"
        if terminal.isJSON {
            log.info("listening", ["url": url, "workspace": workspace.folder.path])
        } else {
            terminal.note("listening on \(url)")
        }
        if !address.isLoopback, tlsFiles == nil {
            log.warning(
                "unencrypted",
                [
                    "url": url, "why": "tokens and messages can be read on the way",
                    "help":
                        "set 'server: {tls: {certificate: …, key: …}}', or listen on 127.0.0.1 behind a proxy with TLS",
                ])
        }
        let file = Self.tokenFile(of: workspace)
        if file.isOpenToOthers {
            log.warning("tokens-open", ["file": file.path, "help": "chmod 600 \(file.path)"])
        }
        if tokens.isEmpty { log.info("no-tokens", ["help": "'router token create NAME' makes the first one"]) }
    }

    private func writePort(_ port: Int) throws(CommandFailure) {
        guard let portFile else { return }
        // Whoever waits for the file finds it whole.
        let draft = "\(portFile).new"
        try NewFile.write(Array("\(port)\n".utf8), to: draft, mode: 0o644)
        guard rename(draft, portFile) == 0 else {
            throw CommandFailure(
                .notWritable, "not-writable", "'\(portFile)' can't be written: \(String(cString: strerror(errno)))",
                help: "choose a folder that you may write to")
        }
    }

    // MARK: Being there

    /// Tells the service manager now and again that the work goes on, only when it answers; and notices when it can't go on.
    private func watchdog(_ manager: ServiceManager?, _ service: Service, lost: @Sendable () -> Void) async {
        let period = manager?.watchdog.map { $0 / 3 } ?? Self.lookPeriod
        while !Task.isCancelled {
            _ = await service.health()
            if manager?.watchdog != nil { manager?.alive() }
            if service.isLost { return lost() }
            try? await Task.sleep(for: min(period, Self.lookPeriod))
        }
    }

    // MARK: Ending

    /// Lets answers under way be finished, for as long as letters may take.
    private func stop(_ server: WebServer, _ serving: Task<Void, Never>) async {
        let limit = Task {
            try? await Task.sleep(for: max(drain, Self.leastTimeForAnswers))
            serving.cancel()
        }
        await server.stop()
        await serving.value
        limit.cancel()
    }

    private func end(_ service: Service, _ spool: any Spool) async {
        await service.stop(within: .zero)
        await spool.close()
    }
}

extension CommandFailure {
    /// The server can't begin.
    fileprivate init(_ problem: ServerProblem) {
        let status: ExitStatus =
            switch problem.code {
            case .portInUse, .notAllowed, .other: .messageRefused
            case .noSuchAddress, .certificate: .workspace
            }
        self.init(status, problem.code.rawValue, problem.message, help: problem.help)
    }
}
