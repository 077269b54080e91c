import Peers
import Testing

@Suite struct `A new workspace works as it is` {
    @Test func `what init writes is the sample workspace of the repository, byte for byte`() async throws {
        let workspace = try await TemporaryWorkspace.sample()
        let folders = ["accounts", "connections", "data", "files", "mail", "routes", "tables", "templates"]
        let listed = try await Tool.require(
            "git", ["ls-files", "--cached", "--others", "--exclude-standard", "router.yaml"] + folders,
            folder: Python.packageFolder)
        let paths = listed.split(separator: "\n").map(String.init).sorted()
        #expect(paths.count > 10)
        #expect(try workspace.files() == paths)
        for path in paths {
            let original = try await Tool.outcome("cat", ["\(Python.packageFolder)/\(path)"]).output
            #expect(try workspace.bytes(path) == original, "\(path) differs: run scripts/embed-samples")
        }
    }

    @Test func `its check has nothing to say and its tests pass`() async throws {
        let workspace = try await TemporaryWorkspace.sample()
        let check = try await workspace.router("check", "--strict")
        #expect(check.status == 0)
        #expect(check.stdout == "")
        #expect(check.stderr == "6 connections, 12 routes: no problems\n")
        let verify = try await workspace.router("verify")
        #expect(verify.status == 0, "\(verify.told)")
        #expect(verify.stderr == "15 passed, 0 failed\n")
    }

    @Test(arguments: [
        ("meeting-invite", "meeting.json", 3), ("monthly-report", "report.json", 1),
        ("notification", "notification.json", 1), ("order-shipped", "order.json", 1),
        ("notification", "people.ndjson", 2), ("meeting-cancel", "cancel.json", 1),
        ("weekly-meeting", "weekly.json", 1), ("order-confirmation", "confirmation.json", 1),
        ("all-formats", "all-formats.json", 1),
    ])
    func `each of its data files can be sent`(route: String, data: String, letters: Int) async throws {
        let workspace = try await TemporaryWorkspace.sample()
        let outcome = try await workspace.router("send", route, "--data", "data/\(data)", "--json")
        #expect(outcome.status == 0, "\(outcome.told)")
        #expect(try outcome.jsonLines.map(\.state) == Array(repeating: "sent", count: letters))
        #expect(try workspace.letters.count == letters)
    }

    @Test func `it tells what to do next, and the way there is made`() async throws {
        let folder = try TemporaryWorkspace.empty()
        let outcome = try await folder.router("init", "desk/one")
        #expect(outcome.status == 0)
        #expect(outcome.stdout == "")
        let lines = outcome.stderr.split(separator: "\n").map(String.init)
        #expect(lines.first?.hasPrefix("a workspace with ") == true)
        #expect(
            lines.dropFirst() == [
                "  cd desk/one", "  router check", "  router send meeting-invite --data data/meeting.json",
            ])
        #expect(folder.exists("desk/one/router.yaml"))
        #expect(try await folder.router("init", folder.path("absolute/two"), "--quiet").stderr == "")
        #expect(folder.exists("absolute/two/routes/meeting-invite.yaml"))
    }

    @Test func `nothing that is there is touched`() async throws {
        let folder = try TemporaryWorkspace.of(["router.yaml": "locale: en-GB\n", "routes/notification.yaml": "mine"])
        let outcome = try await folder.router("init")
        #expect(outcome.status == 74)
        #expect(
            outcome.stderr == """
                error[exists]: there is something in '.' already: router.yaml, routes/notification.yaml
                  help: name an empty or a new folder: router init my-workspace

                """)
        #expect(try folder.files() == ["router.yaml", "routes/notification.yaml"])
        #expect(try folder.text("routes/notification.yaml") == "mine")
        #expect(try await folder.router("init", "--json").json.error.code == "exists")
    }

    @Test func `a file in the place of a folder is named`() async throws {
        let folder = try TemporaryWorkspace.of(["desk": "a file"])
        let outcome = try await folder.router("init", "desk/one")
        #expect(outcome.status == 74)
        #expect(
            outcome.stderr == """
                error[not-writable]: './desk/one' can't be written: Not a directory
                  help: choose a folder that you may write to, with room on its disk

                """)
    }
}
