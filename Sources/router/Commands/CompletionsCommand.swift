import ArgumentParser

/// The command `router completions`.
struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "Print what makes a shell complete router's commands and names.",
        discussion: """
            Routes and connections of the workspace are completed too.

              router completions bash > ~/.local/share/bash-completion/completions/router
              router completions zsh > ~/.zfunc/_router      # a folder of your fpath
              router completions fish > ~/.config/fish/completions/router.fish
            """)

    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash
        case zsh
        case fish

        var library: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }

    @Argument(help: "The shell.")
    var shell: Shell

    func run() throws {
        Terminal.write(RouterCommand.completionScript(for: shell.library) + "\n", to: 1)
    }
}
