/// The tables of the PostgreSQL spool, in a schema of their own, version by version.
///
/// They are those of the SQLite spool, but that names stand in the rows, and large files in chunks in the database. Times are milliseconds
/// since 1970.
enum PostgresSchema {
    static let steps: [String] = [first, second]

    static var version: Int64 { Int64(steps.count) }

    /// The lock under which one process at a time sees to the tables.
    private static let lock = 0x7274_7370

    /// Makes the tables, or brings them to this program's version.
    static func migrate(_ session: PostgresSession) throws(SpoolProblem) {
        try session.transaction { session throws(SpoolProblem) in
            try session.run("SELECT pg_advisory_xact_lock(\(lock))")
            // Who may not make schemas can have been given one.
            if try session.query("SELECT 1 FROM pg_namespace WHERE nspname = 'router'").count == 0 {
                try session.run("CREATE SCHEMA router")
            }
            try session.run("CREATE TABLE IF NOT EXISTS router.version (version bigint NOT NULL)")
            let rows = try session.query("SELECT version FROM router.version")
            let version = rows.count == 0 ? 0 : rows.number(0, 0)
            guard version <= Self.version else {
                throw SpoolProblem(
                    .newer, at: session.place,
                    "was made by a later router: its version is \(version), this router knows \(Self.version)",
                    remedy: "use that router, or name another database in 'spool:'")
            }
            for step in steps.dropFirst(Int(max(0, version))) { try session.run(step) }
            if version < Self.version {
                try session.run("DELETE FROM router.version; INSERT INTO router.version VALUES (\(Self.version))")
            }
        }
    }

    private static let first = """
        CREATE TABLE submission (
            seq bigserial PRIMARY KEY, id uuid NOT NULL UNIQUE, created bigint NOT NULL,
            application text, trace text, scope text, key text, fingerprint bytea
        );
        CREATE UNIQUE INDEX submission_key ON submission (scope, key) WHERE key IS NOT NULL;

        -- owner 0 is nobody. due is set while somebody is owed the letter, ended when nothing will happen any more.
        CREATE TABLE message (
            seq bigserial PRIMARY KEY, id uuid NOT NULL UNIQUE, submission bigint NOT NULL,
            route text NOT NULL, connection text NOT NULL, bus bigint NOT NULL, priority bigint NOT NULL,
            flags bigint NOT NULL, state bigint NOT NULL, owner bigint NOT NULL, claim bigint, due bigint, ended bigint,
            keep bigint NOT NULL, attempts bigint NOT NULL, size bigint NOT NULL,
            messageid text NOT NULL, sender text NOT NULL, recipients bytea NOT NULL, details text NOT NULL
        ) WITH (fillfactor = 80);
        CREATE INDEX message_submission ON message (submission);
        CREATE INDEX message_open ON message (bus, connection, priority, due, seq) WHERE due IS NOT NULL AND owner = 0;
        CREATE INDEX message_owned ON message (owner) WHERE due IS NOT NULL AND owner <> 0;
        CREATE INDEX message_trouble ON message (state, id) WHERE state IN (2, 3, 4, 6);
        CREATE INDEX message_over ON message ((ended + keep)) WHERE ended IS NOT NULL;

        -- kind 0 goes out as it is, 1 in base64.
        CREATE TABLE part (
            message bigint NOT NULL, number bigint NOT NULL, kind bigint NOT NULL, size bigint NOT NULL, bytes bytea,
            file bigint, PRIMARY KEY (message, number)
        );
        ALTER TABLE part ALTER COLUMN bytes SET STORAGE EXTERNAL, SET (toast_tuple_target = 8160);
        CREATE TABLE file (id bigserial PRIMARY KEY, size bigint NOT NULL, uses bigint NOT NULL);
        CREATE TABLE chunk (
            file bigint NOT NULL, number bigint NOT NULL, bytes bytea NOT NULL, PRIMARY KEY (file, number)
        );
        ALTER TABLE chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;

        CREATE TABLE attempt (
            message bigint NOT NULL, number bigint NOT NULL, began bigint NOT NULL, ended bigint NOT NULL,
            connection text NOT NULL, session text NOT NULL, code text, words text, help text,
            recipients bytea NOT NULL, PRIMARY KEY (message, number)
        );

        -- lease is by the server's clock.
        CREATE TABLE owner (
            id bigserial PRIMARY KEY, token text NOT NULL UNIQUE, name text NOT NULL, began bigint NOT NULL,
            lease timestamptz NOT NULL
        );
        CREATE TABLE batch (
            id bigint PRIMARY KEY, owner bigint NOT NULL, began bigint NOT NULL, remaining bigint NOT NULL, letters bytea NOT NULL
        );
        CREATE INDEX batch_owner ON batch (owner);

        CREATE TABLE meeting (uid text PRIMARY KEY, sequence bigint NOT NULL, changed bigint NOT NULL);
        CREATE TABLE note (key text PRIMARY KEY, text text NOT NULL, time bigint NOT NULL);
        """

