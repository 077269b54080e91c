import Peers
import Testing

@Suite struct `What an invitation can be` {
    private static func data(_ participants: String, _ more: String = "") -> String {
        """
        {"MeetingId": "plan-1", "Title": "Планёрка", "Start": "2026-12-01T10:00", \(more)"Participants": [\(participants)]}
        """
    }

    @Test func `a meeting has start, end, place, title, description and participants from attributes`()
        async throws
    {
        let workspace = try await TemporaryWorkspace.sample()
        let letter = try await workspace.delivered(
            "meeting-invite",
            Self.data("\"ivan\"", #""End": "2026-12-01T11:30", "Place": "Комната; 3", "Details": "Планы", "#))
        let event = try await letter.event()
        #expect(event.values("DTSTART") == ["2026-12-01T07:00:00Z"])
        #expect(event.values("DTEND") == ["2026-12-01T08:30:00Z"])
        #expect(event.values("LOCATION") == ["Комната; 3"] && event.values("SUMMARY") == ["Планёрка"])
        #expect(event.values("DESCRIPTION") == ["Планы"])
        #expect(event.values("ATTENDEE") == ["mailto:ivan@example.com"])
    }

    @Test func `a missing end is an hour after the start`() async throws {
        let workspace = try await TemporaryWorkspace.sample()
        let event = try await workspace.delivered("meeting-invite", Self.data("\"ivan\"")).event()
        #expect(event.values("DTSTART") == ["2026-12-01T07:00:00Z"])
        #expect(event.values("DTEND") == ["2026-12-01T08:00:00Z"])
        #expect(event.values("LOCATION") == [])
    }

    @Test func `all participants are invited, each with a letter of their own, by the staff directory`() async throws {
        let workspace = try await TemporaryWorkspace.sample()
        let sent = try await workspace.send(
            "meeting-invite", Self.data(#""ivan", "maria", {"Name": "Guest", "Address": "guest@example.net"}"#))
        #expect(sent.status == 0, "\(sent.told)")
        let letters = try await workspace.received()
        let everyone = [
            "Guest <guest@example.net>", "Иван Петров <ivan@example.com>", "Мария Соколова <maria@example.com>",
        ]
        #expect(letters.map { ($0.to ?? []).map { "\($0.name) <\($0.address)>" } } == everyone.map { [$0] })
        for (letter, name) in zip(letters, ["Guest", "Иван Петров", "Мария Соколова"]) {
            #expect(letter.text("text/html")?.contains("Здравствуйте, \(name)!") == true)
            let guests = try await letter.event().values("ATTENDEE")
            #expect(
                guests == ["mailto:ivan@example.com", "mailto:maria@example.com", "mailto:guest@example.net"])
        }
    }

    @Test func `an invitation can be added to a calendar with one click`() async throws {
        let workspace = try await TemporaryWorkspace.sample()
        let letter = try await workspace.delivered("meeting-invite", Self.data("\"ivan\""))
        #expect(
            letter.parts.map(\.type) == [
                "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar",
                "application/ics",
            ])
        let calendar = try #require(letter.parts.first { $0.type == "text/calendar" })
        #expect(calendar.parameters["method"] == "REQUEST" && calendar.disposition == nil)
        let copy = try #require(letter.parts.last)
        #expect(copy.fileName == "invite.ics" && copy.sha256 == calendar.sha256)
        let request = try #require(calendar.text)
        // By the rules of RFC 5546, as libical knows them.
        #expect(try await CalendarReading.byLibical([Array(request.utf8)]).map(\.errors) == [[]])
        let output = try await Python.run(
            "accept_invitation.py", input: Array(request.utf8), arguments: ["ivan@example.com"])
        let answer = try ParsedJSON(String(decoding: output, as: UTF8.self))
        #expect(answer.wasAsked == true && answer.method == "REPLY" && answer.uid == answer.requestUID)
    }
}
