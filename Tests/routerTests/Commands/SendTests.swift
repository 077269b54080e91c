import Testing

@Suite struct `send says what became of each letter` {
    private static let data = #"{"To": "ivan@example.com", "Title": "Привет"}"#

    @Test func `in words, with the recipient and the server's answer`() async throws {
        let workspace = try TemporaryWorkspace.small()
        let outcome = try await workspace.send("note", Self.data)
        #expect(outcome.status == 0)
        #expect(outcome.stderr == "")
        let lines = outcome.stdout.split(separator: "\n").map(String.init)
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix("Привет (") == true)
        #expect(
            lines.last?.hasPrefix("  sent ivan@example.com: 250 delivered to \(workspace.folder)/var/mail/new/") == true
        )
        #expect(try workspace.letters.count == 1)
    }

    @Test func `as JSON, one line a message, with the contract's keys`() async throws {
        let workspace = try TemporaryWorkspace.small()
        let outcome = try await workspace.send("note", Self.data, "--json")
        #expect(outcome.status == 0)
        #expect(outcome.stdout.split(separator: "\n").count == 1)
        let line = try outcome.json
        #expect(line.keys == ["connection", "id", "messageId", "recipients", "route", "state", "submission"])
        #expect(line.route == "note" && line.connection == "box" && line.state == "sent")
        #expect(line.id == line.submission)
        // A UUIDv7 (RFC 9562 section 5.7).
        let id = try #require(line.id.text)
        #expect(id.count == 36 && Array(id)[14] == "7")
        #expect(line.messageId.text == "<\(id)@example.test>")
        #expect(line.recipients.items.count == 1)
        #expect(line.recipients[0].keys == ["address", "reply", "state"])
        #expect(line.recipients[0].address == "ivan@example.com" && line.recipients[0].state == "sent")
        #expect(try workspace.letters[0].contains("Message-ID: <\(id)@example.test>"))
    }

    @Test func `a route answers to its message name too`() async throws {
        let workspace = try await TemporaryWorkspace.sample()
        let outcome = try await workspace.router("send", "Notification", "--data", "data/notification.json", "--json")
        #expect(try outcome.json.route == "notification")
    }

    @Test func `all mistakes of the data come at once, each with its pointer`() async throws {
        let workspace = try await TemporaryWorkspace.sample()
        let data =
            #"{"MeetingId": 1, "Titel": "x", "Start": "tomorrow", "Participants": ["ivan", "mraia", {"Name": "G"}]}"#
        let outcome = try await workspace.send("meeting-invite", data)
        #expect(outcome.status == 65)
        #expect(outcome.stdout == "")
        #expect(
            outcome.stderr == """
                standard input: /MeetingId: expected a text (in double quotes it is one: "1"), found the number 1
                standard input: /Title: expected a text, found nothing
                standard input: /Start: expected a date and time such as 2026-12-01T10:00, found the text 'tomorrow'
                standard input: /Participants/1: expected an account's id, an e-mail address, or {Name, Address} (did you mean 'maria'?), found the text 'mraia'
                standard input: /Participants/2/Address: expected a text, found nothing
                standard input: /Titel: expected a declared attribute (did you mean 'Title'?), found the key 'Titel'
                error[data-mismatch]: the data do not fit the route 'meeting-invite': 6 mistakes
                  help: 'router show meeting-invite' shows what it takes, with a sample

                """)
        let scripted = try await workspace.send("meeting-invite", data, "--json")
        #expect(scripted.status == 65 && scripted.stderr == "")
        let error = try scripted.json.error
        #expect(error.keys == ["code", "details", "help", "message"])
        #expect(error.code == "data-mismatch" && error.details.items.count == 6)
        #expect(error.details.items.allSatisfy { $0.keys == ["expected", "found", "pointer"] })
        #expect(error.details[3].pointer == "/Participants/1")
        #expect(try workspace.letters == [])
    }

    @Test(arguments: [
        ("absent.json", "the data file 'absent.json' does not exist"),
        ("routes", "the data file 'routes' is a folder"),
        ("routes/note.yaml/x", "the data file 'routes/note.yaml/x' can't be read: Not a directory"),
    ])
    func `a data file that is not there is exit 66`(file: String, message: String) async throws {
        let workspace = try TemporaryWorkspace.small()
        for command in ["send", "preview"] {
            let outcome = try await workspace.router(command, "note", "--data", file)
            #expect(outcome.status == 66)
            #expect(
                outcome.stderr == """
                    error[no-input]: \(message)
                      help: name a JSON file with the route's attributes, or '-' for standard input

                    """)
        }
    }

    @Test func `a file in data is looked for beside the data`() async throws {
        let workspace = try await TemporaryWorkspace.sample()
        let fromElsewhere = try await Program.run(
            [
                "send", "monthly-report", "--workspace", workspace.folder, "--data",
                workspace.path("data/report.json"), "--json",
            ], in: "/")
        #expect(fromElsewhere.status == 0, "\(fromElsewhere.told)")
        #expect(try workspace.letters[0].contains("report.csv"))
    }

    @Test(arguments: [
        ("disabled: true\n", "", "the route 'rest' is disabled", "delete 'disabled: true' in routes/rest.yaml"),
        (
            "connection: off\n", "disabled: true\n", "the connection 'off' is disabled",
            "delete 'disabled: true' in connections/off.yaml"
        ),
    ])
    func `what is disabled sends nothing`(
        route: String, connection: String, message: String, help: String
    ) async throws {
        let workspace = try TemporaryWorkspace.small([
            "routes/rest.yaml":
                "kind: send\n\(route)email: {to: ivan@example.com, subject: hello, body: hello}\n",
            "connections/off.yaml":
                "kind: maildir\n\(connection)path: var/mail\nsender: {address: robot@example.com}\n",
        ])
        let outcome = try await workspace.send("rest", "{}")
        #expect(outcome.status == 78)
        #expect(outcome.stderr == "error[disabled]: \(message)\n  help: \(help)\n")
        #expect(try workspace.letters == [])
        #expect(try await workspace.send("rest", "{}", "--json").json.error.code == "disabled")
    }

    @Test func `a route with errors sends nothing and shows them`() async throws {
        let workspace = try TemporaryWorkspace.small(CheckTests.wrong)
        let outcome = try await workspace.send("invite", "{}")
        #expect(outcome.status == 78)
        #expect(outcome.stderr.hasPrefix("routes/invite.yaml:6:21: error[undeclared-placeholder]"))
        #expect(outcome.stderr.contains("routes/invite.yaml:8:3: error[unknown-key]"))
        #expect(!outcome.stderr.contains("connections/mail.yaml"))
        #expect(
            outcome.stderr.hasSuffix(
                """
                error[workspace]: the route 'invite' is wrong
                  help: mend what is named above; 'router check' shows everything

                """))
        let scripted = try await workspace.send("invite", "{}", "--json")
        #expect(scripted.status == 78 && scripted.stderr == "")
        #expect(try scripted.json.error.details.items.map(\.line) == [6, 8])
    }

    @Test func `a mistake in a template is shown where it stands, to every route that uses it`() async throws {
        let route = "kind: send\nemail: {to: ivan@example.com, subject: hello, body: templates/shared.html}\n"
        let workspace = try TemporaryWorkspace.small([
            "templates/shared.html": "<p>Dear <Nmae>!</p>\n", "routes/one.yaml": route, "routes/two.yaml": route,
        ])
        for name in ["one", "two"] {
            let outcome = try await workspace.send(name, "{}")
            #expect(outcome.status == 78)
            #expect(
                outcome.stderr.hasPrefix(
                    "templates/shared.html:1:9: error[undeclared-placeholder]: 'Nmae' is not declared"),
                "\(outcome.told)")
        }
        #expect(try workspace.letters == [])
        #expect(try await workspace.router("check").stderr.hasSuffix("3 routes: 1 error, 0 warnings\n"))
    }

    @Test func `errors elsewhere are one line, and the letter goes`() async throws {
        let workspace = try TemporaryWorkspace.small(CheckTests.wrong)
        let outcome = try await workspace.send("note", Self.data)
        #expect(outcome.status == 0)
        #expect(outcome.stderr == "4 errors elsewhere in the workspace; 'router check' shows them\n")
        #expect(try workspace.letters.count == 1)
        #expect(try await workspace.send("note", Self.data, "--quiet").stderr == "")
    }

    @Test func `an empty list under each sends nothing and says so`() async throws {
        let workspace = try TemporaryWorkspace.small([
            "routes/every.yaml": """
            kind: send
            attributes:
              People: {type: account, array: true, required: true}
            email: {each: People, to: <People>, subject: hello, body: hello}

            """
        ])
        let outcome = try await workspace.send("every", #"{"People": []}"#)
        #expect(outcome.status == 0)
        #expect(outcome.stdout == "")
        #expect(outcome.stderr == "the list 'People' is empty: nothing is sent\n")
        let scripted = try await workspace.send("every", #"{"People": []}"#, "--json")
        #expect(scripted.status == 0 && scripted.stdout == "")
    }

    @Test func `each letter of a submission has its own id, all the same submission`() async throws {
        let workspace = try await TemporaryWorkspace.sample()
        let outcome = try await workspace.router("send", "meeting-invite", "--data", "data/meeting.json", "--json")
        let lines = try outcome.jsonLines
        #expect(lines.count == 3)
        #expect(Set(lines.compactMap(\.id.text)).count == 3)
        #expect(Set(lines.compactMap(\.messageId.text)).count == 3)
        #expect(Set(lines.compactMap(\.submission.text)).count == 1)
        #expect(
            Set(lines.map(\.recipients[0].address)) == ["ivan@example.com", "maria@example.com", "guest@example.net"])
    }
}
