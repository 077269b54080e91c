import ConnectingTesting
import Glibc
import Testing

@Suite struct `A file that can't go with a letter is named before anything is sent` {
    private static func send(_ file: String, _ prepare: (TemporaryWorkspace) throws -> Void) async throws
        -> (Program.Outcome, ScriptedServer)
    {
        let server = try ScriptedServer()
        let workspace = try Desk.workspace(port: server.port)
        try workspace.write("router.yaml", "limits: {attachment: 1kB, message: 3kB}\n")
        try prepare(workspace)
        let outcome = try await workspace.send(
            "note", #"{"To": ["ivan@example.test"], "Title": "x", "File": \#(file)}"#)
        return (outcome, server)
    }

    @Test(arguments: [
        (#""absent.pdf""#, "/File: expected the path of a file (looked for in ", "found no file 'absent.pdf'"),
        (#"{"Path": "absent.pdf"}"#, "/File/Path: expected the path of a file", "found no file 'absent.pdf'"),
        (#""routes""#, "/File: expected the path of a file, found the folder 'routes'", ""),
        (
            #""large.bin""#,
            "/File: expected a file of at most 1 KB (send a link to it, or raise 'limits: {attachment: …}' in router.yaml), found 'large.bin', 1.1 KB",
            ""
        ),
        (#""pipe""#, "/File: expected the path of a file, found 'pipe', which is no regular file", ""),
        (#""/dev/zero""#, "/File: expected the path of a file, found '/dev/zero', which is no regular file", ""),
        (#""""#, "/File: expected the path of a file, found ", ""),
        (#"{"Name": "../../etc/passwd", "Extension": "", "Content": "aGk="}"#, "/File/Name: expected no slashes", ""),
        (#"{"Name": "..", "Extension": "", "Content": "aGk="}"#, "/File/Name: expected a file name", ""),
        (#"{"Name": "a", "Extension": "./../b", "Content": "aGk="}"#, "/File/Extension: expected no slashes", ""),
        (
            #"{"Name": "a", "Extension": "txt", "Content": "aGk="}"#,
            "/File/Extension: expected an extension with its dot", ""
        ),
        (
            #"{"Name": "a", "Content": "a%k="}"#,
            "/File/Content: expected a file in base64 (character 2 is none of base64)", ""
        ),
        (#"{"Name": "a", "Content": "aGk"}"#, "/File/Content: expected a file in base64", ""),
    ])
    func `with its pointer and the reason`(file: String, start: String, end: String) async throws {
        let (outcome, server) = try await Self.send(file) { workspace in
            try workspace.write("large.bin", [UInt8](repeating: 7, count: 1001))
            #expect(mkfifo(workspace.path("pipe"), 0o600) == 0)
        }
        #expect(outcome.status == 65)
        #expect(outcome.stderr.hasPrefix("standard input: \(start)"), "\(outcome.told)")
        #expect(outcome.stderr.split(separator: "\n").first?.hasSuffix(end) == true)
        #expect(outcome.stderr.contains("error[data-mismatch]: the data do not fit the route 'note': 1 mistake\n"))
        #expect(server.record.connections == 0)
    }

    @Test func `content over the limit is refused by its size`() async throws {
        let content = String(repeating: "AAAA", count: 400)
        let (outcome, _) = try await Self.send(#"{"Name": "a", "Extension": ".bin", "Content": "\#(content)"}"#) { _ in
        }
        #expect(outcome.status == 65)
        #expect(outcome.stderr.hasPrefix("standard input: /File/Content: expected a file of at most 1 KB"))
        #expect(outcome.stderr.utf8.count < 500)
    }

    @Test func `a letter over the workspace's limit is refused by its size`() async throws {
        let server = try ScriptedServer()
        let workspace = try Desk.workspace(port: server.port)
        try workspace.write("router.yaml", "limits: {message: 3kB}\n")
        let body = String(repeating: "x", count: 5000)
        let outcome = try await workspace.send(
            "note", #"{"To": ["ivan@example.test"], "Title": "x", "Body": "\#(body)"}"#)
        #expect(outcome.status == 65)
        #expect(
            outcome.stderr.hasPrefix("standard input: expected a letter of at most 3000 bytes (send fewer or smaller"))
        #expect(server.record.connections == 0)
    }

    @Test func `a file of the route that has gone is named when its letter is due`() async throws {
        let workspace = try await TemporaryWorkspace.sample()
        try workspace.remove("files/legend.txt")
        let outcome = try await workspace.router("send", "monthly-report", "--data", "data/report.json")
        #expect(outcome.status == 78)
        #expect(outcome.stderr.contains("routes/monthly-report.yaml:") && outcome.stderr.contains("files/legend.txt"))
        #expect(try workspace.letters == [])
    }
}
