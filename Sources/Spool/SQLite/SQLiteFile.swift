internal import Attributes
internal import GRDB
internal import Glibc

/// The database file: making it whole, and telling it from others before anything touches it.
enum SQLiteFile {
    /// Makes the file with all its tables, or leaves the one that is there; it never stands there half made.
    static func makeIfMissing(_ path: String) throws(SpoolProblem) {
        try Folder.make(Folder.parent(of: path), mode: 0o755)
        var status = stat()
        guard lstat(path, &status) != 0 else { return }
        guard errno == ENOENT else { throw .file(path, errno, "opened") }
        let draft = "\(path).new-\(UUIDv7())"
        defer { unlink(draft) }
        // Before SQLite makes it: letters are nobody else's.
        let file = open(draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .file(draft, errno, "made") }
        close(file)
        try fill(draft, for: path)
        // Another process may have been quicker.
        guard link(draft, path) == 0 || errno == EEXIST else { throw .file(path, errno, "made") }
        try Folder.sync(Folder.parent(of: path))
    }

    private static func fill(_ draft: String, for path: String) throws(SpoolProblem) {
        do {
            var configuration = Configuration()
            // All its syncs come with this one transaction; nobody else knows the file yet.
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = EXTRA") }
            let queue = try DatabaseQueue(path: draft, configuration: configuration)
            try queue.write { database in
                for step in SQLiteSchema.steps { try database.execute(sql: step) }
                try database.execute(sql: "PRAGMA application_id = \(SQLiteSchema.applicationID)")
                try database.execute(sql: "PRAGMA user_version = \(SQLiteSchema.version)")
            }
            try queue.close()
        } catch {
            throw SQLiteProblem.make(error, at: path)
        }
    }

    /// Looks at the file's head (https://www.sqlite.org/fileformat.html, section 1.3).
    ///
    /// - Returns: Its size.
    static func check(_ path: String) throws(SpoolProblem) -> Int {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw .file(path, errno, "opened") }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .file(path, errno, "opened") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw SQLiteProblem.notASpool(path) }
        var head = [UInt8](repeating: 0, count: 100)
        let count = read(file, &head, head.count)
        guard count >= 0 else { throw .file(path, errno, "read") }
        guard count == head.count else { throw SQLiteProblem.corrupt(path, "the file has \(count) bytes") }
        let magic = Array("SQLite format 3".utf8) + [0]
        let application = head[68..<72].reduce(0) { $0 << 8 | Int64($1) }
        guard Array(head[..<16]) == magic, application == SQLiteSchema.applicationID else {
            throw SQLiteProblem.notASpool(path)
        }
        return Int(status.st_size)
    }
}
