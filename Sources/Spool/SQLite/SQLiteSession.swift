internal import GRDB
internal import GRDBSQLite

/// A connection at work, for as long as one access to it lasts.
struct SQLiteSession {
    let database: Database
    let place: String

    init(_ database: Database, at place: String) {
        self.database = database
        self.place = place
    }

    /// A statement, prepared once a connection.
    func query(_ sql: String) throws(SpoolProblem) -> SQLiteQuery {
        do {
            return SQLiteQuery(
                try database.cachedStatement(sql: sql).sqliteStatement, database.sqliteConnection, at: place)
        } catch {
            throw SQLiteProblem.make(error, at: place)
        }
    }

    /// Runs a statement that takes no values.
    func run(_ sql: String) throws(SpoolProblem) {
        var query = try query(sql)
        while try query.step() {}
    }

    /// Runs a statement with values to its end.
    ///
    /// - Returns: How many rows it changed.
    @discardableResult
    func run(_ sql: String, _ values: SQLiteValue...) throws(SpoolProblem) -> Int {
        var query = try query(sql)
        query.bind(values)
        try query.run()
        return changes
    }

    /// Runs several statements, once.
    func runAll(_ sql: String) throws(SpoolProblem) {
        do {
            try database.execute(sql: sql)
        } catch {
            throw SQLiteProblem.make(error, at: place)
        }
    }

    /// The only value of a statement that takes none.
    func number(_ sql: String) throws(SpoolProblem) -> Int64? {
        var query = try query(sql)
        return try query.step() ? query.number(0) : nil
    }

    var isInTransaction: Bool { sqlite3_get_autocommit(database.sqliteConnection) == 0 }

    var isReadOnly: Bool { sqlite3_db_readonly(database.sqliteConnection, "main") == 1 }

    var lastRow: Int64 { sqlite3_last_insert_rowid(database.sqliteConnection) }

    /// Rows that the last statement changed.
    var changes: Int { Int(sqlite3_changes(database.sqliteConnection)) }
}
