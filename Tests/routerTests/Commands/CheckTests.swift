import Testing

@Suite("check names every problem at once") struct CheckTests {
    static let wrong = [
        "connections/mail.yaml": "kind: smtp\nhots: mail.example.com\n",
        "routes/invite.yaml": """
        kind: send
        attributes:
          Title: {type: string, required: true}
        email:
          to: ivan@example.com
          subject: "Встреча <Titel>"
          body: hello
          colour: red

        """,
        "routes/closed.yaml": """
        kind: send
        connection: off
        email: {to: ivan@example.com, subject: hello, body: hello}

        """,
        "connections/off.yaml": """
        kind: maildir
        disabled: true
        path: var/off
        sender: {address: robot@example.com}

        """,
    ]

    @Test func `with its place, the words underlined, and what mends it`() async throws {
        let workspace = try TemporaryWorkspace.small(Self.wrong)
        let outcome = try await workspace.router("check")
        #expect(outcome.status == 78)
        #expect(outcome.stdout == "")
        #expect(
            outcome.stderr == """
                connections/mail.yaml:1:1: error[missing-key]: smtp needs the key 'host', or 'provider'
                  1 | kind: smtp
                    | ^^^^
                  help: write 'host: smtp.example.com' or 'provider: gmail'
                connections/mail.yaml:2:1: error[unknown-key]: 'hots' is not a key of smtp
                  2 | hots: mail.example.com
                    | ^^^^
                  help: did you mean 'host'?
                routes/closed.yaml:2:13: warning[disabled-connection]: the connection 'off' is disabled: nothing can be sent
                  2 | connection: off
                    |             ^^^
                  help: delete 'disabled: true' in connections/off.yaml
                routes/invite.yaml:6:21: error[undeclared-placeholder]: 'Titel' is not declared
                  6 |   subject: "Встреча <Titel>"
                    |                     ^^^^^^^
                  help: did you mean 'Title'?
                routes/invite.yaml:8:3: error[unknown-key]: 'colour' is not a key of email
                  8 |   colour: red
                    |   ^^^^^^
                  help: its keys are: each, from, reply-to, to, cc, bcc, subject, format, body, attachments, inline, headers, meeting
                3 connections, 3 routes: 4 errors, 1 warning

                """)
    }

    @Test func `and a script reads the same`() async throws {
        let workspace = try TemporaryWorkspace.small(Self.wrong)
        let outcome = try await workspace.router("check", "--json")
        #expect(outcome.status == 78)
        #expect(outcome.stderr == "")
        let report = try outcome.json
        #expect(report.keys == ["diagnostics", "errors", "warnings"])
        #expect(report.errors == 4 && report.warnings == 1)
        #expect(report.diagnostics.items.count == 5)
        let keys = ["code", "column", "endColumn", "file", "help", "line", "message", "severity"]
        #expect(report.diagnostics.items.allSatisfy { $0.keys == keys })
        let placeholder = try #require(report.diagnostics.items.first { $0.code == "undeclared-placeholder" })
        #expect(placeholder.file == "routes/invite.yaml" && placeholder.line == 6)
        #expect(placeholder.column == 21 && placeholder.endColumn == 28)
        #expect(placeholder.severity == "error" && placeholder.help == "did you mean 'Title'?")
    }

    @Test(arguments: [([], 0), (["--strict"], 78)])
    func `warnings are errors only when that is asked for`(more: [String], status: Int) async throws {
        var files = Self.wrong
        files["connections/mail.yaml"] = nil
        files["routes/invite.yaml"] = nil
        let workspace = try TemporaryWorkspace.small(files)
        let outcome = try await Program.run(["check"] + more, in: workspace.folder)
        #expect(outcome.status == status)
        #expect(outcome.stderr.hasSuffix("3 connections, 2 routes: 0 errors, 1 warning\n") == false)
        #expect(outcome.stderr.hasSuffix("2 connections, 2 routes: 0 errors, 1 warning\n"), "\(outcome.told)")
    }

    @Test func `--quiet keeps the problems and drops the count`() async throws {
        let right = try await TemporaryWorkspace.small().router("check", "--quiet")
        #expect(right.status == 0 && right.stderr == "" && right.stdout == "")
        let wrong = try await TemporaryWorkspace.small(Self.wrong).router("check", "--quiet")
        #expect(wrong.status == 78 && wrong.stderr.contains("'hots' is not a key of smtp"))
        #expect(!wrong.stderr.contains("3 connections"))
    }

    @Test func `a literal password is warned of and never shown`() async throws {
        let workspace = try TemporaryWorkspace.small([
            "connections/mail.yaml": """
            kind: smtp
            host: mail.example.com
            auth: {type: basic, username: robot, password: hunter2-in-the-open}
            sender: {address: robot@example.com}

            """
        ])
        let outcome = try await workspace.router("check")
        #expect(outcome.status == 0)
        #expect(outcome.stderr.contains("warning[literal-secret]"), "\(outcome.told)")
        let scripted = try await workspace.router("check", "--json")
        #expect(!(scripted.stdout + scripted.stderr).contains("hunter2-in-the-open"))
        #expect(!outcome.stderr.contains("hunter2-in-the-open"))
    }
}
