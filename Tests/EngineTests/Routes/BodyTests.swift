import Testing

@testable import Engine

struct BodyTests {
    private static let files = [
        "t/a.html": "<p>Hi <Title></p>", "t/a.txt": "Hi <Title>", "t/bad.html": "<p>Hi <Titel></p>",
        "t/m.mustache": "{{x}}",
    ]

    private func bodies(_ email: String) throws -> String {
        try TestRoute.fill(email, files: Self.files) { $0.bodies }
    }

    @Test(arguments: [
        // One string: plain unless the format says otherwise.
        ("body: Hi <Title> & <b>", "text: Hi Plan & <b>"),
        ("body: Hi {Title}\nformat: plain", "text: Hi Plan"),
        ("body: <p>Hi <Title></p>\nformat: html", "html: <p>Hi Plan</p>"),
        ("body: <p>Hi <Title></p>\nformat: both", "text: Hi Plan\nhtml: <p>Hi Plan</p>"),
        // Never sniffed: without tags it is HTML all the same.
        ("body: a &amp; b\nformat: both", "text: a & b\nhtml: a &amp; b"),
        // A file says by its name what it is.
        ("body: t/a.html", "text: Hi Plan\nhtml: <p>Hi Plan</p>"),
        ("body: t/a.txt", "text: Hi Plan"),
        ("body: t/a.html\nformat: plain", "text: Hi Plan"),
        ("body: |\n  t/a.txt\n", "text: Hi Plan"),
        // Both halves.
        ("body: {html: t/a.html, text: T <Title>}", "text: T Plan\nhtml: <p>Hi Plan</p>"),
        ("body: {html: t/a.html, text: t/a.txt}\nformat: html", "html: <p>Hi Plan</p>"),
        ("body: {html: t/a.html}", "text: Hi Plan\nhtml: <p>Hi Plan</p>"),
        ("body: {text: T}", "text: T"),
        // Inline, because of the placeholder or the second line.
        ("body: see <Title>.html", "text: see Plan.html"),
        ("body: |\n  a\n  b.html\n", "text: a\nb.html"),
    ])
    func `a body is a text or a file, and halves are derived`(email: String, bodies: String) throws {
        let found = try self.bodies(email)
        #expect(found == bodies)
    }

    @Test
    func `text alone derives the HTML half under both`() throws {
        let bodies = try bodies("body: {text: \"A & <Title>\"}\nformat: both")
        #expect(bodies.hasPrefix("text: A & Plan\nhtml: "))
        #expect(bodies.contains("A &amp; Plan"))
    }

    @Test(arguments: [
        (
            "body: t/none.html",
            "routes/r.yaml:19 [t/none.html]: the file 't/none.html' does not exist (paths are relative to the workspace; a one-line body that ends in .html names a file)"
        ),
        (
            "body: t/m.mustache",
            "t/m.mustache:1 [x]: 'x' is not declared (declare it under attributes)"
        ),
        (
            "body: {text: t/a.html}",
            "routes/r.yaml:19 [t/a.html]: 't/a.html' is named as the other half's file (write it behind 'html:'; the plain half is made from it)"
        ),
        (
            "body: {html: t/a.txt}",
            "routes/r.yaml:19 [t/a.txt]: 't/a.txt' is named as the other half's file (write it behind 'text:')"
        ),
        ("body: t/bad.html", "t/bad.html:1 [<Titel>]: 'Titel' is not declared (did you mean 'Title'?)"),
        ("body: {htm: x}", "routes/r.yaml:19 [htm]: 'htm' is not a key of body (did you mean 'html'?)"),
        (
            "body: {Title}",
            #"routes/r.yaml:19 [{Title}]: expected a text, and YAML reads a mapping here (quote it: body: "{Title}")"#
        ),
        (
            "body:",
            "routes/r.yaml:19 [body]: nothing stands behind 'body' (write it: what it says: a text, a file, or {html: …, text: …})"
        ),
    ])
    func `a body that can't be had is named`(email: String, problem: String) throws {
        let said = try TestRoute.said(email, files: Self.files)
        #expect(said == problem)
    }

    @Test
    func `double braces ask for another file name`() throws {
        let said = try TestRoute.said("body: 'Hi {{Title}}'")
        #expect(said.hasPrefix("routes/r.yaml:19 [{{"))
        #expect(said.contains(".mustache"))
    }

    @Test
    func `a mistake in a file is reported once, though two routes use it`() throws {
        let route = "kind: send\nemail: {subject: x, to: a@x.org, body: t/bad.html}"
        let workspace = try TestWorkspace(Self.files.merging(["routes/a.yaml": route, "routes/b.yaml": route]) { $1 })
        #expect(
            workspace.said
                == "t/bad.html:1 [<Titel>]: 'Titel' is not declared (declare it under attributes, or write \\<Titel> to leave it as it is)"
        )
        let loaded = workspace.load()
        #expect(loaded.routes.isEmpty)
        #expect(TestWorkspace.said(loaded.findings(concerning: "b")) == workspace.said)
    }

    @Test(arguments: [
        ("{text: S, html: <i>S</i>}", "text: Hi\n-- \nS\nhtml: <body>Hi<i>S</i></body>"),
        ("{text: S}", nil), ("{html: <i>S</i>}", "text: Hi\n-- \nS\nhtml: <body>Hi<i>S</i></body>"),
    ])
    func `the connection's signature closes both halves`(signature: String, bodies: String?) throws {
        let connection = """
            {kind: maildir, path: mail, default: true, sender: {address: a@x.org}, signature: \(signature)}
            """
        let found = try TestRoute.fill(
            "body: <body>Hi</body>\nformat: both", files: ["connections/c.yaml": connection]
        ) { $0.bodies }
        if let bodies { #expect(found == bodies) }
        #expect(found.hasPrefix("text: Hi\n-- \nS\nhtml: <body>Hi"))
        #expect(found.hasSuffix("</body>"))
    }
}
