import Attributes
import Connecting
import Connectors
import Diagnostics
import Peers
import Settings
import Testing

@testable import Engine

/// The schemas that editors get, against the reader.
struct SchemaTests {
    private static func node(_ text: String) throws -> Node {
        var findings = Findings()
        return try #require(YAMLReader.read(Source(path: "a.yaml", text: text), &findings))
    }

    private static let files = WorkspaceFiles(folder: WorkspaceFolder(path: Python.packageFolder))

    @Test(arguments: files.list("routes") + files.list("connections"))
    func `the sample workspace is valid`(path: String) throws {
        let text = try TextFile.read("\(Python.packageFolder)/\(path)", limit: 100_000)
        let schema =
            path.hasPrefix("routes/") ? WorkspaceSchemas.route : WorkspaceSchemas.connection(connectors)
        #expect(try SchemaChecker.accepts(schema, JSON(asEditorsSee: Self.node(text))))
    }

    @Test(arguments: connectors.map { $0.kind.example })
    func `a kind's example is valid`(example: String) throws {
        #expect(
            try SchemaChecker.accepts(WorkspaceSchemas.connection(connectors), JSON(asEditorsSee: Self.node(example))))
    }

    /// Routes, right or wrong both for the reader and for an editor.
    @Test(arguments: [
        "to: a@x.org", "to: [a@x.org, {address: b@x.org, name: B}]", "to: {adress: a@x.org}", "to: {account: <P>}",
        "to: [[a]]",
        "from: {address: a@x.org}", "from: [a@x.org]", "reply-to: [a@x.org]", "format: both", "format: html5",
        "body: {html: x, text: y}",
        "body: {htm: x}", "body: [x]", "attachments: []", "inline: {a: [b]}", "headers: {X-A: [b, c], X-B: 5}",
        "headers: [a]",
        "meeting: {start: 2026-12-01T10:00, attendees: own, method: cancel, key: k, reminder: 15m}", "meeting: {}",
        "meeting: {start: 2026-12-01T10:00, attendees: [{address: a@x.org}]}",
        "meeting: {start: 2026-12-01T10:00, attendees: {address: a@x.org}}",
        "meeting: {start: 2026-12-01T10:00, reminder: 15}", "meeting: {start: 2026-12-01T10:00, method: cancle}",
        "subject: {a: b}", "each: [a]",
        "meting: {}",
    ])
    func `schema and reader agree on an e-mail`(line: String) throws {
        var lines = ["subject: x", "to: a@x.org", "body: b"].filter { $0.prefix(4) != line.prefix(4) }
        lines.append(line)
        let text =
            "kind: send\nattributes: {P: {type: account, required: true}}\nemail:\n"
            + lines.map { "  \($0)\n" }.joined()
        let accepted = try SchemaChecker.accepts(WorkspaceSchemas.route, JSON(asEditorsSee: Self.node(text)))
        let said = try TestWorkspace(["routes/r.yaml": text]).said
        #expect(accepted == said.isEmpty, "\(said)")
    }

    @Test(arguments: [
        "string", "number", "text", "{type: string, array: true, required: false, not-empty: true, title: Т}",
        "{type: strin}", "{}",
        "{type: object, fields: {A: string, B: {type: number, required: false}}}", "{tipe: string}",
        "{type: string, array: 2}", "[string]",
        "object",
    ])
    func `schema and reader agree on an attribute`(declaration: String) throws {
        let text = "kind: send\nattributes: {A: \(declaration)}\nemail: {subject: x, to: a@x.org, body: b}"
        let accepted = try SchemaChecker.accepts(WorkspaceSchemas.route, JSON(asEditorsSee: Self.node(text)))
        let said = try TestWorkspace(["routes/r.yaml": text]).said
        #expect(accepted == said.isEmpty, "\(said)")
    }
}
