import Testing

@Suite struct `YAML that is wrong gets a place, a reason and a remedy` {
    private static func check(_ files: [String: String]) async throws -> Program.Outcome {
        try await TemporaryWorkspace.small(files).router("check", deadline: .seconds(120))
    }

    @Test(arguments: [
        (
            "kind: send\nemail: {to: a@b.c, subject: x, body: y\n",
            ":2:8: error[yaml-syntax]: a bracket or brace is opened here and not closed"
        ),
        ("kind: send\n\temail: x\n", ":2:1: error["),
        ("kind: send\nkind: send\nemail: {to: a@b.c, subject: x, body: y}\n", ":2:1: error[duplicate-key]"),
        ("kind: send\nemail: {to: a@b.c, subject: {Title}, body: y}\n", ":2:29: error["),
        ("kind: send\nemail: {to: a@b.c, subject: \"\\<x\", body: y}\n", ":2:"),
        ("kind: send\nemail: *absent\n", ":2:8: error["),
        ("- kind: send\n", ":1:1: error[wrong-type]: a route is a mapping"),
        ("just a text\n", ":1:1: error[wrong-type]: a route is a mapping"),
        ("", ": error[missing-key]: the file is empty"),
        ("# nothing but a comment\n", ": error[missing-key]: the file is empty"),
        ("---\nkind: send\n---\nkind: send\n", ":3:1: error["),
        ("kind: send\nemail:\n  to: a@b.c\n  subject: [a]\n  body: y\n", ":4:12: error["),
        ("kind: [send]\n", ":1:7: error[wrong-type]"),
        ("kind: send\nbus: 9\nemail: {to: a@b.c, subject: x, body: y}\n", ":2:6: error["),
        (
            "kind: send\ndisabled: yes\nemail: {to: a@b.c, subject: x, body: y}\n",
            ":2:11: error[wrong-type]: 'yes' is neither true nor false"
        ),
        ("kind: send\nlocale: xx-XX\nemail: {to: a@b.c, subject: x, body: y}\n", ":2:9: error[unknown-value]"),
        ("kind: send\ntimezone: Mosow\nemail: {to: a@b.c, subject: x, body: y}\n", ":2:11: error[unknown-value]"),
        ("kind: send\nemail: {to: nobody, subject: x, body: y}\n", ":2:13: error[bad-address]"),
    ])
    func `in a route`(text: String, start: String) async throws {
        let outcome = try await Self.check(["routes/bad.yaml": text])
        #expect(outcome.status == 78)
        #expect(outcome.stderr.hasPrefix("routes/bad.yaml\(start)"), "\(text)\n\(outcome.told)")
        #expect(outcome.stderr.hasSuffix("1 connection, 2 routes: 1 error, 0 warnings\n"), "\(outcome.told)")
    }

    @Test(arguments: [
        ("kind: smtp\nhost: smtp://mail.example.com\n", ":2:7: error[scheme-in-host]"),
        ("kind: smtp\nhost: mail.example.com:587\n", ":2:7: error[bad-host]"),
        ("kind: smtp\nhost: mail.example.com\nport: 99999\n", ":3:7: error[bad-port]"),
        ("kind: smtp\nhost: mail.example.com\nport: smtp\n", ":3:7: error[wrong-type]"),
        ("kind: smtp\nhost: mail.example.com\nencryption: starttls\n", ":3:13: error[unknown-value]"),
        ("kind: smtp\nhost: mail.example.com\ntimeout: soon\n", ":3:10: error["),
        ("kind: smtp\nhost: mail.example.com\nauth: {type: basic, username: robot}\n", ":3:7: error[missing-key]"),
        ("kind: smtp\nhost: \"${env:NO_SUCH_HOST}\"\n", ":2:8: error[secret-missing]"),
        ("kind: smtp\nhost: \"${file:absent.txt}\"\n", ":2:8: error["),
        ("kind: smtp\nhost: {a: b}\n", ":2:7: error[wrong-type]"),
        ("kind: smpt\nhost: mail.example.com\n", ":1:7: error[unknown-kind]: 'smpt' is not a kind of connection"),
        ("host: mail.example.com\n", ":1:1: error[missing-key]: a connection needs the key 'kind'"),
    ])
    func `in a connection`(text: String, start: String) async throws {
        let outcome = try await Self.check(["connections/bad.yaml": text])
        #expect(outcome.status == 78)
        #expect(outcome.stderr.hasPrefix("connections/bad.yaml\(start)"), "\(text)\n\(outcome.told)")
        #expect(outcome.stderr.contains("\n  help: "))
        #expect(outcome.stderr.hasSuffix("2 connections, 1 route: 1 error, 0 warnings\n"), "\(outcome.told)")
    }

