import Testing

@Suite struct `preview shows the letter and sends nothing` {
    @Test func `as a person reads it`() async throws {
        let workspace = try await TemporaryWorkspace.sample()
        let outcome = try await workspace.router("preview", "notification", "--data", "data/notification.json")
        #expect(outcome.status == 0)
        #expect(outcome.stderr == "")
        #expect(
            outcome.stdout == """
                From: Робот <robot@example.com>
                To: ivan@example.com
                Subject: Уведомление «Работы на сервере» от 1 декабря

                Здравствуйте!

                Работы на сервере, 1 декабря 2026 в 22:00.
                Подробностей нет.


                """)
        #expect(!workspace.exists("var"))
    }

    @Test func `as JSON with the contract's keys, a list under each`() async throws {
        let workspace = try await TemporaryWorkspace.sample()
        let keys = ["attachments", "bcc", "cc", "from", "html", "meeting", "subject", "text", "to"]
        let plain = try await workspace.router("preview", "notification", "--data", "data/notification.json", "--json")
        #expect(try plain.json.keys == keys)
        #expect(try plain.json.meeting == .null && plain.json.html == .null)

        let report = try await workspace.router("preview", "monthly-report", "--data", "data/report.json", "--json")
            .json
        #expect(report.from.name == "Отчёты" && report.from.address == "reports@example.com")
        #expect(report.cc[0].keys == ["address", "name"])
        #expect(report.attachments.items.map(\.name) == ["report.csv", "legend.txt"])
        #expect(report.attachments[0].keys == ["name", "size", "type"])
        #expect(report.attachments[0].type == "text/csv")
        #expect(report.attachments[0].size.number == Double(try workspace.bytes("files/report.csv").count))

        let invitations = try await workspace.router(
            "preview", "meeting-invite", "--data", "data/meeting.json", "--json"
        ).json
        #expect(invitations.items.count == 3)
        #expect(invitations[1].to == [.object(["name": "Мария Соколова", "address": "maria@example.com"])])
        let meeting = invitations[1].meeting
        let meetingKeys = ["attendees", "end", "location", "method", "organizer", "sequence", "start", "title", "uid"]
        #expect(Set(meetingKeys).isSubset(of: meeting.keys))
        #expect(meeting.method == "REQUEST")
        // Maria lives in Yekaterinburg.
        #expect(meeting.start == "2026-12-01T12:00:00+05:00" && meeting.end == "2026-12-01T13:30:00+05:00")
        #expect(
            meeting.attendees.items.map(\.address) == ["ivan@example.com", "maria@example.com", "guest@example.net"])
        #expect(Set(invitations.items.compactMap(\.meeting.uid.text)).count == 1)
    }

    @Test func `bcc is shown to who sends, and stands in no header`() async throws {
        let workspace = try TemporaryWorkspace.small([
            "routes/secret.yaml": """
            kind: send
            email: {to: ivan@example.com, bcc: "Boss <boss@example.com>", subject: hello, body: hello}

            """
        ])
        try workspace.write("none.json", "{}")
        let preview = try await workspace.router("preview", "secret", "--data", "none.json", "--json").json
        #expect(preview.bcc == [.object(["name": "Boss", "address": "boss@example.com"])])
        let shown = try await workspace.router("preview", "secret", "--data", "none.json").stdout
        #expect(shown.contains("Bcc: Boss <boss@example.com>\n"))
        let eml = try await workspace.router("preview", "secret", "--data", "none.json", "--eml", "-").stdout
        #expect(eml.contains("\r\nTo: ivan@example.com\r\n") && !eml.lowercased().contains("boss"))
    }

    @Test func `as the bytes that would go out, in files that only their owner reads`() async throws {
        let workspace = try await TemporaryWorkspace.sample()
        let one = try await workspace.router(
            "preview", "monthly-report", "--data", "data/report.json", "--eml", "a.eml")
        #expect(one.status == 0 && one.stdout == "" && one.stderr == "wrote a.eml\n")
        let letter = try workspace.text("a.eml")
        #expect(letter.contains("\r\nMIME-Version: 1.0\r\n"))
        let mode = try await Program.run("/usr/bin/stat", ["-c", "%a", "a.eml"], in: workspace.folder).stdout
        #expect(mode == "600\n")

        let many = try await workspace.router(
            "preview", "meeting-invite", "--data", "data/meeting.json", "--eml", "b.eml")
        #expect(many.stderr == "wrote b-1.eml\nwrote b-2.eml\nwrote b-3.eml\n")
        let unwritable = try await workspace.router(
            "preview", "notification", "--data", "data/notification.json", "--eml", "absent/c.eml")
        #expect(unwritable.status == 74)
        #expect(
            unwritable.stderr == """
                error[not-writable]: 'absent/c.eml' can't be written: No such file or directory
                  help: choose a folder that you may write to, with room on its disk

                """)
    }

    @Test func `data that do not fit are refused as send refuses them`() async throws {
        let workspace = try TemporaryWorkspace.small()
        let outcome = try await workspace.router("preview", "note", "--data", "-", stdin: Array(#"{"To": 7}"#.utf8))
        #expect(outcome.status == 65)
        #expect(
            outcome.stderr == """
                standard input: /To: expected a text (in double quotes it is one: "7"), found the number 7
                standard input: /Title: expected a text, found nothing
                error[data-mismatch]: the data do not fit the route 'note': 2 mistakes
                  help: 'router show note' shows what it takes, with a sample

                """)
    }
}
