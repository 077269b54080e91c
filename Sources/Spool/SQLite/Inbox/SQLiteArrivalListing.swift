internal import Attributes

/// A page of arrivals, found along the index that leaves out most.
struct SQLiteArrivalListing {
    let filter: ArrivalFilter
    let page: Page
    let names: SQLiteNames

    /// Where arrivals are looked for, and in which order they come.
    private enum Way {
        /// By id, along this index; or along none, by ids alone.
        case ordered(String?)
        /// In any order: all that fulfil the conditions are sorted.
        case sorted(String)
    }

    func run(_ reading: SQLiteArrivalReading) throws(SpoolProblem) -> [ArrivalSummary] {
        guard page.limit > 0 else { return [] }
        guard let (conditions, values) = try conditions(reading.session) else { return [] }
        guard let states = filter.states, !states.contains(.delivered), case .ordered = way else {
            if let states = filter.states {
                guard !states.isEmpty else { return [] }
                let list = states.map(\.number).sorted().map { String($0) }.joined(separator: ", ")
                return try run(conditions + ["a.state IN (\(list))"], values, way, reading)
            }
            return try run(conditions, values, way, reading)
        }
        // Each state has an order of its own along the index.
        var arrivals: [ArrivalSummary] = []
        for state in states {
            arrivals += try run(
                conditions + ["a.state = \(state.number) AND a.state <> 2"], values, .ordered("arrival_state"), reading)
        }
        arrivals.sort { page.order == .newest ? $0.id > $1.id : $0.id < $1.id }
        return Array(arrivals.prefix(page.limit))
    }

    private var way: Way {
        if filter.thread != nil { return .sorted("reading_thread") }
        if filter.contact != nil { return .sorted("reading_contact") }
        if filter.needsProcessing == true { return .ordered("arrival_needs") }
        if filter.receivedAfter != nil { return .sorted("arrival_received") }
        if filter.route != nil { return .ordered("arrival_route") }
        if filter.connection != nil { return .ordered("arrival_connection") }
        return .ordered(nil)
    }

    private func run(
        _ conditions: [String], _ values: [SQLiteValue], _ way: Way, _ reading: SQLiteArrivalReading
    ) throws(SpoolProblem) -> [ArrivalSummary] {
        let source =
            switch way {
            case .ordered(let index?): "arrival a INDEXED BY \(index) LEFT JOIN reading w ON w.arrival = a.seq"
            case .ordered(nil): "arrival a LEFT JOIN reading w ON w.arrival = a.seq"
            case .sorted("arrival_received"):
                "arrival a INDEXED BY arrival_received LEFT JOIN reading w ON w.arrival = a.seq"
            case .sorted(let index): "reading w INDEXED BY \(index) CROSS JOIN arrival a ON a.seq = w.arrival"
            }
        var rows = try reading.session.query(
            """
            SELECT \(SQLiteArrivalReading.columns) FROM \(source) \(SQLiteArrivalReading.tables)
            WHERE \((["true"] + conditions).joined(separator: " AND "))
            ORDER BY a.id \(page.order == .newest ? "DESC" : "ASC") LIMIT ?
            """)
        rows.bind(values)
        rows.bind(page.limit)
        var arrivals: [ArrivalSummary] = []
        while try rows.step() { arrivals.append(try reading.summary(rows)) }
        return arrivals
    }

    /// - Returns: `nil` when nothing can fulfil them.
    private func conditions(_ session: SQLiteSession) throws(SpoolProblem) -> (texts: [String], [SQLiteValue])? {
        var texts: [String] = []
        var values: [SQLiteValue] = []
        func add(_ text: String, _ value: SQLiteValue?...) {
            guard value.allSatisfy({ $0 != nil }) else { return }
            texts.append(text)
            values += value.compactMap { $0 }
        }
        for (column, name) in [("a.route", filter.route), ("a.connection", filter.connection)] {
            guard let name else { continue }
            guard let number = try names.known(name, in: session) else { return nil }
            add("\(column) = ?", .number(number))
        }
        let thread = filter.thread?.compared
        add("w.threadhash = ? AND w.thread = ?", thread.map { .number(LetterPrint.hash($0)) }, thread.map { .text($0) })
        add("w.contact = ?", filter.contact.map { .text($0.compared) })
        add("a.needs = ?", filter.needsProcessing == false ? .number(0) : nil)
        if filter.needsProcessing == true { texts.append("a.needs = 1") }
        add(
            "a.flags & \(ArrivalFlags.isOutgoing.rawValue) = ?",
            filter.isOutgoing.map { .number($0 ? ArrivalFlags.isOutgoing.rawValue : 0) })
        add("a.received > ?", filter.receivedAfter.map { .number($0.milliseconds) })
        add("a.received < ?", filter.receivedBefore.map { .number($0.milliseconds) })
        add(page.order == .newest ? "a.id < ?" : "a.id > ?", page.behind.map { .id($0) })
        return (texts, values)
    }
}
