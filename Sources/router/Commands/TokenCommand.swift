import ArgumentParser

/// The command `router token`.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Make, list and revoke the tokens of the HTTP API.",
        discussion: """
            A token is shown once, when it is made; the file 'server: {tokens: …}' of router.yaml keeps its hash. 'router serve' takes \
            up changes within a second.

              router token create portal --scope send --application hr --expires 90d
              router token list
              router token revoke portal
            """,
        subcommands: [TokenCreateCommand.self, TokenListCommand.self, TokenRevokeCommand.self])
}
