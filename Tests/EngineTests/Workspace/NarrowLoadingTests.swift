import Connectors
import Diagnostics
import Settings
import Testing

@testable import Engine

@Suite struct `A route is read with what it needs, and the rest is counted later` {
    private static func route(_ more: String) -> String {
        "kind: send\nattributes: {To: {type: string, required: true, not-empty: true}}\n\(more)\n"
            + "email: {to: <To>, subject: hello, body: hello}\n"
    }

    private static let box = "kind: maildir\npath: mail\nsender: {address: robot@example.com, name: Robot}\n"

    private static func narrow(_ workspace: TestWorkspace, _ route: String) -> (Workspace, @Sendable () -> Int)? {
        WorkspaceLoader.load(
            for: route, in: WorkspaceFolder(path: workspace.folder), connectors: connectors,
            substitutions: Substitutions(
                environment: { _ in nil },
                file: { path throws(Substitutions.FileProblem) in throw Substitutions.FileProblem("does not exist") }))
    }

    @Test(arguments: [
        [:],
        ["routes/other.yaml": "kind: snd\n", "routes/worse.yaml": "a: [b\n", "connections/bad.yaml": "kind: smtpp\n"],
        ["routes/2nd.yaml": "kind: send\n", "routes/empty.yaml": "", "connections/8.yaml": "kind: maildir\n"],
        ["routes/twin.yaml": route("connection: box"), "routes/twin.yml": route("connection: box")],
        ["connections/a.yaml": box + "default: true\n", "connections/b.yaml": box + "default: true\n"],
        ["routes/user.yaml": route("connection: box"), "routes/lost.yaml": route("connection: bix")],
        ["routes/x.yaml": route("connection: box\nmessage: M"), "routes/y.yaml": route("connection: box\nmessage: M")],
        ["accounts/people.yaml": "- {id: ivan, nam: x}\n", "router.yaml": "locale: en-GB\n"],
    ])
    func `the errors are those of reading everything`(files: [String: String]) throws {
        let own = ["routes/own.yaml": Self.route("connection: box\nmessage: Own"), "connections/box.yaml": Self.box]
        let workspace = try TestWorkspace(own.merging(files) { first, _ in first })
        let whole = workspace.load()
        let (narrow, errorsElsewhere) = try #require(Self.narrow(workspace, "own"))
        #expect(narrow.routes.keys.sorted() == ["own"] && narrow.connections.keys.sorted() == ["box"])
        #expect(narrow.routeNames == whole.routeNames && narrow.connectionNames == whole.connectionNames)
        #expect(errorsElsewhere() == whole.findings.errors)
        #expect(narrow.settings.language == whole.settings.language)
    }

    @Test(arguments: [
        ("own", ["routes/own.yaml": route("")], "its connection is the default"),
        ("Own", ["routes/own.yaml": route("connection: box\nmessage: Own")], "it is called by its message name"),
        ("own", ["routes/own.yaml": "a: [b\n"], "it can't be read"),
        (
            "own", ["routes/own.yaml": route("connection: box"), "routes/own.yml": route("connection: box")],
            "it is two"
        ),
        (
            "own",
            [
                "routes/own.yaml": route("connection: box\nmessage: Own"),
                "routes/all.yaml": route("connection: box\nmessage: Own"),
            ], "its message name may be another's"
        ),
    ])
    func `all is read when the others decide`(name: String, files: [String: String], reason: String) throws {
        let workspace = try TestWorkspace(["connections/box.yaml": Self.box].merging(files) { first, _ in first })
        #expect(Self.narrow(workspace, name).map(\.0.routeNames) == nil, "\(reason)")
    }
}
