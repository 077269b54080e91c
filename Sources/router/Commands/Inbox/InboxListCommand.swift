import ArgumentParser
import Attributes
import Console
import Spool

/// The command `router inbox list`.
struct InboxListCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List letters that came in, the newest first.",
        discussion: """
            On a terminal the ids are shortened: 'router inbox show' takes them so. --json prints whole ids, one letter \
            a line. How many are new, stuck or unprocessed is said on stderr.

              router inbox list --state quarantined,failed
              router inbox list --unprocessed --route claims --since 1d
              router inbox list --thread 0198c2f0-3f6a-7c21 --oldest
              router inbox list --follow --json | jq -r .subject
            """)

    @OptionGroup var options: GlobalOptions

    @OptionGroup var selection: ArrivalSelection

    @OptionGroup var listing: ListingOptions

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        try await withSpool(terminal, made: listing.follow) { (access) async throws(CommandFailure) -> ExitStatus in
            guard let access else { return .done }
            let spool = access.spool
            let filter = try await selection.filter(access)
            if listing.follow {
                try await InboxWatch(spool: spool, filter: filter).watch(limit: listing.limit, terminal).run()
                return .done
            }
            let pages = PagedListing<ArrivalSummary>(options: listing, terminal: terminal) {
                (page) async throws(SpoolProblem) in try await spool.arrivals(filter, page)
            }
            let (count, last) = try await pages.show()
            if count == 0 {
                try await access.checkArrivalNames(route: selection.route, connection: selection.connection)
            }
            try await tellSummary(spool, terminal)
            pages.tellOfMore(behind: last)
            return .done
        }
    }

    private func tellSummary(_ spool: any Spool, _ terminal: Terminal) async throws(CommandFailure) {
        guard !terminal.isQuiet else { return }
        let tallies = try await onSpool { () async throws(SpoolProblem) in try await spool.arrivalTally() }
        let counts = InboxCounts(tallies.filter { tally in selection.route.map { $0 == tally.route } ?? true })
        terminal.note(InboxSummary(counts: counts).words(now: .now))
    }
}
