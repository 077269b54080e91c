import Attributes
import Console
import Diagnostics
import Engine
import Spool

/// What `router list` tells of mailboxes: whether their folders are read, and what came in.
struct InboxListing {
    private var folders: [FolderLiveness] = []
    private var counts = InboxCounts([])
    private var canaries: [CanaryHealth] = []

    /// What the workspace's spool knows; nothing when there is none, or when it can't be asked, which is said.
    init(_ workspace: Workspace, _ terminal: Terminal) async {
        do throws(SpoolProblem) {
            guard let spool = try await SpoolOpening.openIfThere(of: workspace) else { return }
            let result: Result<([FolderState], [ArrivalTally], [CanaryHealth]), SpoolProblem>
            do throws(SpoolProblem) {
                result = .success(
                    (
                        try await spool.folders(), try await spool.arrivalTally(),
                        try await CanaryHealth.all(of: workspace, in: spool, now: .now)
                    ))
            } catch {
                result = .failure(error)
            }
            await spool.close()
            let (states, tallies, canaries) = try result.get()
            self.canaries = canaries
            folders = InboxFigures.folders(states, in: workspace, now: .now)
            counts = InboxCounts(tallies)
        } catch {
            terminal.note("how mailboxes are read is not known: \(error)")
        }
    }

    var members: [JSON.Member] {
        [
            .init(name: "folders", value: .array(folders.map(\.json))),
            .init(name: "canaries", value: .array(canaries.map(\.json))), .init(name: "inbox", value: counts.json),
        ]
    }

    func add(to table: inout Table, now: Instant) {
        if !folders.isEmpty { table.heading("folders") }
        for folder in folders {
            let waiting = folder.backlog.map { $0 > 0 ? "\($0) waiting" : "" } ?? ""
            table.row([
                Visible.line(folder.folder.description), folder.words(now: now, length: Moment.length), waiting,
                Visible.shortened(folder.shownReply, to: 120),
            ])
        }
        if !canaries.isEmpty { table.heading("canaries") }
        for canary in canaries {
            table.row([Visible.line(canary.route), canary.words(now: now, length: Moment.length), "", ""])
        }
        let routes = counts.byRoute
        if !routes.isEmpty { table.heading("inbox") }
        for (route, counts) in routes {
            table.row([Visible.line(route), "", "", InboxSummary(counts: counts).words(now: now)])
        }
    }
}

extension FolderLiveness {
    /// Why it is not read, or what the server said.
    fileprivate var shownReply: String {
        if case .failing(let failure) = standing { "\(failure.code): \(failure.message)" } else { reply }
    }
}
