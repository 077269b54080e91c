import Attributes
import Connectors
import Diagnostics
import Testing

@testable import Engine

struct LoadingTests {
    private static let route = "kind: send\nemail: {subject: x, to: a@x.org, body: b}"
    private static let connection = "kind: maildir\npath: m\nsender: {address: a@x.org}\n"

    @Test
    func `router.yaml is optional, and so is every key of it`() throws {
        for files in [
            [:], ["router.yaml": ""], ["router.yaml": "# nothing\n"], ["router.yaml": "---\n"],
            ["router.yaml": "locale:\n"],
        ] {
            let workspace = try TestWorkspace(files).load()
            #expect(workspace.findings.isEmpty)
            #expect(workspace.settings.language == .english)
            #expect(workspace.settings.limits.attachment == 10_000_000)
        }
        let workspace = try TestWorkspace([
            "router.yaml": "locale: ru-RU\ntimezone: Europe/Moscow\nlimits: {message: 1MB}",
            "routes/r.yaml": Self.route,
        ]).load()
        #expect(workspace.settings.language.language == "ru")
        #expect(workspace.settings.zone.name == "Europe/Moscow")
        #expect(workspace.settings.limits.attachment == 10_000_000)
        #expect(workspace.route("r")?.limits.message == 1_000_000)
        #expect(workspace.route("r")?.zone.name == "Europe/Moscow")
    }

