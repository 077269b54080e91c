import ArgumentParser

/// The command `router inbox`.
struct InboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox", abstract: "See and decide what becomes of letters that came in.",
        discussion: """
            What 'router serve' fetches from mailboxes is kept in the spool, is handed to the handlers of its route, and \
            stays there for a while after. Without a word of its own, 'router inbox' lists it.

              router inbox list --unprocessed
              router inbox show 0198c2f0-3f6a-7c21
              router inbox retry --state quarantined --route claims
            """,
        subcommands: [
            InboxListCommand.self, InboxShowCommand.self, InboxRetryCommand.self, InboxLinkCommand.self,
            InboxProcessedCommand.self, InboxResetCommand.self,
        ],
        defaultSubcommand: InboxListCommand.self)
}
