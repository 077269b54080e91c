import Testing

@Suite struct `list and show tell what there is` {
    @Test func `list shows routes and connections, the wrong and the disabled marked`() async throws {
        let workspace = try TemporaryWorkspace.small([
            "routes/wrong.yaml": "kind: sendd\n",
            "routes/resting.yaml": """
            kind: send
            disabled: true
            description: Sleeps
            message: Resting
            email: {to: ivan@example.com, subject: hello, body: hello}

            """,
            "connections/broken.yaml": "kind: smpt\n",
        ])
        let outcome = try await workspace.router("list")
        #expect(outcome.status == 0)
        #expect(outcome.stderr == "")
        #expect(
            outcome.stdout == """
                routes
                  note     → box
                  resting  → box    disabled    Sleeps
                  wrong             has errors
                connections
                  box      maildir  default
                  broken            has errors

                """)
        let listing = try await workspace.router("list", "--json").json
        #expect(listing.keys == ["canaries", "connections", "folders", "inbox", "routes"])
        #expect(listing.routes.items.map(\.name) == ["note", "resting", "wrong"])
        #expect(listing.routes.items.map(\.valid) == [true, true, false])
        #expect(
            listing.routes[1].keys == [
                "application", "connection", "description", "disabled", "kind", "message", "name", "valid",
            ])
        #expect(listing.routes[1].message == "Resting" && listing.routes[1].disabled == true)
        #expect(listing.connections.items.map(\.name) == ["box", "broken"])
        #expect(
            listing.connections[0].keys == ["default", "description", "disabled", "kind", "name", "place", "valid"])
        #expect(listing.connections[0].kind == "maildir" && listing.connections[0].default == true)
    }

    @Test(arguments: ["meeting-invite", "monthly-report", "notification", "order-shipped"])
    func `the sample that show prints can be sent as it is`(route: String) async throws {
        let workspace = try await TemporaryWorkspace.sample()
        let shown = try await workspace.router("show", route, "--quiet")
        #expect(shown.status == 0)
        #expect(shown.stderr == "")
        let sent = try await workspace.send(route, shown.stdout, "--json")
        #expect(sent.status == 0, "\(sent.told)")
        #expect(try workspace.letters.count == 1)

        let described = try await workspace.router("show", route, "--json").json
        #expect(
            described.keys == [
                "application", "attributes", "connection", "description", "disabled", "kind", "message", "name",
                "sample",
            ])
        #expect(try described.sample == ParsedJSON(shown.stdout))
        for attribute in described.attributes.items {
            let isAccount = attribute.type == "account" || attribute.type == "object" || attribute.type == "period"
            #expect(
                attribute.keys == ["array"] + (isAccount ? ["fields"] : [])
                    + ["name", "notEmpty", "required", "title", "type"])
        }
    }

    @Test func `every type of attribute has a sample that fits`() async throws {
        let types = [
            "string", "number", "boolean", "datetime", "duration", "period", "map", "account", "document",
        ]
        let declared = types.map {
            "  A_\($0): {type: \($0)}\n  L_\($0): {type: \($0), array: true, not-empty: true}\n"
        }
        let workspace = try TemporaryWorkspace.small([
            "routes/all.yaml": """
            kind: send
            attributes:
            \(declared.joined())  O: {type: object, fields: {N: number, Inner: {type: object, fields: {When: datetime}}}}
            email: {to: ivan@example.com, subject: hello, body: hello}

            """
        ])
        let shown = try await workspace.router("show", "all", "-q")
        let sent = try await workspace.send("all", shown.stdout)
        #expect(sent.status == 0, "\(sent.told)\n\(shown.told)")
    }

    @Test func `what becomes an address is one in the sample, wherever it comes from`() async throws {
        let workspace = try TemporaryWorkspace.small([
            "routes/far.yaml": """
            kind: send
            attributes:
              People: {type: object, array: true, required: true, fields: {Login: string, Where: string}}
              Others: {type: string, array: true}
              Replies: {type: object, fields: {Desk: string}}
            email:
              each: People
              from: {address: "<People.Login>@example.com", name: <People.Login>}
              to: {address: <People.Where>, name: <People.Login>}
              cc: {address: "<Others>; boss@example.com"}
              reply-to: <Replies.Desk|>
              subject: hello
              body: hello

            """
        ])
        let shown = try await workspace.router("show", "far", "-q")
        let sent = try await workspace.send("far", shown.stdout)
        #expect(sent.status == 0, "\(sent.told)\n\(shown.told)")
    }

    @Test func `show tells of a connection, and never of its password`() async throws {
        let workspace = try TemporaryWorkspace.small([
            "connections/mail.yaml": """
            kind: smtp
            description: The company's server
            host: mail.example.com
            auth: {type: basic, username: robot, password: "${env:SECRET_WORD}"}
            sender: {address: robot@example.com, name: Robot}

            """
        ])
        let environment = ["SECRET_WORD": "hunter2-of-the-environment"]
        let outcome = try await workspace.router("show", "mail", environment: environment)
        #expect(outcome.status == 0)
        #expect(
            outcome.stdout == """
                mail: smtp, connections/mail.yaml
                  The company's server
                  reaches mail.example.com:587 (tls)
                  sends as Robot <robot@example.com>
                  'router test mail' tries it

                """)
        let scripted = try await workspace.router("show", "mail", "--json", environment: environment)
        #expect(try scripted.json.sender.address == "robot@example.com")
        #expect(!(scripted.stdout + outcome.stdout).contains("hunter2"))
    }

    @Test(arguments: [
        ("show", "noet", "no-such-name", "there is no route and no connection 'noet'", "did you mean 'note'?"),
        ("show", "bx", "no-such-name", "there is no route and no connection 'bx'", "did you mean 'box'?"),
        (
            "show", "zzz", "no-such-name", "there is no route and no connection 'zzz'",
            "'router list' shows what there is"
        ),
        ("send", "noet", "no-such-route", "there is no route 'noet'", "did you mean 'note'?"),
        ("preview", "noet", "no-such-route", "there is no route 'noet'", "did you mean 'note'?"),
        ("verify", "noet", "no-such-route", "there is no route 'noet'", "did you mean 'note'?"),
        ("test", "bxo", "no-such-connection", "there is no connection 'bxo'", "did you mean 'box'?"),
        ("test", "zzz", "no-such-connection", "there is no connection 'zzz'", "'router list' shows the connections"),
    ])
    func `a slip in a name is named and mended`(
        command: String, name: String, code: String, message: String, help: String
    ) async throws {
        let workspace = try TemporaryWorkspace.small()
        let arguments = [command, name] + (["send", "preview"].contains(command) ? ["--data", "-"] : [])
        let outcome = try await Program.run(arguments, in: workspace.folder)
        #expect(outcome.status == 66)
        #expect(outcome.stdout == "")
        #expect(outcome.stderr == "error[\(code)]: \(message)\n  help: \(help)\n")
        let scripted = try await Program.run(arguments + ["--json"], in: workspace.folder)
        #expect(scripted.status == 66 && scripted.stderr == "")
        #expect(try scripted.json.error.message.text == message)
        #expect(try scripted.json.error.code.text == code)
        #expect(try scripted.json.error.help.text == help)
    }
}
