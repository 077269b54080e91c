import ArgumentParser

/// The command `router queue`.
struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "See and decide what becomes of messages that were accepted.",
        discussion: """
            Messages wait in the spool until they are sent, and are kept there for a while after. Without a word of its \
            own, 'router queue' lists them.

              router queue list --state held,failed
              router queue show 0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e
              router queue run
            """,
        subcommands: [
            QueueListCommand.self, QueueShowCommand.self, QueueRunCommand.self, QueueRetryCommand.self,
            QueueCancelCommand.self, QueueExportCommand.self, QueuePurgeCommand.self,
        ],
        defaultSubcommand: QueueListCommand.self)
}
