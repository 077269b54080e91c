import ArgumentParser
import Attributes
import Diagnostics
import Glibc
import Wire

/// The program.
@main
enum Program {
    static func main() {
        // A reader that goes away ends the output, not the program's work.
        signal(SIGPIPE, SIG_IGN)
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == SendCommand.configuration.commandName { LibraryLoading.begin() }
        Task.detached {
            let end = await RouterCommand.run(arguments)
            LibraryLoading.end()
            // Threads may still be at work in libraries, and must not find them torn down.
            on_exit(
                { status, _ in
                    fflush(nil)
                    _exit(status)
                }, nil)
            RouterCommand.exit(withError: end)
        }
        // The task ends the program; an asynchronous main would unwind this thread first, which costs time and memory.
        while true { pause() }
    }
}

/// The command line, from its root.
struct RouterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "router",
        abstract: "Turns business data into letters and invitations.",
        discussion: """
            A workspace declares connections (how to reach a mail server) and routes (which attributes a message carries \
            and how they become a letter). Start with:

              router init my-workspace
              cd my-workspace
              router check
              router send meeting-invite --data data/meeting.json
            """,
        version: "0.1.0",
        subcommands: [
            InitCommand.self, CheckCommand.self, ListCommand.self, ShowCommand.self, PreviewCommand.self,
            SendCommand.self,
            ReceiveCommand.self,
            ServeCommand.self, QueueCommand.self, InboxCommand.self, TokenCommand.self, TestCommand.self,
            LoginCommand.self,
            LogCommand.self, SandboxCommand.self, VerifyCommand.self, SchemaCommand.self,
            CompletionsCommand.self, ManualCommand.self,
        ])

    /// Does what the arguments say.
    ///
    /// - Returns: What to exit with.
    static func run(_ arguments: [String]) async -> (any Error)? {
        do {
            try checkCommand(arguments)
            var command = try parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return nil
        } catch let error as CommandFailure {
            tell(error, arguments)
            return ExitCode(error.status.rawValue)
        } catch {
            guard exitCode(for: error) == .validationFailure, arguments.contains("--json") else { return error }
            let word = arguments.first.flatMap { commandNames.contains($0) ? " \($0)" : nil } ?? ""
            tell(
                CommandFailure(
                    .usage, "usage", message(for: error), help: "'router\(word) --help' shows what it takes"),
                arguments)
            return ExitCode(ExitStatus.usage.rawValue)
        }
    }

    private static let commandNames = configuration.subcommands.map { $0.configuration.commandName ?? "" }

    private static func checkCommand(_ arguments: [String]) throws(CommandFailure) {
        var path = ["router"]
        var command: any ParsableCommand.Type = Self.self
        // As deep as commands have commands of their own.
        for word in arguments {
            let commands = command.configuration.subcommands
            guard !commands.isEmpty, !word.hasPrefix("-"), word != "help" else { return }
            guard let next = commands.first(where: { $0._commandName == word }) else {
                let names = commands.map { $0._commandName }
                throw CommandFailure(
                    .usage, "no-such-command",
                    "there is no command '\((path.dropFirst() + [word]).joined(separator: " "))'",
                    help: Suggestion.help(for: word, among: names)
                        ?? "'\(path.joined(separator: " ")) --help' lists the commands")
            }
            path.append(word)
            command = next
        }
    }

    /// Before a command has its options, the arguments tell how it wants to hear of a failure.
    private static func tell(_ failure: CommandFailure, _ arguments: [String]) {
        if arguments.contains("--json") {
            Terminal.write(failure.json.printed() + "\n", to: STDOUT_FILENO)
        } else {
            Terminal.write(failure.printed(Style(isColoured: false)) + "\n", to: STDERR_FILENO)
        }
    }
}
