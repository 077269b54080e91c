import Connectors
import Diagnostics
import Engine

/// Looks at the rest of a workspace while a letter is on its way: what is wrong there hinders no letter, and is told in one line.
struct ErrorsElsewhere {
    private let search: Task<Int, Never>?
    private let terminal: Terminal

    /// - Parameters:
    ///   - workspace: Of which a route was read, and is right.
    ///   - isWhole: Whether all of it was read.
    ///   - terminal: Hears of it; with `--quiet` it does not, and nobody looks.
    init(_ workspace: Workspace, isWhole: Bool, _ terminal: Terminal) {
        self.terminal = terminal
        let folder = workspace.folder
        search =
            if terminal.isQuiet {
                nil
            } else if isWhole {
                Task { workspace.findings.errors }
            } else {
                Task {
                    WorkspaceLoader.load(
                        folder, connectors: connectors, substitutions: SendCommand.substitutions(in: folder)
                    ).findings.errors
                }
            }
    }

    func tell() async {
        if let errors = await search?.value { SendCommand.tell(errorsElsewhere: errors, terminal) }
    }
}
