import ArgumentParser

/// The command `router queue cancel`.
struct QueueCancelCommand: DecidingCommand {
    static let verb = MessageAct.Verb.cancel
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Give up messages that are not sent.",
        discussion: """
            Recipients who have got it keep it. A message that is on its way can't be cancelled. Without ids, the options say which are meant; on a terminal it is asked whether several are.

              router queue cancel 0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e
              router queue cancel --state deferred --older 2d
              router queue cancel --all --yes
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp("Messages or submissions.", valueName: "ids"), completion: MessageCompletion.cancellable)
    var identifiers: [String] = []

    @OptionGroup var selection: MessageSelection

    @Flag(name: .long, help: "All that are queued, deferred or held.")
    var all = false

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false
}
