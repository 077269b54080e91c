internal import Connecting
internal import Wire

/// An open folder of a mailbox.
actor ExchangeMailbox: ReceivingSession {
    nonisolated var greeting: String { "\(settings.server) (\(settings.version.rawValue))" }

    let settings: ExchangeConnector.Settings
    let caller: EWSCaller
    let acknowledgement: Acknowledgement
    /// Whether letters are left alone.
    let onlyEvents: Bool
    private let gate: EWSGate
    private(set) var folder: ExchangeFolders.Found?
    private(set) var target: EWSFolderID?
    private var stream: ExchangeStream?

    init(
        _ settings: ExchangeConnector.Settings, _ gate: EWSGate, _ acknowledgement: Acknowledgement, onlyEvents: Bool
    ) throws(Failure) {
        self.settings = settings
        self.gate = gate
        self.onlyEvents = onlyEvents
        self.acknowledgement = acknowledgement
        caller = try EWSCaller(settings, gate)
    }

    func open(_ name: String) async throws(Failure) {
        let folders = ExchangeFolders(settings: settings, caller: caller)
        let found = try await folders.find(name)
        if case .move(let target) = acknowledgement { self.target = try await folders.findOrMake(target) }
        folder = found
        // Before the first look: what comes behind it is told of.
        if settings.isStreaming, settings.version.streams {
            let stream = try ExchangeStream(settings, found.id)
            stream.start()
            self.stream = stream
        }
    }

    func opened() throws(Failure) -> ExchangeFolders.Found {
        guard let folder else {
            throw Failure(
                .connectionLost, .again, "the session with \(settings.server) has ended", help: "open the folder again")
        }
        return folder
    }

    /// Asks something that the session stands or falls with.
    func ask<Operation: EWSOperation>(_ operation: Operation) async throws(Failure) -> Operation.Output {
        do throws(EWSProblem) { return try await caller.call(operation) } catch { throw error.failure }
    }

    func wait(atMost patience: Duration) async throws(Failure) {
        _ = try opened()
        guard let stream, stream.isWorking else {
            try? await Task.sleep(for: min(patience, settings.interval))
            return
        }
        await stream.wait(atMost: patience)
    }

    func close() {
        folder = nil
        stream?.stop()
        stream = nil
    }

    deinit { stream?.stop() }
}
