import ConnectingTesting
import Peers
import Testing

@Suite struct `test tries a connection` {
    @Test func `the test of a connection finds the same, and sends a letter when asked`() async throws {
        let desk = try await Desk.open()
        let right = try await desk.workspace.router("test", "corporate", environment: Desk.environment)
        #expect(right.status == 0, "\(right.told)")
        let inbox = desk.office.newInbox()
        let letter = try await desk.workspace.router(
            "test", "corporate", "--to", "\(inbox.address),\(Postfix.refused)", "--json", environment: Desk.environment)
        #expect(letter.status == 67)
        #expect(try letter.json.state == "partial")
        #expect(try await inbox.letter()["Subject"] == "Test of the connection 'corporate'")

        let wrong = try await desk.workspace.router("test", "corporate", environment: ["DESK_PASSWORD": "hunter2"])
        #expect(wrong.status == 77)
        #expect(wrong.stderr.contains("error[authentication-refused]") && !wrong.stderr.contains("hunter2"))
        let scripted = try await desk.workspace.router(
            "test", "corporate", "--json", environment: ["DESK_PASSWORD": "hunter2"])
        #expect(scripted.status == 77)
        #expect(try scripted.json.keys == ["connection", "error", "ok"])
        #expect(try scripted.json.ok == false)
        let online = try await desk.workspace.router("check", "--online", environment: ["DESK_PASSWORD": "hunter2"])
        #expect(online.status == 77)
    }

    @Test func `every session says goodbye`() async throws {
        let server = try ScriptedServer()
        let workspace = try Desk.workspace(port: server.port)
        #expect(try await workspace.send("note", Desk.data(to: "ivan@example.test")).status == 0)
        #expect(try await workspace.router("test", "corporate", "--to", "ivan@example.test").status == 0)
        #expect(try await workspace.router("test", "corporate").status == 0)
        #expect(server.commands.filter { $0 == "QUIT" }.count == server.record.connections)
        #expect(server.record.connections == 3)
    }
}
