import ArgumentParser
import Attributes
import Diagnostics

/// A command: what it does, with its failures printed and its exit code set in one place.
protocol RouterSubcommand: AsyncParsableCommand {
    var options: GlobalOptions { get }

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus
}

extension RouterSubcommand {
    func run() async throws {
        let terminal = Terminal(options)
        var status: ExitStatus
        do throws(CommandFailure) {
            status = try await perform(terminal)
        } catch {
            if terminal.isJSON {
                terminal.result(error.json.printed())
            } else {
                terminal.complain(error.printed(terminal.style))
            }
            status = error.status
        }
        if Terminal.hasLostResults {
            terminal.complain("error[not-writable]: the results can't be written\n  help: make room where they go")
            status = .worst(of: [status, .notWritable])
        }
        if status != .done { throw ExitCode(status.rawValue) }
    }
}
