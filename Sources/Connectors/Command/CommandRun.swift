internal import Attributes
internal import Connecting
internal import Glibc
internal import Wire

/// One message's way through the program; blocks.
struct CommandRun {
    private let message: HandedMessage
    private let settings: CommandConnector.Settings
    private let words: CommandWords

    init(_ message: HandedMessage, _ settings: CommandConnector.Settings) {
        self.message = message
        self.settings = settings
        words = CommandWords(settings)
    }

    /// - Throws: `again` for exit code 75, a time-out, or a program that can't be run now; `never` for other exit codes.
    func answer() throws(Failure) -> HandlerAnswer {
        let program = settings.program
        guard program.problem == nil, let path = program.path else {
            throw words.unusable(program.problem ?? .init(words: "does not exist", help: "check run:"))
        }
        let folder = settings.folder ?? settings.workspace
        guard FileEntry(at: folder) == .folder else { throw words.noFolder(folder) }
        let conversation = settings.log?.conversation()
        let files = settings.contents == .files ? try AttachmentFolder(message.attachments) : nil
        let input =
            switch settings.contents {
            case .base64: message.json(.base64)
            case .files: message.json(.paths(files?.paths ?? []))
            case .none: message.json(.apart)
            }
        conversation?.add(
            .client, ["runs \(settings.run[0]) for \(message.idempotencyKey) (\(input.count) bytes)"])
        let child = ChildProcess(
            path: path, arguments: settings.run, environment: environment, folder: folder,
            timeout: settings.timeout, patience: settings.patience, outputLimit: HandlerResponse.limit)
        let end = withExtendedLifetime(files) { child.run(input: input) }
        conversation?.add(.server, [words.ending(end.ending) + " (\(end.output.count) bytes)"])
        guard end.ending == .exit(0) else { throw words.failure(end) }
        return HandlerResponse.answer("exit 0", end.output)
    }

    /// Nothing of router's own environment but what programs can't do without.
    private var environment: [String] {
        let inherited = ["HOME", "LANG", "LANGUAGE", "LOGNAME", "SHELL", "TMPDIR", "TZ", "USER"]
        var values: [(name: String, value: String)] = [("PATH", Program.searchPath)]
        for name in inherited + Self.localeNames {
            if let value = getenv(name) { values.append((name, String(cString: value))) }
        }
        values += [
            ("ROUTER_MESSAGE_ID", "\(message.id)"), ("ROUTER_IDEMPOTENCY_KEY", message.idempotencyKey),
            ("ROUTER_ROUTE", message.route), ("ROUTER_ATTEMPT", "\(message.attempt)"),
            ("TRACEPARENT", message.traceParent),
        ]
        if message.isErrorResponse { values.append(("ROUTER_KIND", message.kind)) }
        if let path = message.path { values.append(("ROUTER_PATH", path)) }
        let declared = settings.environment
        values.removeAll { own in declared.contains { $0.name == own.name } }
        // A NUL would end a value early; what a letter says may hold one.
        return (values + declared).map { "\($0.name)=\($0.value.filter { $0 != "\0" })" }
    }

    private static let localeNames = ["LC_ALL", "LC_COLLATE", "LC_CTYPE", "LC_MESSAGES", "LC_NUMERIC", "LC_TIME"]
}
