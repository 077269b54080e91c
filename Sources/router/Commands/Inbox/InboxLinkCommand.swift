import ArgumentParser
import Console
import Spool

/// The command `router inbox link`.
struct InboxLinkCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "link", abstract: "Say which business object a letter speaks of.",
        discussion: """
            As a link rule would have. With a contact known, the letter needs no processing any more.

              router inbox link 0198c2f0-3f6a-7c21 --object Invoice --key Number --value 17
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp(
            "An arrival's id, 8 or more characters of its beginning, or its Message-ID.", valueName: "id"),
        completion: ArrivalCompletion.unprocessed)
    var identifier: String

    @Option(name: .long, help: ArgumentHelp("What kind of object: Invoice.", valueName: "name"))
    var object: String

    @Option(name: .long, help: ArgumentHelp("What it is found by: Number.", valueName: "name"))
    var key: String

    @Option(name: .long, help: ArgumentHelp("Which one: 17.", valueName: "text"))
    var value: String

    func validate() throws {
        for (name, text) in [("--object", object), ("--key", key), ("--value", value)] {
            if let flaw = ArrivalLink.flaw(in: text) { throw ValidationError("\(name) \(flaw)") }
        }
    }

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        try await withSpool(terminal) { (access) async throws(CommandFailure) -> ExitStatus in
            guard let access else { throw ArrivalLookup.unknownWithoutSpool(identifier) }
            let link = ArrivalLink(rule: "", object: object, key: key, value: value)
            var run = DecisionRun(ArrivalAct(kind: .link(link), spool: access.spool), terminal)
            return try await run.decide(named: [identifier])
        }
    }
}
