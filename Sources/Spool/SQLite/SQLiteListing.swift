internal import Attributes
internal import Connecting

/// A page of messages: what the tables can tell apart they do, the rest is sorted out row by row.
struct SQLiteListing {
    let filter: MessageFilter
    let page: Page
    let names: SQLiteNames

    /// A value of a condition.
    private enum Value {
        case number(Int64)
        case text(String)
        case bytes([UInt8])
    }

    func run(_ reading: SQLiteReading) throws(SpoolProblem) -> [MessageSummary] {
        guard page.limit > 0 else { return [] }
        let session = reading.session
        guard let (conditions, values) = try conditions(session) else { return [] }
        let onTheirWay = try session.onTheirWay()
        let order = page.order == .newest ? "DESC" : "ASC"
        var rows = try session.query(
            """
            SELECT \(SQLiteReading.columns) FROM \(SQLiteReading.tables)
            WHERE \((["true"] + conditions).joined(separator: " AND ")) ORDER BY m.id \(order)
            """)
        for value in values {
            switch value {
            case .number(let number): rows.bind(number)
            case .text(let text): rows.bind(text)
            case .bytes(let bytes): rows.bind(bytes)
            }
        }
        var messages: [MessageSummary] = []
        while messages.count < page.limit, try rows.step() {
            let message = try reading.summary(rows, onTheirWay)
            if filter.includes(message) { messages.append(message) }
        }
        return messages
    }

    /// - Returns: `nil` when nothing can fulfil them.
    private func conditions(_ session: SQLiteSession) throws(SpoolProblem) -> (texts: [String], [Value])? {
        var texts: [String] = []
        var values: [Value] = []
        if let states = filter.states {
            var numbers = Set(states.map(\.number))
            // What is being sent is stored as what it was before.
            if states.contains(.sending) {
                for state in [MessageState.queued, .deferred, .held] { numbers.insert(state.number) }
            }
            let list = numbers.sorted().map { String($0) }.joined(separator: ", ")
            texts.append("m.state IN (\(list))")
            // Said in the index's own words, so that it is used.
            if numbers.isSubset(of: [2, 3, 4, 6]) { texts.append("m.state IN (2, 3, 4, 6)") }
        }
        for (column, name) in [("m.route", filter.route), ("m.connection", filter.connection)] {
            guard let name else { continue }
            guard let number = try names.known(name, in: session) else { return nil }
            texts.append("\(column) = ?")
            values.append(.number(number))
        }
        func add(_ text: String, _ value: Value?) {
            guard let value else { return }
            texts.append(text)
            values.append(value)
        }
        add("m.bus = ?", filter.bus.map { .number(Int64($0)) })
        add("s.created < ?", filter.createdBefore.map { .number($0.milliseconds) })
        add("s.created > ?", filter.createdAfter.map { .number($0.milliseconds) })
        add("instr(m.recipients, ?) > 0", filter.recipient.map { .bytes(Array($0.utf8)) })
        add("m.seq BETWEEN s.seq AND s.seq + s.count - 1 AND s.id = ?", filter.submission.map { .bytes($0.bytes) })
        add("s.application = ?", filter.application.map { .text($0) })
        add(page.order == .newest ? "m.id < ?" : "m.id > ?", page.behind.map { .bytes($0.bytes) })
        return (texts, values)
    }
}

extension MessageFilter {
    /// What tables can't tell.
    func includes(_ message: MessageSummary) -> Bool {
        if let states, !states.contains(message.state) { return false }
        if let recipient, !message.recipients.contains(where: { $0.address == recipient }) { return false }
        return true
    }
}
