import Testing

@Suite struct `The workspace is found, or the reader is told how` {
    @Test(arguments: ["check", "list", "verify"])
    func `outside of any workspace there is one sentence and one remedy`(command: String) async throws {
        let folder = try TemporaryWorkspace.empty()
        let outcome = try await folder.router(command)
        #expect(outcome.status == 66)
        #expect(
            outcome.stderr == """
                error[no-workspace]: there is no workspace here, nor in any folder above
                  help: 'router init' makes one; --workspace names one

                """)
        let scripted = try await folder.router(command, "--json")
        #expect(scripted.status == 66)
        #expect(scripted.stderr == "")
        #expect(try scripted.json.error.keys == ["code", "help", "message"])
        #expect(try scripted.json.error.code == "no-workspace")
    }

    @Test func `the nearest one upward counts, then ROUTER_WORKSPACE, and --workspace before all`() async throws {
        let near = try TemporaryWorkspace.small(["routes/near.yaml": Self.route, "deep/er/x.txt": ""])
        let named = try TemporaryWorkspace.small(["routes/named.yaml": Self.route])
        let argued = try TemporaryWorkspace.small(["routes/argued.yaml": Self.route])
        func route(_ arguments: [String], _ environment: [String: String] = [:]) async throws -> [String] {
            let outcome = try await Program.run(
                ["list", "--json"] + arguments, in: near.path("deep/er"), environment: environment)
            return try outcome.json.routes.items.compactMap { $0.name.text }.filter { $0 != "note" }
        }
        #expect(try await route([]) == ["near"])
        #expect(try await route([], ["ROUTER_WORKSPACE": named.folder]) == ["named"])
        #expect(try await route(["--workspace", argued.folder], ["ROUTER_WORKSPACE": named.folder]) == ["argued"])
    }

    @Test func `router.yaml alone makes a workspace, and so do connections with routes`() async throws {
        let settings = try TemporaryWorkspace.of(["router.yaml": "locale: ru-RU\n"])
        #expect(try await settings.router("check").status == 0)
        let empty = try TemporaryWorkspace.of(["router.yaml": ""])
        #expect(try await empty.router("check").status == 0)
        let half = try TemporaryWorkspace.of(["routes/note.yaml": Self.route])
        #expect(try await half.router("check").status == 66)
    }

    @Test func `a folder that is named and is no workspace is not taken for an empty one`() async throws {
        let folder = try TemporaryWorkspace.of(["readme.txt": "hello"])
        let outcome = try await Program.run(["check", "--workspace", folder.folder], in: "/")
        #expect(outcome.status == 66)
        #expect(
            outcome.stderr == """
                error[no-workspace]: '\(folder.folder)' is no workspace: it has neither router.yaml, nor connections and routes
                  help: name the folder that has them, or make one with 'router init \(folder.folder)'

                """)
        let absent = try await Program.run(["check", "--workspace", "/nonexistent/desk"], in: "/")
        #expect(absent.status == 66)
        #expect(
            absent.stderr == """
                error[no-workspace]: there is no folder '/nonexistent/desk'
                  help: name the folder that has router.yaml

                """)
    }

    private static let route = """
        kind: send
        email: {to: ivan@example.test, subject: hello, body: hello}

        """
}