    /// Files, and everything that is wrong with them.
    @Test(
        arguments: [
            // Names.
            (
                ["routes/1st.yaml": route],
                "routes/1st.yaml: '1st' can't be a name (rename the file: Latin letters, digits, '_' and '-', not starting with a digit)"
            ),
            (
                ["routes/письмо.yaml": route],
                "routes/письмо.yaml: 'письмо' can't be a name (rename the file: Latin letters, digits, '_' and '-', not starting with a digit)"
            ),
            (["routes/_a-1.yml": route], ""),
            (
                ["routes/a.yaml": route, "routes/a.yml": route],
                "routes/a.yml: another file has the name 'a' already (keep one of routes/a.yaml and routes/a.yml)"
            ),
            (["routes/r.yaml": route + "\nname: r"], ""),
            (
                ["routes/r.yaml": route + "\nname: q"],
                "routes/r.yaml:3 [q]: the file is called 'r', and says it is 'q' (delete the key, or rename the file)"
            ),
            (["routes/r.txt": "x", "routes/.hidden.yaml": "x"], ""),
            // Kinds.
            (
                ["routes/r.yaml": "kind: sent"],
                "routes/r.yaml:1 [sent]: 'sent' is not a kind of route that router knows (did you mean 'send'?)"
            ),
            (
                ["routes/r.yaml": "email: {}"],
                "routes/r.yaml:1 [email: {}]: a route needs the key 'kind' (write 'kind: send', or 'kind: receive')"
            ),
            (
                ["routes/r.yaml": "- a"],
                "routes/r.yaml:1 [- a]: a route is a mapping, and this is a list (begin with 'kind: send')"
            ),
            (["routes/r.yaml": ""], "routes/r.yaml: the file is empty (write its 'kind:' first, or delete it)"),
            (
                ["connections/c.yaml": "kind: smpt\nhost: x"],
                "connections/c.yaml:1 [smpt]: 'smpt' is not a kind of connection (did you mean 'smtp'?)"
            ),
            (
                ["connections/c.yaml": "path: x"],
                "connections/c.yaml:1 [path: x]: a connection needs the key 'kind' (the kinds are: smtp, imap, exchange, maildir, print, http, command, folder)"
            ),
            // Connections of routes.
            (
                ["connections/corporate.yaml": connection, "routes/r.yaml": "connection: corporat\n" + route],
                "routes/r.yaml:1 [corporat]: there is no connection 'corporat' (did you mean 'corporate'?)"
            ),
            (["connections/off.yaml": connection, "routes/r.yaml": "connection: off\n" + route], ""),
            (["connections/null.yaml": connection, "routes/r.yaml": "connection: null\n" + route], ""),
            (
                ["connections/c.yaml": connection, "routes/r.yaml": route],
                "routes/r.yaml:1 [kind]: the route names no connection, and none is the default (add 'connection: NAME' here, or 'default: true' to a connection)"
            ),
            (["connections/c.yaml": connection + "default: true", "routes/r.yaml": route], ""),
            (
                ["connections/c.yaml": connection + "default: true\ndisabled: true", "routes/r.yaml": route],
                "warning routes/r.yaml:1 [kind]: the connection 'c' is disabled: nothing can be sent (delete 'disabled: true' in connections/c.yaml)"
            ),
            (
                [
                    "connections/a.yaml": connection + "default: true",
                    "connections/b.yaml": connection + "default: true", "routes/r.yaml": route,
                ],
                "connections/b.yaml:4 [true]: 'a' is the default connection already (keep 'default: true' in one of them)\nroutes/r.yaml:1 [kind]: the route names no connection, and several are the default (add 'connection: NAME' here, or keep 'default: true' in one connection)"
            ),
            (
                ["connections/a.yaml": connection + "default: true\npaht: x", "routes/r.yaml": route],
                """
                connections/a.yaml:5 [paht]: 'paht' is not a key of maildir (did you mean 'path'?)
                routes/r.yaml:1 [kind]: the connection 'a' has errors of its own (mend connections/a.yaml)
                """
            ),
            (
                ["connections/a.yaml": connection + "sessions: 65"],
                "connections/a.yaml:4 [65]: there can't be 65 sessions (write a number from 1 to 64)"
            ),
            (
                ["connections/a.yaml": "kind: maildir\npath: m\nsender: {address: robot}"],
                "connections/a.yaml:3 [robot]: 'robot' is not an address: it has no @ (write it as robot@example.com)"
            ),
            // Message names.
            (
                ["routes/a.yaml": route + "\nmessage: M", "routes/b.yaml": route + "\nmessage: M"],
                "routes/b.yaml:3 [M]: the message name 'M' belongs to routes/a.yaml already (message names are unique, also among the routes' own names: choose another)"
            ),
            (
                ["routes/a.yaml": route + "\nmessage: b", "routes/b.yaml": route],
                "routes/a.yaml:3 [b]: the message name 'b' belongs to routes/b.yaml already (message names are unique, also among the routes' own names: choose another)"
            ),
            (["routes/a.yaml": route + "\nmessage: a"], ""),
            // Accounts.
            (["accounts/a.yaml": ""], ""),
            (
                ["accounts/a.yaml": "id: ivan"],
                "accounts/a.yaml:1 [id: ivan]: accounts are a list, and this is a mapping (write each as: - {id: ivan, name: Иван Петров, address: ivan@example.com})"
            ),
            (
                [
                    "accounts/a.yaml": "- {id: a, name: A, address: a@x.org}",
                    "accounts/b.yaml": "\n- {id: a, name: B, address: A@X.ORG}",
                ],
                """
                accounts/b.yaml:2 [a]: another account has the same id: accounts/a.yaml, line 1 (give one of them another, or delete it)
                accounts/b.yaml:2 [A@X.ORG]: another account has the same address: accounts/a.yaml, line 1 (give one of them another, or delete it)
                """
            ),
            (
                ["accounts/a.yaml": "- {id: a, name: A, address: a@}"],
                "accounts/a.yaml:1 [a@]: 'a@' is not an address: it has nothing after its @ (write it as ivan@example.com)"
            ),
            (
                ["accounts/a.yaml": "- {id: a@b, name: A, address: a@b}"],
                "accounts/a.yaml:1 [a@b]: 'a@b' can't be an account's id (write a short name without '@', such as ivan)"
            ),
            (
                ["accounts/a.yaml": "- {id: a, name: A, address: a@b, locale: xx}"],
                "accounts/a.yaml:1 [xx]: 'xx' is not a locale that router has words for (write a language of en, ru, with a region or without: ru-RU, en-GB)"
            ),
            // Settings.
            (
                ["router.yaml": "timezone: Europe/Moskow"],
                "router.yaml:1 [Europe/Moskow]: 'Europe/Moskow' is not a time zone of this machine's database (did you mean 'Europe/Moscow'?)"
            ),
            (
                ["router.yaml": "limits: {mesage: 1MB}"],
                "router.yaml:1 [mesage]: 'mesage' is not a key of limits (did you mean 'message'?)"
            ),
            // Routes.
            (["routes/r.yaml": route + "\nbus: 4"], "routes/r.yaml:3 [4]: there is no bus 4 (write 0, 1, 2 or 3)"),
            (
                ["routes/r.yaml": route + "\nattributes: {Ж-1: string}"],
                "routes/r.yaml:3 [Ж-1]: 'Ж-1' can't be the name of an attribute (use letters, digits and '_', beginning with a letter; 'title:' may hold any words)"
            ),
            (
                ["routes/r.yaml": route + "\nattributes: {A: {type: object}}"],
                "routes/r.yaml:3 [{type: object}]: an object needs its fields (write: {type: object, fields: {Number: string}})"
            ),
            (
                ["routes/r.yaml": route + "\nattributes: {A: {type: string, fields: {B: string}}}"],
                "routes/r.yaml:3 [{B: string}]: only an object has fields (write 'type: object')"
            ),
            (
                ["routes/r.yaml": route + "\nattributes: {b: string}"],
                "warning routes/r.yaml:3 [b]: 'b' is also an HTML tag: <b> is always this attribute (call it 'B')"
            ),
            // A wrong declaration makes no mistakes of the texts that use it.
            (
                [
                    "routes/r.yaml":
                        "kind: send\nattributes: {Title: sting}\nemail: {subject: <Title>, to: <Titel>, body: '<Title:x> <Title|y>'}"
                ],
                """
                routes/r.yaml:2 [sting]: 'sting' is not a type (did you mean 'string'?)
                routes/r.yaml:3 [<Titel>]: 'Titel' is not declared (declare it under attributes, or write \\<Titel> to leave it as it is)
                """
            ),
        ] as [([String: String], String)])
    func `what is wrong is named, placed and mended`(files: [String: String], problems: String) throws {
        let said = try TestWorkspace(files).said
        #expect(said == problems)
    }

