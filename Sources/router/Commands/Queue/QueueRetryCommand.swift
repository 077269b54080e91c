import ArgumentParser

/// The command `router queue retry`.
struct QueueRetryCommand: DecidingCommand {
    static let verb = MessageAct.Verb.retry
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Send messages again that were held, deferred or refused.",
        discussion: """
            Recipients who have got it do not get it again. A held message may have arrived: ask before sending it again. Without ids, the options say which are meant; on a terminal it is asked whether several are.

              router queue retry 0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e
              router queue retry --state held --route meeting-invite
              router queue retry --all --yes
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("Messages or submissions.", valueName: "ids"), completion: MessageCompletion.retriable)
    var identifiers: [String] = []

    @OptionGroup var selection: MessageSelection

    @Flag(name: .long, help: "All that are held, deferred or failed.")
    var all = false

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false
}
