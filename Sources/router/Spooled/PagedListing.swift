import Attributes
import Spool

/// Shows a list of the spool, page by page.
struct PagedListing<Row: Listed> {
    let options: ListingOptions
    let terminal: Terminal
    /// Fetches a page.
    let fetch: (Page) async throws(SpoolProblem) -> [Row]

    /// Shows as many as are asked for.
    ///
    /// - Returns: How many, and the last one when there are more behind it.
    func show() async throws(CommandFailure) -> (count: Int, last: UUIDv7?) {
        let now = Instant.now
        var page = Page(options.order, limit: Listings.pageSize, behind: options.behind)
        var count = 0
        var table: FittingTable<Row>?
        while true {
            let left = options.limit == 0 ? .max : options.limit - count
            // One more than is shown tells whether there are more.
            page.limit = left < Listings.pageSize ? left + 1 : Listings.pageSize
            let wanted = page
            var rows = try await onSpool { () async throws(SpoolProblem) in try await fetch(wanted) }
            let isLast = rows.count < page.limit
            let hasMore = rows.count > left
            rows = Array(rows.prefix(left))
            if terminal.isJSON {
                for row in rows { terminal.result(row.json.printed()) }
            } else if !rows.isEmpty {
                let shown = table ?? FittingTable(rows, now: now, width: Screen.width, style: terminal.resultStyle)
                if table == nil { terminal.result(shown.heading) }
                table = shown
                for row in rows { terminal.result(shown.line(for: row, now: now)) }
            }
            count += rows.count
            if let last = rows.last { page.behind = last.id }
            if hasMore { return (count, page.behind) }
            if isLast { return (count, nil) }
        }
    }

    func tellOfMore(behind last: UUIDv7?) {
        guard let last else { return }
        terminal.note("there are more: --behind \(last) goes on there, --limit 0 shows all")
    }
}

/// What holds for all lists of the spool.
enum Listings {
    /// How many rows are in memory at a time.
    static let pageSize = 500

    /// All of a list, from the oldest on.
    ///
    /// - Parameters:
    ///   - id: What the list is sorted by.
    ///   - fetch: Fetches a page.
    /// - Returns: All at once: for what is small, or is not much.
    /// - Throws: Why a page can't be had.
    static func all<Item>(
        by id: (Item) -> UUIDv7, _ fetch: (Page) async throws(SpoolProblem) -> [Item]
    ) async throws(CommandFailure) -> [Item] {
        var items: [Item] = []
        var page = Page(.oldest, limit: pageSize)
        while true {
            let wanted = page
            let some = try await onSpool { () async throws(SpoolProblem) in try await fetch(wanted) }
            items += some
            guard some.count == page.limit else { return items }
            page.behind = some.last.map(id)
        }
    }
}
