import ArgumentParser
import Attributes
import Diagnostics
import Spool

/// The command `router inbox processed`.
struct InboxProcessedCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "processed", abstract: "Say that letters need no processing any more.",
        discussion: """
            Letters of routes with link rules need processing until a contact and a link are known, or until somebody \
            says so here: of one letter, or of a whole thread.

              router inbox processed 0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e
              router inbox processed --thread '<CAF1234@mail.example.com>'
              router inbox processed 0198c2f0-3f6a-7c21 --undo
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("Arrivals.", valueName: "ids"), completion: ArrivalCompletion.unprocessed)
    var identifiers: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "All letters of a thread: its Message-ID, or the id of a letter in it.", valueName: "thread"))
    var thread: String?

    @Flag(name: .long, help: "They do need processing.")
    var undo = false

    func validate() throws {
        if identifiers.isEmpty, thread == nil { throw ValidationError("name letters by their ids, or a --thread") }
        if !identifiers.isEmpty, thread != nil { throw ValidationError("ids and --thread exclude each other") }
    }

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        try await withSpool(terminal) { (access) async throws(CommandFailure) -> ExitStatus in
            guard let spool = access?.spool else {
                throw ArrivalLookup.unknownWithoutSpool(thread ?? identifiers[0])
            }
            if let thread {
                try await mark(thread, in: spool, terminal)
                return .done
            }
            var run = DecisionRun(ArrivalAct(kind: .mark(undo), spool: spool), terminal)
            return try await run.decide(named: identifiers)
        }
    }

    private func mark(_ text: String, in spool: any Spool, _ terminal: Terminal) async throws(CommandFailure) {
        let thread = try await ArrivalLookup(spool: spool).thread(text)
        let undo = undo
        let (count, isThere) = try await onSpool { () async throws(SpoolProblem) in
            let count = try await spool.markThread(thread, needsProcessing: undo)
            if count > 0 { return (count, true) }
            return (0, try await !spool.arrivals(ArrivalFilter(thread: thread), Page(limit: 1)).isEmpty)
        }
        guard isThere else {
            throw CommandFailure(
                .noInput, "no-such-thread", "no letter belongs to the thread '\(Visible.shortened(thread, to: 80))'",
                help: "'router inbox show' tells a letter's thread; an arrival's id will do as well")
        }
        if terminal.isJSON {
            let json: JSON = ["thread": .string(thread), "changed": .integer(count)]
            terminal.result(json.printed())
        } else {
            terminal.result(
                "\(terminal.resultStyle.apply(.green, undo ? "reopened" : "processed")) \(count) "
                    + "\(count == 1 ? "letter" : "letters") of \(Visible.line(thread))")
        }
    }
}
