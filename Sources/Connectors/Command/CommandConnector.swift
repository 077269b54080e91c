internal import Attributes
package import Connecting
package import Diagnostics
internal import Glibc

/// A program that is run for each message: `kind: command`.
package struct CommandConnector: Handler, Checkable {
    /// What a connection of `kind: command` says.
    package struct Settings: Sendable {
        package enum Contents: Sendable {
            case base64
            case files
            case none
        }

        /// The program and its arguments.
        package var run: [String]
        package var workspace: String
        /// `nil` for the workspace.
        package var folder: String?
        package var environment: [(name: String, value: String)]
        /// Those of the environment's values that must never be shown.
        package var secrets: [Secret]
        package var contents: Contents
        package var timeout: Duration
        /// How long a program that was told to end may take for that.
        package var patience: Duration
        package var sessions: Int
        package var log: ConnectionLog?

        package init(
            run: [String], workspace: String, folder: String? = nil,
            environment: [(name: String, value: String)] = [], secrets: [Secret] = [], contents: Contents = .base64,
            timeout: Duration = .seconds(60), patience: Duration = .seconds(5), sessions: Int = 4,
            log: ConnectionLog? = nil
        ) {
            self.run = run
            self.workspace = workspace
            self.folder = folder
            self.environment = environment
            self.secrets = secrets
            self.contents = contents
            self.timeout = timeout
            self.patience = patience
            self.sessions = sessions
            self.log = log
        }

        var program: Program { Program(run.first ?? "", in: workspace) }
    }

    package static let entryKeys = ["path"]

    private let settings: Settings
    private let pool: WorkerPool<BlockingWorker>

    package init(_ settings: Settings) {
        self.settings = settings
        pool = WorkerPool(limit: settings.sessions) { () throws(Failure) in try BlockingWorker() }
    }

    package var place: String? { settings.run.joined(separator: " ") }

    package func handle(_ message: HandedMessage) async throws(Failure) -> HandlerAnswer {
        let settings = settings
        return try await pool.using { (worker) async throws(Failure) in
            try await worker.run { () throws(Failure) in try CommandRun(message, settings).answer() }
        }
    }

    package func check() async throws(Failure) -> [String] {
        let words = CommandWords(settings)
        if let problem = settings.program.problem { throw words.unusable(problem) }
        let folder = settings.folder ?? settings.workspace
        guard FileEntry(at: folder) == .folder, access(folder, X_OK) == 0 else { throw words.noFolder(folder) }
        return ["\(settings.program.path ?? "") can be run", "runs in \(folder)"]
    }
}