    @Test(arguments: [
        ("router.yaml", "limits: {attachment: big}\n", "router.yaml:1:"),
        ("router.yaml", "[]\n", "router.yaml:1:1"),
        ("router.yaml", "tiemzone: Europe/Moscow\n", "router.yaml:1:1: error[unknown-key]"),
        ("accounts/people.yaml", "{id: ivan}\n", "accounts/people.yaml:1:1: error[wrong-type]: accounts are a list"),
        (
            "accounts/people.yaml", "- {id: ivan, name: Ivan, address: nobody}\n",
            "accounts/people.yaml:1:35: error[bad-address]"
        ),
        (
            "accounts/people.yaml", "- {id: i, name: A, address: a@b.c}\n- {id: i, name: B, address: b@b.c}\n",
            "accounts/people.yaml:2:8: error[duplicate-account]"
        ),
        ("routes/2nd.yaml", "kind: send\n", "routes/2nd.yaml: error[bad-name]: '2nd' can't be a name"),
    ])
    func `in the other files`(file: String, text: String, start: String) async throws {
        let outcome = try await Self.check([file: text])
        #expect(outcome.status == 78)
        #expect(outcome.stderr.hasPrefix(start), "\(outcome.told)")
    }

    @Test func `a file that is not UTF-8, is too large, or can't be read is named`() async throws {
        let workspace = try TemporaryWorkspace.small()
        try workspace.write("routes/old.yaml", Array("description: ".utf8) + [0xCF, 0xF0, 0x0A])
        try workspace.write("routes/large.yaml", String(repeating: "# x\n", count: 1_000_001))
        try workspace.write("routes/nul.yaml", Array("kind: send".utf8) + [0] + Array("\n".utf8))
        try workspace.write("routes/folder.yaml/x", "")
        let outcome = try await workspace.router("check")
        #expect(outcome.status == 78)
        for words in [
            "routes/old.yaml:1:14: error[not-utf-8]", "routes/large.yaml: error[file-too-large]",
            "routes/folder.yaml: error[file-unreadable]: the file is a folder\n  help: rename the folder",
            "routes/nul.yaml:1:11: error[",
        ] { #expect(outcome.stderr.contains(words), "\(words)\n\(outcome.told)") }
        #expect(try await workspace.send("note", #"{"To": "a@b.c", "Title": "x"}"#).status == 0)
    }

    @Test func `deep nesting and billions of laughs are answered at once`() async throws {
        let laughs = (1...30).reduce("kind: send\na0: &a0 [x]\n") { text, level in
            text + "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", "))]\n"
        }
        for text in [
            "kind: " + String(repeating: "[", count: 100_000) + "\n",
            "kind: " + String(repeating: "{a: ", count: 20_000),
            laughs, "kind: send\nemail: &e {to: *e}\n",
        ] {
            let outcome = try await Self.check(["routes/bad.yaml": text])
            #expect(outcome.status == 78)
            #expect(outcome.stderr.utf8.count < 2000)
            #expect(outcome.took < .seconds(60))
        }
    }
}
