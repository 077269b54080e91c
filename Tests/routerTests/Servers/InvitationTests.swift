import Glibc
import Peers
import Testing

@Suite struct `An invitation reaches its guests through real servers` {
    @Test func `each letter is whole when it is read back over IMAP`() async throws {
        let desk = try await Desk.open()
        let (ivan, john) = (desk.office.newInbox("ivan"), desk.office.newInbox("john"))
        try desk.workspace.write(
            "accounts/people.yaml",
            """
            - {id: ivan, name: Иван Петров, address: \(ivan.address), locale: ru-RU, timezone: Europe/Moscow}
            - {id: john, name: John Smith, address: \(john.address), locale: en-GB, timezone: Europe/London}

            """)
        try desk.workspace.write("data/agenda.bin", Array(0...255) + [13, 10, 46, 13, 10])
        let data = """
            {"MeetingId": "plan-1", "Title": "Планёрка & обед", "Start": "2026-12-01T10:00", "Place": "Комната; 3",
             "Participants": ["ivan", "john"], "Agenda": "data/agenda.bin"}
            """
        let outcome = try await desk.send("meeting-invite", data, "--json")
        #expect(outcome.status == 0, "\(outcome.told)")
        #expect(try outcome.jsonLines.map(\.state) == ["sent", "sent"])
        #expect(try outcome.jsonLines.allSatisfy { $0.recipients[0].reply.text?.hasPrefix("250 2.0.0") == true })

        let russian = try await ivan.letter()
        let british = try await john.letter()
        for (letter, line) in zip([russian, british], try outcome.jsonLines) {
            #expect(letter.defects == [])
            #expect(letter["Subject"] == "Встреча «Планёрка & обед»")
            #expect(letter["From"] == "Робот <robot@example.test>")
            #expect(letter["Message-ID"] == line.messageId.text)
            #expect(letter["Auto-Submitted"] == "auto-generated")
            #expect(
                letter.structure == """
                    multipart/mixed
                      multipart/alternative
                        text/plain
                        text/html
                        text/calendar
                      application/ics
                      application/octet-stream
                    """)
            let calendar = try #require(letter.part("text/calendar"))
            #expect(calendar.parameters["method"] == "REQUEST")
            #expect(calendar.parameters["charset"]?.lowercased() == "utf-8")
            #expect(calendar.disposition != "attachment")
            let copy = try #require(letter.part("application/ics"))
            #expect(copy.disposition == "attachment" && copy.fileName == "invite.ics")
            #expect(copy.content == calendar.content)
            let agenda = try #require(letter.part("application/octet-stream"))
            #expect(agenda.disposition == "attachment" && agenda.fileName == "agenda.bin")
            #expect(agenda.content == Array(0...255) + [13, 10, 46, 13, 10])
        }
        #expect(russian["To"] == "Иван Петров <\(ivan.address)>")
        #expect(british["To"] == "John Smith <\(john.address)>")
        let html = try #require(russian.part("text/html")?.text)
        #expect(html.contains("Здравствуйте, Иван Петров!") && html.contains("«<b>Планёрка &amp; обед</b>»"))
        #expect(html.contains("1 декабря 2026 в 10:00") && html.contains("Комната; 3"))
        let text = try #require(russian.part("text/plain")?.text)
        #expect(text.contains("Приглашаем на встречу «Планёрка & обед»."))
        #expect(british.part("text/html")?.text?.contains("1 December 2026 в 07:00") == true)
    }

    @Test func `it can be accepted, and the answer finds its meeting`() async throws {
        let desk = try await Desk.open()
        let inboxes = [desk.office.newInbox("anna"), desk.office.newInbox("boris")]
        let addresses = inboxes.map(\.address)
        let outcome = try await desk.send("meeting-invite", Self.meeting("accept-1", at: "10:00", addresses))
        #expect(outcome.status == 0, "\(outcome.told)")
        var uids: Set<String> = []
        for inbox in inboxes {
            let answer = try await Self.accept(try await inbox.letter(), as: inbox.address)
            #expect(answer.errors == [])
            #expect(answer.method == "REPLY" && answer.requestMethod == "REQUEST")
            #expect(answer.uid == answer.requestUID && answer.sequence == answer.requestSequence)
            #expect(answer.organizer == "mailto:robot@example.test")
            #expect(answer.attendees.items.map(\.text) == addresses.map { "mailto:\($0)" })
            #expect(answer.attendee.text == "mailto:\(inbox.address)" && answer.wasAsked == true)
            #expect(answer.start == "2026-12-01T07:00:00Z" && answer.end == "2026-12-01T08:00:00Z")
            #expect(answer.summary == "Планёрка")
            uids.insert(try #require(answer.uid.text))
        }
        #expect(uids.count == 1)
    }

    @Test func `the same key moves the meeting: the same UID, a higher SEQUENCE`() async throws {
        let desk = try await Desk.open()
        let inbox = desk.office.newInbox("moved")
        let first = try await desk.send("meeting-invite", Self.meeting("move-1", at: "10:00", [inbox.address]))
        #expect(first.status == 0, "\(first.told)")
        // A SEQUENCE counts seconds: the second letter belongs to a later one.
        let then = time(nil)
        while time(nil) == then { try await Task.sleep(for: .milliseconds(10)) }
        let second = try await desk.send("meeting-invite", Self.meeting("move-1", at: "15:00", [inbox.address]))
        #expect(second.status == 0, "\(second.told)")
        let other = try await desk.send("meeting-invite", Self.meeting("move-2", at: "15:00", [inbox.address]))
        #expect(other.status == 0)

        var answers: [ParsedJSON] = []
        for letter in try await inbox.letters(3) { answers.append(try await Self.accept(letter, as: inbox.address)) }
        let moved = answers.filter { $0.uid == answers.first { $0.start == "2026-12-01T07:00:00Z" }?.uid }
            .sorted { ($0.sequence.number ?? 0) < ($1.sequence.number ?? 0) }
        #expect(moved.map(\.start) == ["2026-12-01T07:00:00Z", "2026-12-01T12:00:00Z"])
        #expect(Set(answers.map(\.uid)).count == 2)
        #expect((moved.first?.sequence.number ?? 0) < (moved.last?.sequence.number ?? 0))
    }

    @Test func `another route calls the meeting off by its key`() async throws {
        let desk = try await Desk.open()
        let inbox = desk.office.newInbox("free")
        let invited = try await desk.send("meeting-invite", Self.meeting("off-1", at: "10:00", [inbox.address]))
        #expect(invited.status == 0, "\(invited.told)")
        let then = time(nil)
        while time(nil) == then { try await Task.sleep(for: .milliseconds(10)) }
        let cancelled = try await desk.send("meeting-cancel", Self.meeting("off-1", at: "10:00", [inbox.address]))
        #expect(cancelled.status == 0, "\(cancelled.told)")

        let letters = try await inbox.letters(2)
        let invitation = try #require(letters.first { $0["Subject"] == "Встреча «Планёрка»" })
        let notice = try #require(letters.first { $0["Subject"] == "Отменена: «Планёрка»" })
        #expect(notice.part("text/calendar")?.parameters["method"] == "CANCEL")
        let before = try await Self.accept(invitation, as: inbox.address)
        let after = try await Self.accept(notice, as: inbox.address)
        #expect(after.requestMethod == "CANCEL" && after.requestStatus == "CANCELLED")
        #expect(after.requestUID == before.requestUID)
        #expect((before.sequence.number ?? 0) < (after.sequence.number ?? 0))
    }

    private static func meeting(_ key: String, at hour: String, _ guests: [String]) -> String {
        let list = guests.map { "{\"Name\": \"Гость\", \"Address\": \"\($0)\"}" }.joined(separator: ", ")
        return """
            {"MeetingId": "\(key)", "Title": "Планёрка", "Start": "2026-12-01T\(hour)", "Participants": [\(list)]}
            """
    }

    /// What an independent calendar program answers when this guest accepts.
    private static func accept(_ letter: ReceivedLetter, as guest: String) async throws -> ParsedJSON {
        let calendar = try #require(letter.part("text/calendar"))
        let answer = try await Python.run("accept_invitation.py", input: calendar.content, arguments: [guest])
        return try ParsedJSON(String(decoding: answer, as: UTF8.self))
    }
}
