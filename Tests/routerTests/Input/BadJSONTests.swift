import ConnectingTesting
import Testing

@Suite struct `Data that are no JSON get one clear error, and nothing is sent` {
    @Test(arguments: [
        ("", "1:1: the text is blank"),
        ("  \n\t", "2:2: the text is blank"),
        (#"{"To": ["a@b.c"], "To": []}"#, "1:19: the key 'To' stands twice in an object"),
        (#"{"Title": NaN}"#, "1:11: NaN is no value of JSON"),
        (#"{"Title": "x",}"#, "1:14: "),
        (#"{"Title": 'x'}"#, "1:11: "),
        (#"{"Title": "x"} {"Title": "y"}"#, "1:16: "),
        ("{\"Title\": \"a\nb\"}", "1:11: this text is not closed on its line"),
        (#"{"Title": "\ud800"}"#, "1:12: "),
        (#"{"Title": 01}"#, "1:11: "),
        ("// a comment\n{}", "1:1: "),
    ])
    func `each with its line and column`(text: String, problem: String) async throws {
        let server = try ScriptedServer()
        let workspace = try Desk.workspace(port: server.port)
        let outcome = try await workspace.send("note", text)
        #expect(outcome.status == 65)
        #expect(outcome.stdout == "")
        #expect(outcome.stderr.hasPrefix("error[not-json]: standard input:\(problem)"), "\(outcome.told)")
        #expect(outcome.stderr.split(separator: "\n").count == 2 && outcome.stderr.contains("\n  help: "))
        let scripted = try await workspace.send("note", text, "--json")
        #expect(scripted.status == 65 && scripted.stderr == "")
        #expect(try scripted.json.error.keys == ["code", "help", "message"])
        #expect(server.record.connections == 0)
    }

    @Test(arguments: ["null", "[]", "7", "\"text\"", "true", "[{}]"])
    func `a value that is no object is a mismatch`(text: String) async throws {
        let workspace = try TemporaryWorkspace.small()
        let outcome = try await workspace.send("note", text)
        #expect(outcome.status == 65)
        #expect(outcome.stderr.hasPrefix("standard input: expected "), "\(outcome.told)")
    }

    @Test func `bytes that are not UTF-8 are placed`() async throws {
        let workspace = try TemporaryWorkspace.small()
        // Windows-1251, as an old program would write it.
        try workspace.write("old.json", Array(#"{"Title": ""#.utf8) + [0xCF, 0xF0] + Array(#""}"#.utf8))
        let outcome = try await workspace.router("send", "note", "--data", "old.json")
        #expect(outcome.status == 65)
        #expect(
            outcome.stderr == """
                error[not-json]: old.json:1:12: the byte CF at offset 11 is not UTF-8
                  help: save the text in UTF-8

                """)
    }

    @Test func `a byte order mark and CRLF are nobody's mistake`() async throws {
        let workspace = try TemporaryWorkspace.small()
        let text = "\u{FEFF}{\r\n  \"To\": \"ivan@example.com\",\r\n  \"Title\": \"x\"\r\n}\r\n"
        #expect(try await workspace.send("note", text).status == 0)
    }

    @Test(arguments: ["[", "{\"a\":", "[{\"a\":"])
    func `a hundred thousand brackets are answered at once`(bracket: String) async throws {
        let workspace = try TemporaryWorkspace.small()
        let outcome = try await workspace.send("note", String(repeating: bracket, count: 100_000))
        #expect(outcome.status == 65)
        #expect(outcome.stderr.contains("more than 128 brackets and braces stand in one another"))
        #expect(outcome.stderr.utf8.count < 500)
        #expect(outcome.took < .seconds(60))
    }

    @Test func `a large text and many wrong keys cost no more than their size, and are told in short`() async throws {
        let workspace = try TemporaryWorkspace.small()
        let keys = (0..<20_000).map { "\"Key\($0)\": \"\(String(repeating: "x", count: 50))\"" }
        let outcome = try await workspace.send("note", "{\(keys.joined(separator: ","))}")
        #expect(outcome.status == 65)
        #expect(outcome.stderr.contains(": 20002 mistakes"))
        #expect(outcome.stderr.split(separator: "\n").count == 103, "\(outcome.stderr.split(separator: "\n").count)")
        #expect(outcome.took < .seconds(100))
    }
}
