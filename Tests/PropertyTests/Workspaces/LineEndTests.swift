import Attributes
import Diagnostics
import Engine
import Glibc
import MIME
import Peers
import Testing

/// A workspace that was saved on Windows is the same workspace.
@Suite struct LineEndTests {
    private static let files = OpenRoute.files.merging([
        "router.yaml": "locale: ru-RU\ntimezone: Europe/Moscow\n",
        "accounts/people.yaml":
            "- {id: ivan, name: Иван Петров, address: ivan@example.com}\n- id: john\n  name: John\n  address: j@example.com\n",
        "templates/page.html": """
        <html>
        <body>
        <h1><Title></h1>
        <pre>
          a
          <Title>
        </pre>
        <ul>
          <li>one
          <li>two
        </ul>
        <p title="x
        y">end</p>
        </body>
        </html>

        """,
        "templates/plain.txt": "Hello <Title>,\n\n  two\n\n\nlines  \n<Note|none>\n",
        "routes/derived.yaml": route(body: "body: {html: templates/page.html}", format: "both"),
        "routes/plain.yaml": route(body: "body: {text: templates/plain.txt}", format: "plain"),
        "routes/both.yaml": route(body: "body: {text: templates/plain.txt}", format: "both"),
        "routes/literal.yaml": route(body: "body: |\n    one <Title>\n\n    two\n      three", format: "both"),
        "routes/folded.yaml": route(
            body: "body: >-\n    one <Title>\n    goes on\n\n    two\n      three", format: "plain"),
        "routes/quoted.yaml": route(
            body: "body: \"one <Title>\n    goes on\\\n    \\ here\n\n    two\"", format: "plain"),
    ]) { $1 }

    private static func route(body: String, format: String) -> String {
        """
        # A comment.
        kind: send
        attributes:
          Title: {type: string,
            required: true}
          Note: {type: string}
        email:
          to: [ivan@example.com,
            "Second <second@example.com>"]
          subject: "Title <Title>
            goes on"
          format: \(format)
          \(body)
          meeting:
            start: 2026-12-01T10:00
            key: k
            description: |
              First <Title>

              last

        """
    }

    private static func windows(_ files: [String: String]) -> [String: String] {
        files.mapValues { text in
            text.unicodeScalars.map { $0 == "\n" ? "\r\n" : String($0) }.joined()
        }
    }

    /// The letters of every route, by its name.
    private static func letters(_ open: TemporaryWorkspace) throws -> [String: [UInt8]] {
        #expect(open.workspace.findings.sorted.map { $0.printed() } == [])
        var letters: [String: [UInt8]] = [:]
        for name in open.workspace.routeNames {
            let route = try open.route(name)
            let data: JSON = name == "open" ? OpenRoute.data("harmless", as: .title) : ["Title": "Тема"]
            let record = try route.schema.check(data, in: open.workspace.context(for: route, documents: .refused)).get()
            var letter = try Renderer(route, now: Instant(seconds: 1_795_000_000)).render(record)[0]
            letters[name] = try letter.compose(id: "0198c2f0").bytes()
        }
        return letters
    }

    @Test func `routes and templates with CRLF make the same letters, byte by byte`() throws {
        let letters = try Self.letters(try TemporaryWorkspace(Self.files))
        let others = try Self.letters(try TemporaryWorkspace(Self.windows(Self.files)))
        #expect(letters.count == 7)
        for (name, letter) in letters {
            #expect(
                String(decoding: others[name] ?? [], as: UTF8.self) == String(decoding: letter, as: UTF8.self),
                "\(name)")
        }
    }

    @Test func `the sample workspace with CRLF makes the same letters`() throws {
        var files: [String: String] = [:]
        for name in [
            "router.yaml", "accounts/people.yaml", "connections/local.yaml", "connections/relay.yaml",
            "routes/meeting-invite.yaml", "routes/notification.yaml", "routes/order-shipped.yaml",
            "templates/invite.html",
            "templates/order-shipped.html", "templates/order-shipped.txt",
        ] {
            files[name] = try TextFile.read("\(Python.packageFolder)/\(name)", limit: 1_000_000)
        }
        let workspaces = [try TemporaryWorkspace(files), try TemporaryWorkspace(Self.windows(files))]
        let letters = try workspaces.map { open in
            try open.workspace.routeNames.flatMap { name in
                let route = try open.route(name)
                return try route.tests.flatMap { test in
                    guard case .json(let json) = test.data else { return [String]() }
                    let context = open.workspace.context(for: route, documents: .refused)
                    let record = try route.schema.check(json, in: context).get()
                    return try Renderer(route, now: Instant(seconds: 1_795_000_000)).render(record).map { letter in
                        var letter = letter
                        return String(decoding: try letter.compose(id: "0198c2f0").bytes(), as: UTF8.self)
                    }
                }
            }
        }
        #expect(letters[0].count >= 5)
        #expect(letters[1] == letters[0])
    }

    @Test func `what is wrong is said in the same words at the same place`() throws {
        let broken = Self.files.merging([
            "routes/a.yaml":
                "kind: send\nattributes: {Title: {type: strin}}\nemail:\n  to: x\n  subject: <Titel>\n  body: |\n    one\n    <Titel> two\n",
            "routes/b.yaml":
                "kind: send\nattributes:\n  Title: {type: string, required: true}\nemail:\n  to: a@example.com\n  subject: a\n  body: {html: templates/bad.html}\n",
            "routes/c.yaml": "kind: send\n\temail: x\n",
            "routes/d.yaml": "kind: send\nemail: {to: a@example.com, subject: \"\\<\", body: x}\n",
            "routes/e.yaml": "kind: sendd\nunknown: 1\n",
            "templates/bad.html": "<p>\n<Titel>\n<a href=<Title>>x</a>\n<script>\n<Title>\n</script>\n",
        ]) { $1 }
        let found = [broken, Self.windows(broken)].map { files in
            (try? TemporaryWorkspace(files))?.workspace.findings.sorted.map { $0.printed() } ?? []
        }
        #expect(found[0].count >= 8)
        #expect(found[1] == found[0])
    }
}
