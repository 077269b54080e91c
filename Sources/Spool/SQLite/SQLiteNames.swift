internal import Synchronization

/// Names of routes and connections stand once in the spool, and rows have their numbers.
final class SQLiteNames: Sendable {
    private let numbers = Mutex<[String: Int64]>([:])

    /// The number of a name; a new name gets one.
    func number(of name: String, in session: SQLiteSession) throws(SpoolProblem) -> Int64 {
        if let number = try known(name, in: session) { return number }
        var insert = try session.query("INSERT INTO name (text) VALUES (?)")
        insert.bind(name)
        try insert.run()
        let number = session.lastRow
        numbers.withLock { $0[name] = number }
        return number
    }

    /// The number of a name that is there.
    func known(_ name: String, in session: SQLiteSession) throws(SpoolProblem) -> Int64? {
        if let number = numbers.withLock({ $0[name] }) { return number }
        var select = try session.query("SELECT id FROM name WHERE text = ?")
        select.bind(name)
        guard try select.step() else { return nil }
        let number = select.number(0)
        numbers.withLock { $0[name] = number }
        return number
    }

    /// A transaction was rolled back: the numbers that it gave may be others' now.
    func forget() { numbers.withLock { $0 = [:] } }
}
