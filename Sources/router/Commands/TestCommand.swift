import ArgumentParser
import Attributes
import Connecting
import Diagnostics
import Engine

/// The command `router test`.
struct TestCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Check a connection; with --to, send a test letter through it.",
        discussion: """
              router test corporate
              router test corporate --to ivan@example.com,maria@example.com
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(help: "The connection.", completion: NameCompletion.connections)
    var connectionName: String

    @Option(name: .long, help: ArgumentHelp("Who gets a test letter, separated by commas.", valueName: "addresses"))
    var to: String?

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        let workspace = try openWorkspace()
        let connection = try connection(connectionName, in: workspace, terminal)
        let recipients = try recipients()
        if recipients.isEmpty { return await check(connection, terminal) }
        guard let sender = connection.sender else {
            throw CommandFailure(
                .workspace, "cannot-send", "'\(connection.name)' is of kind \(connection.kind.name), which can't send",
                help: "test it without --to")
        }
        let message: Message
        do throws(Mismatches) {
            message = try Message(testing: connection, to: recipients, in: workspace)
        } catch {
            throw CommandFailure(
                .workspace, "no-sender", error.sentences(for: connection.file).joined(separator: "; "),
                help: "add 'sender: {address: …, name: …}' to \(connection.file)")
        }
        let report = SendReport(terminal)
        let courier = Courier(sender, sessions: 1, log: connection.log)
        await report.deliver([message], by: courier)
        await courier.close()
        if let note = await connection.authorization?.note { terminal.note(note) }
        return report.status
    }

    private func recipients() throws(CommandFailure) -> [String] {
        guard let to else { return [] }
        let addresses = to.split(whereSeparator: { $0 == "," || $0 == ";" || $0 == " " }).map(String.init)
        for address in addresses {
            if let problem = EmailAddress.problem(in: address) {
                throw CommandFailure(
                    .usage, "bad-address", "'\(address)' is not an address: \(problem)",
                    help: "write --to ivan@example.com,maria@example.com")
            }
        }
        guard !addresses.isEmpty else {
            throw CommandFailure(.usage, "bad-address", "--to names nobody", help: "write --to ivan@example.com")
        }
        return addresses
    }

    private func check(_ connection: Connection, _ terminal: Terminal) async -> ExitStatus {
        guard let trial = await ConnectionTrial(of: connection) else {
            terminal.note("a connection of kind \(connection.kind.name) has nothing to check")
            return .done
        }
        if let note = await connection.authorization?.note { terminal.note(note) }
        if terminal.isJSON {
            terminal.result(trial.json.printed())
            return trial.status
        }
        switch trial.outcome {
        case .success(let lines):
            for line in lines { terminal.result("\(connection.name): \(line)") }
        case .failure(let failure):
            let label = terminal.style.apply(.red, "error[\(failure.code.rawValue)]")
            terminal.complain("\(label): \(failure.message)\n  \(terminal.style.apply(.cyan, "help")): \(failure.help)")
        }
        return trial.status
    }
}
