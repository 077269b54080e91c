import ArgumentParser
import Spool

/// The command `router inbox retry`.
struct InboxRetryCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Look into quarantined letters again, and hand failed ones over again.",
        discussion: """
            Handlers that have got a letter do not get it again. A quarantined letter is looked into by the route as it \
            is now: mend that first. Without ids, the options say which are meant; on a terminal it is asked whether \
            several are.

              router inbox retry 0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e
              router inbox retry --state quarantined --route claims
              router inbox retry --all --yes
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("Arrivals.", valueName: "ids"), completion: ArrivalCompletion.retriable)
    var identifiers: [String] = []

    @OptionGroup var selection: ArrivalSelection

    @Flag(name: .long, help: "All that are quarantined or failed.")
    var all = false

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    func validate() throws { try Choosing.check(identifiers, isChosen: !selection.isEmpty, all: all, "letters") }

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        try Choosing.check(selection.state?.words, "retry", ArrivalAct.things, ArrivalAct.retriable)
        return try await withSpool(terminal) { (access) async throws(CommandFailure) -> ExitStatus in
            guard let access else {
                if let first = identifiers.first { throw ArrivalLookup.unknownWithoutSpool(first) }
                return .done
            }
            var act = ArrivalAct(kind: .retry, spool: access.spool)
            guard identifiers.isEmpty else {
                var run = DecisionRun(act, terminal)
                return try await run.decide(named: identifiers)
            }
            try await access.checkArrivalNames(route: selection.route, connection: selection.connection)
            act.filter = try await selection.filter(access, usualStates: ArrivalAct.usuallyRetried)
            act.filter.states?.formIntersection(ArrivalAct.retriable)
            var run = DecisionRun(act, terminal)
            return try await run.decideChosen(isSure: yes)
        }
    }
}
