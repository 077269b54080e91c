/// Looks at the rest of a workspace while a letter is on its way: what is wrong there hinders no letter, and is told in one line.
struct ErrorsElsewhere {
    private let search: Task<Int, Never>?
    private let terminal: Terminal

    /// - Parameters:
    ///   - count: Reads the rest.
    ///   - terminal: Hears of it; with `--quiet` it does not, and nobody looks.
    init(_ count: @escaping @Sendable () -> Int, _ terminal: Terminal) {
        self.terminal = terminal
        search = terminal.isQuiet ? nil : Task { count() }
    }

    func tell() async {
        if let errors = await search?.value { SendCommand.tell(errorsElsewhere: errors, terminal) }
    }
}
