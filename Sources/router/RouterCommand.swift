import ArgumentParser
import Diagnostics
import Glibc

@main
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
            TestCommand.self, VerifyCommand.self, SchemaCommand.self,
        ])

    static func main() async {
        // A reader that goes away ends the output, not the program's work.
        signal(SIGPIPE, SIG_IGN)
        let arguments = Array(CommandLine.arguments.dropFirst())
        if let word = arguments.first, !word.hasPrefix("-"), word != "help" {
            let names = configuration.subcommands.map { $0.configuration.commandName ?? "" }
            if !names.contains(word) {
                let help = Suggestion.help(for: word, among: names) ?? "'router --help' lists the commands"
                Terminal.write("error: there is no command '\(word)'\n  help: \(help)\n", to: STDERR_FILENO)
                Self.exit(withError: ExitCode(ExitStatus.usage.rawValue))
            }
        }
        await main(arguments)
    }
}
