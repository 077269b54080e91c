import Peers
import Testing

@Suite struct `What a connection can do` {
    private static let data = #"{"To": "ivan@example.com", "Title": "Привет"}"#

    private static func box(_ path: String, _ more: String = "") -> String {
        "kind: maildir\npath: \(path)\nsender: {address: \(path)@example.com, name: The \(path)}\n\(more)"
    }

    @Test func `a disabled connection sends nothing and says so`() async throws {
        let workspace = try TemporaryWorkspace.small([
            "connections/box.yaml": Self.box("mail", "disabled: true\ndefault: true\n")
        ])
        let outcome = try await workspace.send("note", Self.data, "--json")
        #expect(outcome.status == 78)
        #expect(try outcome.json.error.code == "disabled")
        #expect(try outcome.json.error.message == "the connection 'box' is disabled")
        #expect(!workspace.exists("mail"))
    }

    @Test func `the one default connection serves the routes that name none`() async throws {
        let workspace = try TemporaryWorkspace.small(["connections/other.yaml": Self.box("other")])
        let sent = try await workspace.send("note", Self.data, "--json")
        #expect(try sent.json.connection == "box")
        try workspace.write("connections/other.yaml", Self.box("other", "default: true\n"))
        let checked = try await workspace.router("check")
        #expect(checked.status == 78)
        #expect(checked.stderr.contains("error[two-defaults]: 'box' is the default connection already"))
    }

    @Test func `a connection is known by its name and a description`() async throws {
        let workspace = try TemporaryWorkspace.small([
            "connections/other.yaml": Self.box("other", "description: Почта отдела\n")
        ])
        let listed = try await workspace.router("list").stdout
        #expect(listed.contains("other  maildir           Почта отдела\n"), "\(listed)")
    }

    @Test func `the sender, address and name, is chosen with the connection`() async throws {
        let route = "kind: send\nconnection: one\nemail: {to: ivan@example.com, subject: hello, body: hello}\n"
        let workspace = try TemporaryWorkspace.small([
            "connections/one.yaml": Self.box("one"), "connections/two.yaml": Self.box("two"), "routes/a.yaml": route,
            "routes/b.yaml": route.replacing("one", with: "two"),
        ])
        for route in ["a", "b"] { #expect(try await workspace.send(route, "{}").status == 0) }
        for name in ["one", "two"] {
            let file = try #require(try workspace.files(below: name).first)
            let letter = try #require(try await LetterReading.byPython([try workspace.bytes(file)]).first)
            #expect(letter.from == [.init(name: "The \(name)", address: "\(name)@example.com")])
        }
    }

    @Test(arguments: [
        ("encryption: ssl", 465), ("encryption: tls", 587), ("", 587), ("encryption: tls\nport: 2587", 2587),
    ])
    func `the port is as set, or the usual one of the encryption`(settings: String, port: Int) async throws {
        let workspace = try TemporaryWorkspace.small([
            // Nobody listens there: the whole of 127.0.0.0/8 is this machine.
            "connections/far.yaml": "kind: smtp\nhost: 127.0.0.254\nsender: {address: a@example.com}\n\(settings)\n"
        ])
        let outcome = try await workspace.router("test", "far")
        #expect(outcome.status == 75)
        #expect(outcome.stderr.hasPrefix("error[connection-refused]: 127.0.0.254:\(port) takes no connections"))
    }

    @Test(arguments: [
        (Listener.plain, "encryption: none\n", "with ESMTP id"),
        (.secure, "encryption: ssl\ntls: {ca: CA}\n", "with ESMTPS id"),
        (.plain, "encryption: tls\ntls: {ca: CA}\n", "with ESMTPS id"),
    ])
    func `a line is plain, or TLS from the first byte, or by STARTTLS`(
        door: Listener, settings: String, trace: String
    ) async throws {
        let desk = try await Desk.open(at: door, settings)
        let inbox = desk.office.newInbox()
        #expect(try await desk.send("note", Desk.data(to: inbox.address)).status == 0)
        let traces = try await inbox.letter().all("Received")
        #expect(traces.contains { $0.contains(trace) }, "\(traces)")
    }

    @Test func `a user logs in with a password from the environment, such as an app password`() async throws {
        let desk = try await Desk.open()
        let inbox = desk.office.newInbox()
        #expect(try await desk.send("note", Desk.data(to: inbox.address)).status == 0)
        #expect(try await inbox.letter().all("Received").contains { $0.contains("with ESMTPSA id") })
        #expect(try !desk.workspace.text("connections/corporate.yaml").contains(Dovecot.password))
    }

    @Test(arguments: ["smtp://mail.example.com", "https://mail.example.com"])
    func `a scheme in a mail server's address is an error that shows what to write`(host: String) async throws {
        let workspace = try TemporaryWorkspace.small([
            "connections/far.yaml": "kind: smtp\nhost: \(host)\nsender: {address: a@example.com}\n"
        ])
        let outcome = try await workspace.router("check")
        #expect(outcome.status == 78)
        #expect(outcome.stderr.contains("far.yaml:2:7: error[scheme-in-host]: a mail server's name has no scheme"))
        #expect(outcome.stderr.contains("help: write 'host: mail.example.com'"))
    }

    @Test func `a sender that the server won't accept is a named error, and nothing is sent`() async throws {
        let desk = try await Desk.open(at: .plain, "encryption: tls\ntls: {ca: CA}\n")
        let inbox = desk.office.newInbox()
        let outcome = try await desk.send("note", Desk.data(to: inbox.address, from: Postfix.banned), "--json")
        #expect(outcome.status == 69)
        #expect(try outcome.json.error.code == "sender-refused")
        #expect(try await inbox.letters(0).isEmpty)
    }

    @Test func `a test letter goes to addresses separated by commas, and a check sends none`() async throws {
        let desk = try await Desk.open()
        let (one, two) = (desk.office.newInbox("one"), desk.office.newInbox("two"))
        let silent = try await desk.workspace.router("test", "corporate", environment: Desk.environment)
        #expect(silent.status == 0, "\(silent.told)")
        #expect(try await one.letters(0).isEmpty)
        let tried = try await desk.workspace.router(
            "test", "corporate", "--to", "\(one.address),\(two.address)", environment: Desk.environment)
        #expect(tried.status == 0, "\(tried.told)")
        for inbox in [one, two] {
            #expect(try await inbox.letter()["Subject"] == "Test of the connection 'corporate'")
        }
    }
}
