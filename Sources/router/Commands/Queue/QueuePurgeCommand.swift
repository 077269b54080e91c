import ArgumentParser
import Attributes
import Spool

/// The command `router queue purge`.
struct QueuePurgeCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "purge", abstract: "Remove messages that ended longer ago than 'keep:' of router.yaml says.",
        discussion: """
            'router serve' and 'router queue run' do the same by themselves. What waits, and what is held, is never \
            removed. How long a message is kept was decided when it was accepted.

              router queue purge
            """)

    /// How many are removed at a time, so that others can work meanwhile.
    static let step = 500

    @OptionGroup var options: GlobalOptions

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        let count = try await withSpool(terminal) { (access) async throws(CommandFailure) -> Int in
            guard let spool = access?.spool else { return 0 }
            return try await Self.purge(spool)
        }
        if terminal.isJSON {
            terminal.result((["removed": .integer(count)] as JSON).printed())
        } else {
            terminal.result("\(count) \(count == 1 ? "message" : "messages") removed")
        }
        return .done
    }

    static func purge(_ spool: any Spool) async throws(CommandFailure) -> Int {
        var sum = 0
        while true {
            let count = try await onSpool { () async throws(SpoolProblem) in
                try await spool.purge(now: .now, limit: step)
            }
            sum += count
            if count < step { return sum }
        }
    }
}
