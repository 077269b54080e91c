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

    /// How many messages are in memory at a time.
    static let pageSize = 500

    @OptionGroup var options: GlobalOptions

    @OptionGroup var selection: MessageSelection

    @Option(name: [.customShort("n"), .long], help: ArgumentHelp("At most so many; 0 for all.", valueName: "number"))
    var limit = 50

    @Option(
        name: .long, help: ArgumentHelp("Only those that come behind this one in the list.", valueName: "id"),
        transform: Self.identifier)
    var behind: UUIDv7?

    @Flag(name: .long, help: "The oldest first.")
    var oldest = false

    @Flag(name: .shortAndLong, help: "Go on with new ones and changes as they come, until Ctrl-C.")
    var follow = false

    func validate() throws {
        guard limit >= 0 else { throw ValidationError("--limit can't be \(limit); write 0 or more") }
        guard !(follow && (oldest || behind != nil)) else {
            throw ValidationError("--follow begins with the newest; --oldest and --behind are not for it")
        }
    }

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        try await withSpool(terminal, made: follow) { (access) async throws(CommandFailure) -> ExitStatus in
            guard let access else { return .done }
            if follow {
                try await QueueWatch(access.spool, selection, limit: limit, terminal).run()
                return .done
            }
            let (count, last) = try await show(access.spool, terminal)
            if count == 0 { try await access.checkNames(route: selection.route, connection: selection.connection) }
            try await tellSummary(access.spool, terminal)
            if let last {
                terminal.note("there are more: --behind \(last) goes on there, --limit 0 shows all")
            }
            return .done
        }
    }

    /// Shows messages page by page.
    ///
    /// - Returns: How many, and the last one when there are more behind it.
    private func show(
        _ spool: any Spool, _ terminal: Terminal
    ) async throws(CommandFailure) -> (count: Int, last: UUIDv7?) {
        let now = Instant.now
        let filter = selection.filter(now: now)
        var page = Page(oldest ? .oldest : .newest, limit: Self.pageSize, behind: behind)
        var count = 0
        var table: MessageTable?
        while true {
            let left = limit == 0 ? .max : limit - count
            // One more than is shown tells whether there are more.
            page.limit = left < Self.pageSize ? left + 1 : Self.pageSize
            let (filter, wanted) = (filter, page)
            var messages = try await onSpool { () async throws(SpoolProblem) in try await spool.list(filter, wanted) }
            let isLast = messages.count < page.limit
            let hasMore = messages.count > left
            messages = Array(messages.prefix(left))
            if terminal.isJSON {
                for message in messages { terminal.result(message.json.printed()) }
            } else if !messages.isEmpty {
                if table == nil {
                    let new = MessageTable(messages, now: now, width: Screen.width, style: terminal.resultStyle)
                    terminal.result(new.heading)
                    table = new
                }
                for message in messages { if let table { terminal.result(table.line(for: message, now: now)) } }
            }
            count += messages.count
            page.behind = messages.last?.id
            if hasMore { return (count, page.behind) }
            if isLast { return (count, nil) }
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

    private static func identifier(_ text: String) throws -> UUIDv7 {
        guard let id = UUIDv7(text) else { throw ValidationError("it is no whole id; --json prints them whole") }
        return id
    }
}
