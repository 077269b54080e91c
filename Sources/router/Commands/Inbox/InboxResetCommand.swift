import ArgumentParser
import Attributes
import Diagnostics
import Spool

/// The command `router inbox reset`.
struct InboxResetCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "Forget what was loaded from a mailbox's folder, so that it is loaded again.",
        discussion: """
            All that the folder still has and that is not acknowledged there is loaded again as new letters, and handed to \
            the handlers once more; what was loaded before stays in the spool. --identity names single letters, as \
            'router inbox show' tells them. On a terminal it is asked first.

              router inbox reset support INBOX
              router inbox reset support INBOX --identity 1717171717/42 --yes
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("The connection.", valueName: "connection"), completion: NameCompletion.connections)
    var connection: String

    @Argument(
        help: ArgumentHelp("The folder, as the route names it.", valueName: "folder"),
        completion: ArrivalCompletion.folders)
    var folder: String

    @Option(
        name: .long,
        help: ArgumentHelp("Only the letter with this identity; may be given several times.", valueName: "identity"))
    var identity: [String] = []

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        try await withSpool(terminal) { (access) async throws(CommandFailure) -> ExitStatus in
            guard let access else {
                throw CommandFailure(
                    .noInput, "no-such-folder", "nothing was ever loaded: there is no spool yet",
                    help: "see that --workspace, and 'spool:' of its router.yaml, name what you mean")
            }
            let spool = access.spool
            let state = try await state(access)
            let words =
                identity.isEmpty ? "all letters" : "\(identity.count) \(identity.count == 1 ? "letter" : "letters")"
            if !yes, Screen.canAsk, !Screen.confirms("forget \(words) of \(Visible.line(state.name.description))?") {
                terminal.note("nothing was done")
                return .done
            }
            let identities = identity.isEmpty ? nil : identity
            let count = try await onSpool { () async throws(SpoolProblem) in
                try await spool.forget(state.name, identities: identities)
            }
            tell(count, state, terminal)
            // A name among several that is none is not worth a failure; none at all is.
            return count == 0 && !identity.isEmpty ? .noInput : .done
        }
    }

    /// The folder that is meant.
    private func state(_ access: SpoolAccess) async throws(CommandFailure) -> FolderState {
        let spool = access.spool
        let folders = try await onSpool { () async throws(SpoolProblem) in try await spool.folders() }
        if let state = folders.first(where: { $0.name == FolderName(connection: connection, folder: folder) }) {
            return state
        }
        let own = folders.map(\.name).filter { $0.connection == connection }
        guard own.isEmpty else {
            throw CommandFailure(
                .noInput, "no-such-folder",
                "nothing was ever loaded from '\(Visible.shortened(folder, to: 80))' of '\(connection)'",
                help: Suggestion.help(for: folder, among: own.map(\.folder))
                    ?? "its folders are: \(own.prefix(20).map { Visible.line($0.folder) }.joined(separator: ", "))")
        }
        let known = Set(folders.map(\.name.connection)).sorted()
        throw CommandFailure(
            .noInput, "no-such-connection",
            "nothing was ever loaded from the connection '\(Visible.shortened(connection, to: 80))'",
            help: Suggestion.help(for: connection, among: known)
                ?? (known.isEmpty
                    ? "'router serve' loads what routes of 'kind: receive' ask for"
                    : "letters came from: \(known.map { Visible.line($0) }.joined(separator: ", "))"))
    }

    private func tell(_ count: Int, _ state: FolderState, _ terminal: Terminal) {
        if terminal.isJSON {
            let json: JSON = [
                "connection": .string(state.name.connection), "folder": .string(state.name.folder),
                "forgotten": .integer(count),
            ]
            return terminal.result(json.printed())
        }
        let name = Visible.line(state.name.description)
        terminal.result("\(count) \(count == 1 ? "letter" : "letters") of \(name) forgotten")
        guard count > 0 else { return }
        if let owner = state.owner {
            terminal.note("'\(Visible.line(owner))' reads the folder: it loads them again at its next look")
        } else {
            terminal.note("they are loaded again when the folder is read next")
        }
    }
}