    @Test
    func `several errors in several files come in one run, sorted, and hide nothing else`() throws {
        let workspace = try TestWorkspace([
            "connections/good.yaml": Self.connection + "default: true", "connections/bad.yaml": "kind: smtp\nhots: x",
            "routes/a.yaml": "kind: send\nemail: {subject: <X>, to: b, bod: c}", "routes/b.yaml": "a: b: c",
            "routes/c.yaml": Self.route,
            "accounts/a.yaml": "- {id: a}", "router.yaml": "limits: {message: 1MB}",
        ]).load()
        #expect(
            TestWorkspace.said(workspace.findings.sorted) == """
                accounts/a.yaml:1 [id]: an account needs the key 'address' (add 'address:': where letters go)
                accounts/a.yaml:1 [id]: an account needs the key 'name' (add 'name:': as letters show it)
                connections/bad.yaml:1 [kind]: smtp needs the key 'host', or 'provider' (write 'host: smtp.example.com' or 'provider: gmail')
                connections/bad.yaml:2 [hots]: 'hots' is not a key of smtp (did you mean 'host'?)
                routes/a.yaml:2 [subject]: email needs the key 'body' (add 'body:': what it says: a text, a file, or {html: …, text: …})
                routes/a.yaml:2 [<X>]: 'X' is not declared (declare it under attributes, or write \\<X> to leave it as it is)
                routes/a.yaml:2 [b]: 'b' is not an address: it has no @ (write it as ivan@example.com)
                routes/a.yaml:2 [bod]: 'bod' is not a key of email (did you mean 'body'?)
                routes/b.yaml:1 [:]: a colon with a space begins a value, and this line has one already (quote the text: a: "b: c")
                """)
        #expect(workspace.routes.keys.sorted() == ["c"])
        #expect(workspace.routeNames == ["a", "b", "c"])
        #expect(workspace.connections.keys.sorted() == ["good"])
        #expect(TestWorkspace.said(workspace.findings(concerning: "b")).hasSuffix("\"b: c\")"))
        #expect(workspace.findings(concerning: "c").map(\.file) == ["accounts/a.yaml", "accounts/a.yaml"])
    }

    @Test
    func `a route's problems are its connection's too`() throws {
        let workspace = try TestWorkspace([
            "connections/bad.yaml": "kind: smtp\nhots: x", "routes/r.yaml": "connection: bad\n" + Self.route,
        ]).load()
        #expect(
            workspace.findings(concerning: "r").map(\.file) == [
                "connections/bad.yaml", "connections/bad.yaml", "routes/r.yaml",
            ])
    }

    @Test
    func `nothing is sent in a language or zone that is not the workspace's`() throws {
        let workspace = try TestWorkspace(["router.yaml": "timezone: Moscow", "routes/r.yaml": Self.route]).load()
        #expect(workspace.route("r") == nil)
        #expect(workspace.findings(concerning: "r").map(\.file) == ["router.yaml"])
    }

    @Test
    func `a route is found by its message name`() throws {
        let workspace = try TestWorkspace(["routes/r.yaml": Self.route + "\nmessage: Invite"]).load()
        #expect(workspace.route("Invite")?.name == "r")
        #expect(workspace.addressableNames == ["r", "Invite"])
    }

    @Test
    func `a file in another encoding is named, with the place`() throws {
        let workspace = try TestWorkspace([:])
        try workspace.write(Array("kind: send\nЖ: ".utf8) + [0xCF, 0xF0], to: "routes/r.yaml")
        #expect(
            workspace.said
                == "routes/r.yaml:2: the file is not UTF-8 from line 2, column 4 on (save it as UTF-8: iconv -f windows-1251 -t utf-8)"
        )
    }

    @Test
    func `a byte order mark changes no place`() throws {
        let workspace = try TestWorkspace(["routes/r.yaml": "\u{FEFF}kin: send"])
        let column = workspace.load().findings.sorted.first?.span?.start.column
        #expect(column == 1)
    }

    @Test
    func `a broken password's line is never shown`() throws {
        let workspace = try TestWorkspace([
            "connections/c.yaml":
                "kind: smtp\nhost: x\nauth: {type: basic, username: u, password: hunter2, prot: 1}\nport: ${env:SECRET}"
        ])
        #expect(workspace.printed.contains("prot") && !workspace.printed.contains("hunter2"))
    }
}