    /// What came in; large letters are chunks as large files are.
    private static let second = """
        -- owner 0 is nobody. The cursor does not count while isreset, until the folder is taken again.
        CREATE TABLE folder (
            id bigserial PRIMARY KEY, connection text NOT NULL, name text NOT NULL, owner bigint NOT NULL, cursor text,
            isreset bigint NOT NULL, succeeded bigint, looked bigint, reply text, backlog bigint, code text, words text,
            help text, UNIQUE (connection, name)
        );
        CREATE INDEX folder_owner ON folder (owner) WHERE owner <> 0;

        -- What was loaded once; outlives its arrival. told: the mailbox knows. hash and digest lead to its print.
        CREATE TABLE loaded (
            seq bigserial PRIMARY KEY, folder bigint NOT NULL, identity text NOT NULL, arrival uuid NOT NULL,
            route text NOT NULL, hash bigint, digest bytea, told bigint NOT NULL, UNIQUE (folder, identity)
        ) WITH (fillfactor = 90);
        CREATE INDEX loaded_untold ON loaded (folder, seq) WHERE told = 0;

        -- One of each letter that came by a route, by its Message-ID's hash and half its digest; outlives its arrival.
        CREATE TABLE print (
            hash bigint NOT NULL, route text NOT NULL, digest bytea NOT NULL, arrival uuid NOT NULL,
            forgotten bigint NOT NULL, PRIMARY KEY (hash, route, digest)
        );

        -- claim is the number of the call that changed it last.
        CREATE TABLE arrival (
            seq bigserial PRIMARY KEY, id uuid NOT NULL UNIQUE, route text NOT NULL, connection text NOT NULL,
            folder bigint NOT NULL, identity text NOT NULL, messageid text, received bigint NOT NULL, size bigint NOT NULL,
            keep bigint NOT NULL, bus bigint NOT NULL, flags bigint NOT NULL, state bigint NOT NULL,
            owner bigint NOT NULL, claim bigint, needs bigint, ended bigint
        ) WITH (fillfactor = 80);
        CREATE INDEX arrival_open ON arrival (route, seq) WHERE state = 0 AND owner = 0;
        CREATE INDEX arrival_owned ON arrival (owner) WHERE state = 0 AND owner <> 0;
        CREATE INDEX arrival_state ON arrival (state, id) WHERE state <> 2;
        CREATE INDEX arrival_route ON arrival (route, id);
        CREATE INDEX arrival_connection ON arrival (connection, id);
        CREATE INDEX arrival_received ON arrival (received);
        CREATE INDEX arrival_needs ON arrival (id) WHERE needs = 1;
        CREATE INDEX arrival_over ON arrival ((ended + keep)) WHERE ended IS NOT NULL;

        CREATE TABLE raw (arrival bigint PRIMARY KEY, bytes bytea, file bigint);
        ALTER TABLE raw ALTER COLUMN bytes SET STORAGE EXTERNAL, SET (toast_tuple_target = 8160);

        -- What an arrival is, once it was looked into. code and what follows: why it is quarantined.
        CREATE TABLE reading (
            arrival bigint PRIMARY KEY, sender text NOT NULL, subject text NOT NULL, snippet text NOT NULL,
            thread text NOT NULL, contact text, links bytea NOT NULL, code text, words text, help text
        );
        CREATE INDEX reading_thread ON reading USING hash (thread);
        CREATE INDEX reading_contact ON reading (contact) WHERE contact IS NOT NULL;

        -- kind 1 is that of an error response. No due is at once.
        CREATE TABLE handling (
            arrival bigint NOT NULL, number bigint NOT NULL, target text NOT NULL, kind bigint NOT NULL,
            state bigint NOT NULL, owner bigint NOT NULL, claim bigint, due bigint, attempts bigint NOT NULL, began bigint,
            last bigint, said text, response text, code text, words text, help text, PRIMARY KEY (arrival, number)
        ) WITH (fillfactor = 80);
        CREATE INDEX handling_ready ON handling (target, arrival, number) WHERE state = 0 AND owner = 0 AND due IS NULL;
        CREATE INDEX handling_later ON handling (target, due) WHERE state = 0 AND owner = 0 AND due IS NOT NULL;
        CREATE INDEX handling_owned ON handling (owner) WHERE owner <> 0;
        """
}
