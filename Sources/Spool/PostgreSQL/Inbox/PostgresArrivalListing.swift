internal import Attributes

/// A page of arrivals.
struct PostgresArrivalListing: Sendable {
    let filter: ArrivalFilter
    let page: Page

    func run(_ reading: PostgresArrivalReading) throws(SpoolProblem) -> [ArrivalSummary] {
        guard page.limit > 0 else { return [] }
        guard let states = filter.states else { return try run([], reading) }
        guard !states.contains(.delivered) else {
            let list = states.map(\.number).sorted().map { String($0) }.joined(separator: ", ")
            return try run(["a.state IN (\(list))"], reading)
        }
        // Each state has an order of its own along the index.
        var arrivals: [ArrivalSummary] = []
        for state in states { arrivals += try run(["a.state = \(state.number) AND a.state <> 2"], reading) }
        arrivals.sort { page.order == .newest ? $0.id > $1.id : $0.id < $1.id }
        return Array(arrivals.prefix(page.limit))
    }

    private func run(
        _ conditions: [String], _ reading: PostgresArrivalReading
    ) throws(SpoolProblem) -> [ArrivalSummary] {
        var texts = ["true"] + conditions
        var values: [PostgresValue] = []
        func add(_ text: String, _ value: PostgresValue?) {
            guard let value else { return }
            values.append(value)
            texts.append("\(text) $\(values.count)")
        }
        add("a.route =", filter.route.map { .text($0) })
        add("a.connection =", filter.connection.map { .text($0) })
        add("w.thread =", filter.thread.map { .text($0.compared) })
        add("w.contact =", filter.contact.map { .text($0.compared) })
        if let needs = filter.needsProcessing { texts.append("a.needs = \(needs ? 1 : 0)") }
        let isOutgoing = ArrivalFlags.isOutgoing.rawValue
        if let wanted = filter.isOutgoing { texts.append("a.flags & \(isOutgoing) = \(wanted ? isOutgoing : 0)") }
        add("a.received >", filter.receivedAfter.map { .number($0.milliseconds) })
        add("a.received <", filter.receivedBefore.map { .number($0.milliseconds) })
        add(page.order == .newest ? "a.id <" : "a.id >", page.behind.map { .id($0) })
        values.append(PostgresValue(page.limit))
        return try reading.summaries(
            reading.session.query(
                """
                SELECT \(PostgresArrivalReading.columns) FROM \(PostgresArrivalReading.tables)
                WHERE \(texts.joined(separator: " AND "))
                ORDER BY a.id \(page.order == .newest ? "DESC" : "ASC") LIMIT $\(values.count)
                """, values))
    }
}
