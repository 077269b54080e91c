internal import Attributes
internal import Connecting

/// A page of messages, as the tables can tell them apart.
struct PostgresListing: Sendable {
    let filter: MessageFilter
    let page: Page

    /// How many rows are read at once: all that is asked for, and enough to sort some out.
    var size: Int { min(max(page.limit, 50), 1_000) }

    func run(_ reading: PostgresReading) throws(SpoolProblem) -> [MessageSummary] {
        var texts = ["true"]
        var values: [PostgresValue] = []
        func add(_ text: String, _ value: PostgresValue?) {
            guard let value else { return }
            values.append(value)
            texts.append("\(text) $\(values.count)")
        }
        if let states = filter.states {
            var numbers = Set(states.map(\.number))
            // What is being sent is stored as what it was before.
            if states.contains(.sending) {
                for state in [MessageState.queued, .deferred, .held] { numbers.insert(state.number) }
            }
            guard !numbers.isEmpty else { return [] }
            texts.append("m.state IN (\(numbers.sorted().map { String($0) }.joined(separator: ", ")))")
            // Said in the index's own words, so that it is used.
            if numbers.isSubset(of: [2, 3, 4, 6]) { texts.append("m.state IN (2, 3, 4, 6)") }
        }
        add("m.route =", filter.route.map { .text($0) })
        add("m.connection =", filter.connection.map { .text($0) })
        add("m.bus =", filter.bus.map { PostgresValue($0) })
        add("s.created <", filter.createdBefore.map { .number($0.milliseconds) })
        add("s.created >", filter.createdAfter.map { .number($0.milliseconds) })
        add("0 < position(", filter.recipient.map { .bytes(Array($0.utf8)) })
        if filter.recipient != nil { texts[texts.count - 1] += "::bytea IN m.recipients)" }
        add("s.id =", filter.submission.map { .id($0) })
        add("s.application =", filter.application.map { .text($0) })
        add(page.order == .newest ? "m.id <" : "m.id >", page.behind.map { .id($0) })
        values.append(PostgresValue(size))
        return try reading.summaries(
            reading.session.query(
                """
                SELECT \(PostgresReading.columns) FROM \(PostgresReading.tables) WHERE \(texts.joined(separator: " AND "))
                ORDER BY m.id \(page.order == .newest ? "DESC" : "ASC") LIMIT $\(values.count)
                """, values))
    }
}
