/// The tables of the SQLite spool, version by version; each step leads from the version before it.
///
/// A letter's row is small, for it is written again with each change; what never changes lies in `part` and `submission`. Times are
/// milliseconds since 1970, ids are their 16 bytes, names stand once in `name`.
enum SQLiteSchema {
    /// Tells a spool from any other SQLite file: `rtsp` in ASCII.
    static let applicationID: Int64 = 0x7274_7370

    static let steps: [String] = [first]

    static var version: Int64 { Int64(steps.count) }

    private static let first = """
        CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;

        -- seq is that of the first message; the others follow it.
        CREATE TABLE submission (
            seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, created INTEGER NOT NULL, count INTEGER NOT NULL,
            application TEXT, trace TEXT, scope TEXT, key TEXT, fingerprint BLOB
        ) STRICT;
        CREATE UNIQUE INDEX submission_key ON submission (scope, key) WHERE key IS NOT NULL;

        -- owner 0 is nobody. due is set while somebody is owed the letter, ended when nothing will happen any more.
        CREATE TABLE message (
            seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, submission INTEGER NOT NULL,
            route INTEGER NOT NULL, connection INTEGER NOT NULL, bus INTEGER NOT NULL, priority INTEGER NOT NULL,
            flags INTEGER NOT NULL, state INTEGER NOT NULL, owner INTEGER NOT NULL, due INTEGER, ended INTEGER,
            keep INTEGER NOT NULL, attempts INTEGER NOT NULL, size INTEGER NOT NULL,
            messageid TEXT NOT NULL, sender TEXT NOT NULL, recipients BLOB NOT NULL, details TEXT NOT NULL
        ) STRICT;
        CREATE INDEX message_open ON message (bus, connection, owner, priority DESC, due) WHERE due IS NOT NULL;
        CREATE INDEX message_trouble ON message (state, id) WHERE state IN (2, 3, 4, 6);
        CREATE INDEX message_over ON message (ended + keep) WHERE ended IS NOT NULL;

        -- key is the message's seq * 4096 + the piece's number; kind 0 goes out as it is, 1 in base64.
        CREATE TABLE part (
            key INTEGER PRIMARY KEY, kind INTEGER NOT NULL, size INTEGER NOT NULL, bytes BLOB, file INTEGER
        ) STRICT;
        CREATE TABLE file (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, uses INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE attempt (
            message INTEGER NOT NULL, number INTEGER NOT NULL, began INTEGER NOT NULL, ended INTEGER NOT NULL,
            connection INTEGER NOT NULL, session TEXT NOT NULL, code TEXT, words TEXT, help TEXT,
            recipients BLOB NOT NULL, PRIMARY KEY (message, number)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE owner (
            id INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT NOT NULL UNIQUE, name TEXT NOT NULL, began INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE batch (
            id INTEGER PRIMARY KEY AUTOINCREMENT, owner INTEGER NOT NULL, began INTEGER NOT NULL, remaining INTEGER NOT NULL,
            letters BLOB NOT NULL
        ) STRICT;

        CREATE TABLE meeting (
            uid TEXT PRIMARY KEY, sequence INTEGER NOT NULL, changed INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE note (key TEXT PRIMARY KEY, text TEXT NOT NULL, time INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """
}
