import ArgumentParser
import Diagnostics
import Sandbox

/// The command `router sandbox`.
struct SandboxCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "Run a mail server and an Exchange of this machine's own, to try routes on.",
        discussion: """
            SMTP, IMAP and Exchange over the same mailboxes, on loopback only. Nothing leaves this machine: letters to other domains are kept \
            in the sandbox, and everything is forgotten when it ends. Folders that the workspace's routes read are there. It prints connections to paste, or writes them with --save, \
            and then one line for each letter that arrives. SIGTERM or Ctrl-C ends it.

              router sandbox
              router sandbox --save
              router sandbox --user 'Mia Wong <mia@example.org>' --user bot@example.org --password secret
              router sandbox --port-base 20000 --json
            """)

    @OptionGroup var options: GlobalOptions

    @Option(
        help: ArgumentHelp(
            "Somebody with a mailbox, as 'Name <address>'; desk, ann, ivan, maria and robot at example.com unless said.",
            valueName: "address"))
    var user: [String] = []

    @Option(help: ArgumentHelp("The password of them all.", valueName: "text"))
    var password = "sesame"

    @Option(
        name: .customLong("port-base"),
        help: ArgumentHelp(
            "SMTP, IMAP and Exchange listen on this port and the two behind it, instead of 2525, 1143 and 8026; 0 takes any.",
            valueName: "port"))
    var portBase: Int?

    @Flag(help: "Write the connections into the workspace: connections/sandbox-*.yaml.")
    var save = false

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        let interrupts = Interrupts()
        defer { interrupts.end() }
        let users = try SandboxUsers.read(user, password: password)
        let ports = try SandboxPorts(base: portBase)
        let folder = save ? try SandboxConnections.folder(options.workspace) : nil
        let mailboxes = Mailboxes(users)
        SandboxFolders.make(SandboxFolders.read(by: try? openWorkspace()), in: mailboxes, of: users)
        let letters = mailboxes.watch()
        let sides = try await SandboxSides.start(mailboxes, ports, terminal)
        let connections = SandboxConnections(sides, users)
        do throws(CommandFailure) {
            if let folder { try connections.save(in: folder, terminal) }
        } catch {
            await sides.stop()
            throw error
        }
        let report = SandboxReport(mailboxes, users, sides, terminal)
        report.begin(connections, isSaved: save)
        let telling = Task { for await news in letters { report.tell(news) } }
        for await _ in interrupts.first { break }
        telling.cancel()
        await sides.stop()
        return .done
    }
}
