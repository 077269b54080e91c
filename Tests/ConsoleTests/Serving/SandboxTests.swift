import Attributes
import Peers
import Testing

/// The sample workspace's Exchange routes beside `router sandbox`, as a reader of the README has them.
@Suite struct SandboxTests {
    /// A sample without its `disabled: true`.
    private func enabled(_ route: String) -> String {
        Files.read("\(Python.packageFolder)/routes/\(route).yaml").replacing("disabled: true\n", with: "")
    }

    private func invite(_ sandbox: SandboxProcess, _ uid: String, at place: String) async throws -> String {
        let output = try await Python.run(
            "try_meeting.py", arguments: ["\(sandbox.smtpPort)", "\(sandbox.imapPort)", "sesame", uid, place])
        return String(decoding: output, as: UTF8.self)
    }

    @Test(arguments: ["", "after: {move: Answered}\n"])
    func `a meeting that somebody sends is answered by a script, and the organizer sees the answer`(
        after: String
    ) async throws {
        let sandbox = try await SandboxProcess.start(Router.path)
        let connection = try #require(sandbox.connections["sandbox-exchange"]?.text)
        let served = try await Served.startOfSamples(
            [
                "connections/sandbox-exchange.yaml": connection,
                "routes/desk-calendar.yaml": enabled("desk-calendar") + after,
            ], variables: ["SANDBOX_PASSWORD": "sesame"])
        async let first = invite(sandbox, "plan-1", at: "Room 3")
        async let second = invite(sandbox, "plan-2", at: "")
        #expect(try await first.hasPrefix("ACCEPTED"))
        #expect(try await second == "TENTATIVE Где встречаемся?\n")
        await served.stop()
        await sandbox.guardian.stop()
    }

    @Test func `a letter for a folder comes to the archive, and the folder was there`() async throws {
        let sandbox = try await SandboxProcess.start(
            Router.path, ["--port-base", "0", "--workspace", Python.packageFolder])
        let connection = try #require(sandbox.connections["sandbox-exchange"]?.text)
        let served = try await Served.startOfSamples(
            [
                "connections/sandbox-exchange.yaml": connection, "routes/desk-letters.yaml": enabled("desk-letters"),
                "connections/archive.yaml": "kind: folder\npath: var/archive\n",
            ], variables: ["SANDBOX_PASSWORD": "sesame"])
        try await Tool.require(
            "curl",
            [
                "--silent", "--show-error", "--crlf", "--mail-from", "ivan@example.org", "--mail-rcpt",
                "desk+orders@example.com", "--upload-file", "\(Python.packageFolder)/mail/claim.eml",
                "smtp://127.0.0.1:\(sandbox.smtpPort)",
            ])
        let archive = "\(served.folder)/ws/var/archive"
        var found = ""
        let deadline = ContinuousClock.now + .seconds(300)
        while found.isEmpty, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(50))
            found = try await Tool.outcome("sh", ["-c", "grep -l A-17 \(archive)/*/message.json"]).text
        }
        #expect(found.hasSuffix("/message.json\n"), "nothing came")
        await served.stop()
        await sandbox.guardian.stop()
    }
}
