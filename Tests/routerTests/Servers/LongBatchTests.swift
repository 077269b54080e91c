import ConnectingTesting
import Peers
import Testing

@Suite struct `Many lines are read twice, some at a time` {
    private static func lines(_ count: Int) -> [String] {
        let body = String(repeating: "Words. ", count: 40)
        return (1...count).map { #"{"To": ["ivan@example.test"], "Title": "Letter \#($0)", "Body": "\#(body)"}"# }
    }

    private static func titles(_ server: ScriptedServer) -> Set<String> {
        Set(
            server.deliveries.compactMap { $0.text.split(separator: "\r\n").first { $0.hasPrefix("Subject: ") } }
                .map { String($0.dropFirst(9)) })
    }

    @Test(arguments: ["lines.ndjson", "-"])
    func `wrong lines keep their numbers behind long ones and many, and the others go once`(data: String) async throws {
        let server = try ScriptedServer()
        let workspace = try Desk.workspace(port: server.port)
        var lines = Self.lines(700)
        let body = String(repeating: "Long. ", count: 40_000)
        lines[1] = #"{"To": ["ivan@example.test"], "Title": "Letter 2", "Body": "\#(body)"}"#
        lines[299] = #"{"To": ["ivan@example.test"]}"#
        lines[599] = "{nonsense"
        try workspace.write("lines.ndjson", lines.joined(separator: "\n"))
        let outcome = try await workspace.router(
            "send", "note", "--data", data, "--ndjson", "--keep-going",
            stdin: data == "-" ? Array(lines.joined(separator: "\n").utf8) : [])
        #expect(outcome.status == 65)
        let name = data == "-" ? "standard input" : data
        #expect(
            outcome.stderr == """
                \(name):300: /Title: expected a text, found nothing
                \(name):600:2: the key nonsense is not in quotes
                698 sent

                """)
        #expect(server.deliveries.count == 698)
        #expect(
            Self.titles(server).symmetricDifference((1...700).map { "Letter \($0)" }) == ["Letter 300", "Letter 600"])
    }

    @Test func `of very many wrong lines the first twenty are told`() async throws {
        let server = try ScriptedServer()
        let workspace = try Desk.workspace(port: server.port)
        let lines = (1...900).map { $0 % 2 == 0 ? "{}" : #"{"To": ["ivan@example.test"], "Title": "x"}"# }
        try workspace.write("half.ndjson", lines.joined(separator: "\n"))
        let outcome = try await workspace.router("send", "note", "--data", "half.ndjson")
        #expect(outcome.status == 65)
        let told = outcome.stderr.split(separator: "\n").map(String.init)
        #expect(told.filter { $0.contains(": /Title:") }.count == 20)
        #expect(told.filter { $0.hasPrefix("half.ndjson:40: ") }.count > 0)
        #expect(told.filter { $0.hasPrefix("half.ndjson:42: ") }.isEmpty)
        #expect(
            told.suffix(3) == [
                "half.ndjson: and more wrong lines",
                "error[data-mismatch]: 450 of 900 lines do not fit the route 'note'; nothing was sent",
                "  help: mend them, or send the others with --keep-going",
            ])
        #expect(server.record.connections == 0)
    }

    @Test func `a file that changes on the way ends the sending, and nobody gets what was not checked`() async throws {
        let lines = Self.lines(700)
        let workspace = try TemporaryWorkspace.empty()
        var script = Script()
        // When the first letter comes, the lines behind the next are not read again yet.
        script.onLetterBytes = (
            1,
            {
                var other = lines
                other[599] = other[599].replacing("ivan", with: "olga")
                _ = try? workspace.write("lines.ndjson", other.joined(separator: "\n"))
            }
        )
        let server = try ScriptedServer(script)
        let desk = try Desk.workspace(port: server.port)
        try workspace.write("lines.ndjson", lines.joined(separator: "\n"))
        let outcome = try await desk.router("send", "note", "--data", "\(workspace.folder)/lines.ndjson")
        #expect(outcome.status == 65, "\(outcome.told)")
        #expect(
            outcome.stderr == """
                512 sent
                error[data-changed]: '\(workspace.folder)/lines.ndjson' was changed while it was sent: its lines up to 512 \
                are done, as they were checked, and none behind them was begun
                  help: send the lines from 513 on, from a file that stays as it is

                """)
        #expect(server.deliveries.count == 512)
        #expect(Self.titles(server).symmetricDifference((1...512).map { "Letter \($0)" }) == [])
    }
}
