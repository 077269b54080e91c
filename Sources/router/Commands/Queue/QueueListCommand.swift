import ArgumentParser
import Attributes
import Connecting
import Diagnostics
import Engine
import Spool

/// The command `router queue list`.
struct QueueListCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List messages, the newest first.",
        discussion: """
            On a terminal the ids are shortened: 'router queue show' takes them so. --json prints whole ids, one \
            message a line. How many wait is said on stderr.

              router queue list --state held,failed --newer 1d
              router queue list --recipient ivan@example.com --json | jq -r .id
              router queue list --oldest --older 2h --limit 0
              router queue list --follow
            """)

    @OptionGroup var options: GlobalOptions

    @OptionGroup var selection: MessageSelection

    @OptionGroup var listing: ListingOptions

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        try await withSpool(terminal, made: listing.follow) { (access) async throws(CommandFailure) -> ExitStatus in
            guard let access else { return .done }
            let spool = access.spool
            if listing.follow {
                try await QueueWatch(spool, selection).watch(limit: listing.limit, terminal).run()
                return .done
            }
            let filter = selection.filter(now: .now)
            let pages = PagedListing<MessageSummary>(options: listing, terminal: terminal) {
                (page) async throws(SpoolProblem) in try await spool.list(filter, page)
            }
            let (count, last) = try await pages.show()
            if count == 0 { try await access.checkNames(route: selection.route, connection: selection.connection) }
            try await tellSummary(spool, terminal)
            pages.tellOfMore(behind: last)
            return .done
        }
    }

    private func tellSummary(_ spool: any Spool, _ terminal: Terminal) async throws(CommandFailure) {
        guard !terminal.isQuiet else { return }
        let tallies = try await onSpool { () async throws(SpoolProblem) in
            try await spool.tally(includingFinished: terminal.isVerbose)
        }
        let summary = QueueSummary(tallies, route: selection.route, connection: selection.connection)
        terminal.note(summary.words(now: .now))
    }
}
