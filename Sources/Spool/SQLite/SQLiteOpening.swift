internal import GRDB
internal import GRDBSQLite
internal import Glibc

/// Opening the database: its settings, its checks, its next version.
enum SQLiteOpening {
    /// How long a change waits for another process's.
    static let patience = 30.0
    /// Up to this size a whole file is looked at when it is opened; that takes a tenth of a second.
    static let quickSize = 64_000_000
    private static let readers = 4

    /// Opens the database at a path; patience, in seconds, is how long it waits for other processes.
    static func open(_ path: String, patience: Double = patience) throws(SpoolProblem) -> DatabasePool {
        try SQLiteFile.makeIfMissing(path)
        let size = try SQLiteFile.check(path)
        do {
            let pool = try DatabasePool(path: path, configuration: configuration(patience))
            try pool.writeWithoutTransaction { database in
                let session = SQLiteSession(database, at: path)
                // SQLite is content to open what it can't write for reading.
                guard !session.isReadOnly else {
                    throw SQLiteProblem.make(SQLITE_READONLY, "read-only", system: 0, at: path)
                }
                // GRDB ends its set-up of the write-ahead log with NORMAL, under which power loss takes the last transactions.
                try session.run("PRAGMA synchronous = FULL")
                try session.run("PRAGMA wal_autocheckpoint = 4000")
                try session.run("PRAGMA journal_size_limit = 67108864")
                guard try session.number("PRAGMA synchronous") == 2 else {
                    throw SpoolProblem(
                        .disk, at: path, "can't be made to survive power loss: SQLite does not take synchronous = FULL",
                        remedy: "this is a mistake in router or in its copy of SQLite: report it")
                }
                try check(session, isLarge: size > quickSize)
                try migrate(session)
            }
            return pool
        } catch {
            throw SQLiteProblem.make(error, at: path)
        }
    }

    private static func configuration(_ patience: Double) -> Configuration {
        var configuration = Configuration()
        configuration.label = "router.spool"
        configuration.maximumReaderCount = readers
        configuration.busyMode = .callback { tries in
            // Other processes' transactions are short.
            usleep(tries < 10 ? 500 : 2_000)
            return Double(max(0, tries - 10)) * 0.002 < patience
        }
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA cache_size = -8000;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA secure_delete = FAST;
                    """)
        }
        return configuration
    }

    /// Looks for damage: at all of a small file, at the small tables and the ends of the large ones of a large file.
    static func check(_ session: SQLiteSession, isLarge: Bool) throws(SpoolProblem) {
        guard isLarge else { return try check(session, with: "PRAGMA quick_check(1)") }
        for table in ["name", "owner", "batch", "file", "meeting", "note"] {
            try check(session, with: "PRAGMA quick_check('\(table)')")
        }
        for table in ["message", "submission"] {
            _ = try session.number("SELECT max(seq) + min(seq) FROM \(table)")
        }
        _ = try session.number("SELECT max(key) + min(key) FROM part")
        // A spool of the first version gets the others only now.
        guard try session.number("PRAGMA user_version") ?? 0 > 1 else { return }
        try check(session, with: "PRAGMA quick_check('folder')")
        for table in ["loaded", "arrival"] { _ = try session.number("SELECT max(seq) + min(seq) FROM \(table)") }
        for table in ["raw", "reading"] { _ = try session.number("SELECT max(arrival) + min(arrival) FROM \(table)") }
        _ = try session.number("SELECT max(key) + min(key) FROM handling")
    }

    /// Looks at every page.
    static func checkThoroughly(_ session: SQLiteSession) throws(SpoolProblem) {
        try check(session, with: "PRAGMA integrity_check(1)")
    }

    private static func check(_ session: SQLiteSession, with pragma: String) throws(SpoolProblem) {
        var query = try session.query(pragma)
        guard try query.step() else { return }
        let words = query.text(0)
        guard words == "ok" else { throw SQLiteProblem.corrupt(session.place, words) }
    }

    private static func migrate(_ session: SQLiteSession) throws(SpoolProblem) {
        // Another process may be doing it; whoever comes second sees what there is.
        try session.run("BEGIN IMMEDIATE")
        do throws(SpoolProblem) {
            let version = try session.number("PRAGMA user_version") ?? 0
            guard version <= SQLiteSchema.version else {
                throw SpoolProblem(
                    .newer, at: session.place,
                    "was made by a later router: its version is \(version), this router knows \(SQLiteSchema.version)",
                    remedy: "use that router, or name another file in 'spool:'")
            }
            for step in SQLiteSchema.steps.dropFirst(Int(max(0, version))) { try session.runAll(step) }
            if version < SQLiteSchema.version { try session.run("PRAGMA user_version = \(SQLiteSchema.version)") }
            try session.run("COMMIT")
        } catch {
            if session.isInTransaction { try? session.run("ROLLBACK") }
            throw error
        }
    }
}
