import ConnectingTesting
import Peers
import Testing

@Suite struct `check --online tries every connection` {
    private func workspace() throws -> (TemporaryWorkspace, ScriptedServer) {
        let server = try ScriptedServer()
        func smtp(_ port: Int, _ more: String = "") -> String {
            "kind: smtp\nhost: 127.0.0.1\nport: \(port)\nencryption: none\n\(more)"
        }
        let workspace = try TemporaryWorkspace.small([
            "connections/down.yaml": smtp(1), "connections/up.yaml": smtp(server.port),
            "connections/asleep.yaml": smtp(1, "disabled: true\n"),
        ])
        return (workspace, server)
    }

    @Test func `what works and what does not is told in the order of the names`() async throws {
        let (workspace, server) = try workspace()
        let outcome = try await workspace.router("check", "--online")
        #expect(outcome.status == 75)
        #expect(outcome.stdout == "")
        let lines = outcome.stderr.split(separator: "\n").map(String.init)
        let beginnings = ["box: ", "connections/down.yaml: ", "up: "]
        let named = lines.compactMap { line in beginnings.first { line.hasPrefix($0) } }
        #expect(named.first == "box: " && named.last == "up: " && named.contains("connections/down.yaml: "))
        #expect(lines.contains("up: 127.0.0.1:\(server.port) answers: scripted.test ESMTP"), "\(outcome.told)")
        #expect(outcome.stderr.contains("down.yaml: error[connection-refused]: 127.0.0.1:1 "))
        #expect(!outcome.stderr.contains("asleep:"))
    }

    @Test func `a script gets all of it as one JSON`() async throws {
        let (workspace, server) = try workspace()
        let json = try await workspace.router("check", "--online", "--json").json
        #expect(json.keys == ["connections", "diagnostics", "errors", "warnings"])
        #expect(json.connections.items.map(\.connection) == ["box", "down", "up"])
        #expect(json.connections.items.map(\.ok) == [true, false, true])
        #expect(json.connections.items[1].error.code == "connection-refused")
        #expect(server.record.connections == 1)
        let offline = try await workspace.router("check", "--json").json
        #expect(offline.keys == ["diagnostics", "errors", "warnings"])
    }
}
