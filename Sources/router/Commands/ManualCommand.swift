import ArgumentParser

/// The command `router manual`.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Print the manual page, for man.",
        discussion: """
              router manual | man -l -
              router manual > /usr/local/share/man/man1/router.1
            """)

    func run() throws {
        Terminal.write(ManualPage(RouterCommand.self).text, to: 1)
    }
}
