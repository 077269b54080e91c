internal import Attributes

/// Finds what is due, by skipping along one index: the cost depends on how many connections and priorities there are, not on how many
/// letters wait.
struct SQLiteClaiming: Sendable {
    let names: SQLiteNames
    let owner: Int64

    private struct Candidate {
        var seq: Int64
        var priority: Int64
        var due: Int64
    }

    /// - Returns: The letters' numbers, in the order they should go.
    func claim(_ request: ClaimRequest, in session: SQLiteSession) throws(SpoolProblem) -> [Int64] {
        guard request.limit > 0 else { return [] }
        var candidates: [Candidate] = []
        for connection in try connections(request.bus, request.connections, in: session) {
            var count = 0
            var priority = Int64.max
            while count < request.limit, let next = try self.priority(request.bus, connection, below: priority, session)
            {
                priority = next
                var select = try session.query(
                    """
                    SELECT seq, due FROM message INDEXED BY message_open
                    WHERE bus = ? AND connection = ? AND owner = 0 AND priority = ? AND due <= ? AND due IS NOT NULL
                    ORDER BY due, seq LIMIT ?
                    """)
                select.bind(request.bus)
                select.bind(connection)
                select.bind(priority)
                select.bind(request.now.milliseconds)
                select.bind(request.limit - count)
                while try select.step() {
                    candidates.append(Candidate(seq: select.number(0), priority: priority, due: select.number(1)))
                    count += 1
                }
            }
        }
        candidates.sort { (-$0.priority, $0.due, $0.seq) < (-$1.priority, $1.due, $1.seq) }
        var sizes: [Int64] = []
        for candidate in candidates.prefix(request.limit) { sizes.append(try size(of: candidate.seq, in: session)) }
        let chosen = candidates.prefix(request.count(fitting: sizes)).map(\.seq)
        try take(chosen, in: session)
        return chosen
    }

    private func size(of letter: Int64, in session: SQLiteSession) throws(SpoolProblem) -> Int64 {
        var select = try session.query("SELECT size FROM message WHERE seq = ?")
        select.bind(letter)
        return try select.step() ? select.number(0) : 0
    }

    /// Those of these letters that wait and nobody has.
    func claim(_ ids: [UUIDv7], in session: SQLiteSession) throws(SpoolProblem) -> [Int64] {
        var letters: [Int64] = []
        for id in ids {
            var select = try session.query("SELECT seq FROM message WHERE id = ? AND owner = 0 AND due IS NOT NULL")
            select.bind(id)
            if try select.step() { letters.append(select.number(0)) }
        }
        try take(letters, in: session)
        return letters
    }

    private func take(_ letters: [Int64], in session: SQLiteSession) throws(SpoolProblem) {
        var update = try session.query("UPDATE message SET owner = ? WHERE seq = ?")
        for letter in letters {
            update.rewind()
            update.bind(owner)
            update.bind(letter)
            try update.run()
        }
    }

    static func release(_ letters: [Int64], of owner: Int64, in session: SQLiteSession) throws(SpoolProblem) {
        var update = try session.query("UPDATE message SET owner = 0 WHERE seq = ? AND owner = ?")
        for letter in letters {
            update.rewind()
            update.bind(letter)
            update.bind(owner)
            try update.run()
        }
    }

    /// The time of the first letter that nobody has.
    func nextDue(bus: Int, _ wanted: [String]?, in session: SQLiteSession) throws(SpoolProblem) -> Int64? {
        var first: Int64?
        for connection in try connections(bus, wanted, in: session) {
            var priority = Int64.max
            while let next = try self.priority(bus, connection, below: priority, session) {
                priority = next
                var select = try session.query(
                    """
                    SELECT due FROM message INDEXED BY message_open
                    WHERE bus = ? AND connection = ? AND owner = 0 AND priority = ? AND due IS NOT NULL ORDER BY due LIMIT 1
                    """)
                select.bind(bus)
                select.bind(connection)
                select.bind(priority)
                if try select.step() { first = min(first ?? .max, select.number(0)) }
            }
        }
        return first
    }

    /// The numbers of connections that letters may wait for.
    private func connections(
        _ bus: Int, _ wanted: [String]?, in session: SQLiteSession
    ) throws(SpoolProblem) -> [Int64] {
        var numbers: [Int64] = []
        if let wanted {
            for name in Set(wanted) {
                if let number = try names.known(name, in: session) { numbers.append(number) }
            }
            return numbers
        }
        var last: Int64 = 0
        while true {
            var select = try session.query(
                """
                SELECT connection FROM message INDEXED BY message_open
                WHERE bus = ? AND connection > ? AND due IS NOT NULL ORDER BY connection LIMIT 1
                """)
            select.bind(bus)
            select.bind(last)
            guard try select.step() else { return numbers }
            last = select.number(0)
            numbers.append(last)
        }
    }

    /// The next lower priority that somebody waits with.
    private func priority(
        _ bus: Int, _ connection: Int64, below last: Int64, _ session: SQLiteSession
    ) throws(SpoolProblem) -> Int64? {
        var select = try session.query(
            """
            SELECT priority FROM message INDEXED BY message_open
            WHERE bus = ? AND connection = ? AND owner = 0 AND priority < ? AND due IS NOT NULL ORDER BY priority DESC LIMIT 1
            """)
        select.bind(bus)
        select.bind(connection)
        select.bind(last)
        return try select.step() ? select.number(0) : nil
    }
}
