/// The tables of the SQLite spool, version by version; each step leads from the version before it.
///
/// A letter's row is small, for it is written again with each change; what never changes lies in `part` and `submission`. Times are
/// milliseconds since 1970, ids are their 16 bytes, names stand once in `name`.
enum SQLiteSchema {
    /// Tells a spool from any other SQLite file: `rtsp` in ASCII.
    static let applicationID: Int64 = 0x7274_7370

    static let steps: [String] = [first, second]

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

    /// What came in.
    ///
    /// Large letters are files as those of `part` are.
    private static let second = """
        -- owner 0 is nobody. The cursor does not count while isreset, until the folder is taken again.
        CREATE TABLE folder (
            id INTEGER PRIMARY KEY, connection INTEGER NOT NULL, name TEXT NOT NULL, owner INTEGER NOT NULL, cursor TEXT,
            isreset INTEGER NOT NULL, succeeded INTEGER, looked INTEGER, reply TEXT, backlog INTEGER, code TEXT, words TEXT,
            help TEXT, UNIQUE (connection, name)
        ) STRICT;
        CREATE INDEX folder_owner ON folder (owner) WHERE owner <> 0;

        -- What was loaded once; outlives its arrival. told: the mailbox knows. hash and digest lead to its print.
        CREATE TABLE loaded (
            seq INTEGER PRIMARY KEY, folder INTEGER NOT NULL, identity TEXT NOT NULL, arrival BLOB NOT NULL,
            route INTEGER NOT NULL, hash INTEGER, digest BLOB, told INTEGER NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX loaded_identity ON loaded (folder, identity);
        CREATE INDEX loaded_untold ON loaded (folder) WHERE told = 0;

        -- One of each letter that came by a route, by its Message-ID's hash and half its digest; outlives its arrival.
        CREATE TABLE print (
            hash INTEGER NOT NULL, route INTEGER NOT NULL, digest BLOB NOT NULL, arrival BLOB NOT NULL,
            forgotten INTEGER NOT NULL, PRIMARY KEY (hash, route, digest)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE arrival (
            seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, route INTEGER NOT NULL, connection INTEGER NOT NULL,
            folder INTEGER NOT NULL, identity TEXT NOT NULL, messageid TEXT, received INTEGER NOT NULL,
            size INTEGER NOT NULL, keep INTEGER NOT NULL, bus INTEGER NOT NULL, flags INTEGER NOT NULL,
            state INTEGER NOT NULL, owner INTEGER NOT NULL, needs INTEGER, ended INTEGER
        ) STRICT;
        CREATE INDEX arrival_open ON arrival (owner, route) WHERE state = 0;
        CREATE INDEX arrival_state ON arrival (state, id) WHERE state <> 2;
        CREATE INDEX arrival_route ON arrival (route, id);
        CREATE INDEX arrival_connection ON arrival (connection, id);
        CREATE INDEX arrival_received ON arrival (received);
        CREATE INDEX arrival_needs ON arrival (id) WHERE needs = 1;
        CREATE INDEX arrival_over ON arrival (ended + keep) WHERE ended IS NOT NULL;

        CREATE TABLE raw (arrival INTEGER PRIMARY KEY, bytes BLOB, file INTEGER) STRICT;

        -- What an arrival is, once it was looked into; threadhash is that of thread. code and what follows: why it is quarantined.
        CREATE TABLE reading (
            arrival INTEGER PRIMARY KEY, sender TEXT NOT NULL, subject TEXT NOT NULL, snippet TEXT NOT NULL,
            threadhash INTEGER NOT NULL, thread TEXT NOT NULL, contact TEXT, links BLOB NOT NULL,
            code TEXT, words TEXT, help TEXT
        ) STRICT;
        CREATE INDEX reading_thread ON reading (threadhash);
        CREATE INDEX reading_contact ON reading (contact) WHERE contact IS NOT NULL;

        -- key is the arrival's seq * 65536 + the handling's number; kind 1 is that of an error response. No due is at once.
        CREATE TABLE handling (
            key INTEGER PRIMARY KEY, target INTEGER NOT NULL, kind INTEGER NOT NULL, state INTEGER NOT NULL,
            owner INTEGER NOT NULL, due INTEGER, attempts INTEGER NOT NULL, began INTEGER, last INTEGER, said TEXT,
            code TEXT, words TEXT, help TEXT
        ) STRICT;
        CREATE INDEX handling_ready ON handling (target) WHERE state = 0 AND owner = 0 AND due IS NULL;
        CREATE INDEX handling_later ON handling (target, due) WHERE state = 0 AND owner = 0 AND due IS NOT NULL;
        CREATE INDEX handling_owned ON handling (owner) WHERE owner <> 0;
        CREATE TABLE answer (handling INTEGER PRIMARY KEY, response TEXT NOT NULL) STRICT;
        """
}
