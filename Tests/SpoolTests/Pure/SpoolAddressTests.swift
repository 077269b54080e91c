import Spool
import Testing

@Suite struct SpoolAddressTests {
    @Test(arguments: [
        ("sqlite:var/router.db", "sqlite:/ws/var/router.db"),
        ("sqlite:/var/lib/router.db", "sqlite:/var/lib/router.db"),
        ("SQLite:///var/lib/router.db", "sqlite:/var/lib/router.db"), ("postgres://u@host/db", "postgres://u@host/db"),
        ("postgresql://u:se%40cret@host:5433/db?sslmode=require", "postgres://u@host:5433/db"),
        ("postgres://host/db", "postgres://host/db"), ("postgres:///db?host=/run/pg", "postgres:///db"),
        ("postgres://u:p@h1:1,h2:2/db", "postgres://u@h1:1,h2:2/db"),
        ("postgres://u:p@ss@host/db", "postgres://u@host/db"),
    ])
    func `an address is shown without its password`(text: String, shown: String) throws {
        #expect(try SpoolAddress(text, workspace: "/ws").shown == shown)
    }

    @Test(arguments: [
        ("", "spool: says nothing of its kind; write sqlite:, or postgres://user@host/db"),
        ("var/router.db", "spool: says nothing of its kind; write sqlite:var/router.db, or postgres://user@host/db"),
        ("sqlit:var/router.db", "spool: of kind 'sqlit' is not known; did you mean 'sqlite'?"),
        ("mysql://host/db", "spool: of kind 'mysql' is not known; write sqlite:PATH or postgres://user@host/db"),
        ("sqlite:", "spool: names no file; write a file's path, as in sqlite:var/router.db"),
        ("sqlite:var/", "spool: names no file; write a file's path, as in sqlite:var/router.db"),
        ("sqlite://var/router.db", "spool: has a host, and SQLite has none; write sqlite:var/router.db"),
        (
            "sqlite:a?mode=ro",
            "spool: has a character that no path of a spool may have; write a plain path, as in sqlite:var/router.db"
        ),
        ("postgres:host/db", "spool: lacks '//' behind 'postgres:'; write postgres://user@host/db"),
        (
            "postgres://u:secret@host/db?sslmod=require",
            "spool: has the parameter 'sslmod', which PostgreSQL's library does not know; did you mean 'sslmode'?"
        ),
        (
            "postgres://u:secret@[host/db",
            "spool: is no address that PostgreSQL's library can read; write postgres://user:password@host:port/db, with %40 for @, %3A for : and %2F for / in the password"
        ),
        ("postgres://u:secret@host", "spool: names no database; write postgres://user@host/db"),
        ("postgres://u:secret@host/", "spool: names no database; write postgres://user@host/db"),
        (
            "postgres://u:secret word@host/db",
            "spool: has a space, or a character beyond ASCII, in its address; write such characters as %20 and the like"
        ),
    ])
    func `what is wrong with an address is said, without its password`(text: String, words: String) throws {
        let problem = try #require(throws: SpoolProblem.self) { try SpoolAddress(text, workspace: "/ws") }
        #expect(problem.description == words)
        #expect(problem.code == .settingsWrong)
    }
}
