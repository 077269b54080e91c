import Attributes
import ICalendar
import MIME
import Testing

@testable import Engine

struct MeetingTests {
    private func meeting(
        _ keys: String, _ data: [String: JSON] = [:], email: String = "", show: (Meeting) -> String
    ) throws -> String {
        let lines = keys.split(separator: "\n").map { "  \($0)\n" }.joined()
        return try TestRoute.fill("\(email)\nmeeting:\n\(lines)", data) { $0.meeting.map(show) ?? "no meeting" }
    }

    private func times(_ keys: String, _ data: [String: JSON] = [:], zone: String = "UTC") throws -> String {
        let lines = keys.split(separator: "\n").map { "  \($0)\n" }.joined()
        do {
            let letters = try TestRoute("meeting:\n\(lines)", route: "timezone: \(zone)").letters(data)
            let meeting = try #require(letters.first?.meeting)
            return "\(meeting.start.iso8601(in: .utc)) – \(meeting.end.iso8601(in: .utc))"
        } catch let refusal as TestRoute.Refusal {
            return refusal.words
        }
    }

    @Test(arguments: [
        // An hour unless said otherwise.
        ("start: <Start>", "UTC", "2026-12-01T10:00:00Z – 2026-12-01T11:00:00Z"),
        ("start: <Start>\nend: <End|>", "UTC", "2026-12-01T10:00:00Z – 2026-12-01T11:00:00Z"),
        ("start: <Start>\nend: <End>", "UTC", "2026-12-01T10:00:00Z – 2026-12-01T11:00:00Z"),
        ("start: <Start>\nduration: 1h30m", "UTC", "2026-12-01T10:00:00Z – 2026-12-01T11:30:00Z"),
        ("start: <Start>\nduration: <Length>", "UTC", "2026-12-01T10:00:00Z – 2026-12-01T11:00:00Z"),
        // Local times are the route's.
        ("start: 2026-12-01T10:00", "Europe/Moscow", "2026-12-01T07:00:00Z – 2026-12-01T08:00:00Z"),
        ("start: 2026-12-01T10:00+05:00\nend: 2026-12-01T10:00", "UTC", "2026-12-01T05:00:00Z – 2026-12-01T10:00:00Z"),
        // The clocks go back at 03:00: the earlier of two is meant.
        ("start: 2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00Z – 2026-10-25T01:30:00Z"),
    ])
    func `start and end`(keys: String, zone: String, times: String) throws {
        let found = try self.times(keys, zone: zone)
        #expect(found == times)
    }

    @Test(
        arguments: [
            (["End": "2026-12-01T12:00Z"], "2026-12-01T10:00:00Z – 2026-12-01T12:00:00Z"),
            (["End": "2026-12-01T10:00Z"], "2026-12-01T10:00:00Z – 2026-12-01T10:00:00Z"),
            (
                ["End": "2026-12-01T09:59Z"],
                "data: /End: expected an end that is not before the start, 2026-12-01T10:00:00Z, found 2026-12-01T09:59:00Z"
            ),
        ] as [([String: JSON], String)])
    func `an end before the start is refused`(data: [String: JSON], times: String) throws {
        let found = try self.times("start: <Start>\nend: <End|>", data)
        #expect(found == times)
    }

    @Test
    func `a time that the clocks skip is refused`() throws {
        let found = try times("start: <Start>", ["Start": "2026-03-29T02:30"], zone: "Europe/Berlin")
        #expect(found.hasPrefix("data: /Start: expected "))
        let said = try TestRoute.said("meeting: {start: 2026-03-29T02:30}", route: "timezone: Europe/Berlin")
        #expect(said.hasPrefix("routes/r.yaml:19 [2026-03-29T02:30]: '2026-03-29T02:30' is not a date and time: "))
    }

    @Test(arguments: [
        (
            "start: <Start>\nend: <End>\nduration: 1h",
            "routes/r.yaml:22 [1h]: a meeting has an end or a duration, not both (keep one of them)"
        ),
        (
            "end: <End>",
            "routes/r.yaml:20 [end]: meeting needs the key 'start' (add 'start:': when it begins: <Start>, or a date and time)"
        ),
        (
            "start: <Title>",
            "routes/r.yaml:20 [<Title>]: 'Title' is a string, not a datetime (use an attribute of type datetime)"
        ),
        (
            "start: <Start> h",
            "routes/r.yaml:20 [<Start> h]: a date and time belongs here, and nothing else (write one placeholder alone: <Start>)"
        ),
        ("start: '<Start|>'", "routes/r.yaml:20 [<Start|>]: a datetime is needed here (write <Start>)"),
        (
            "start: <Start>\nend: <End|2026-01-01T10:00>",
            "routes/r.yaml:21 [<End|2026-01-01T10:00>]: '2026-01-01T10:00' can't stand for a datetime (write <End|>: blank is allowed here)"
        ),
        (
            "start: tomorrow",
            "routes/r.yaml:20 [tomorrow]: 'tomorrow' is not a date and time (write it as 2026-12-01T10:00)"
        ),
        (
            "start: <Start>\nduration: 1x",
            "routes/r.yaml:21 [1x]: '1x' is not a length of time: the units are w, d, h, m, s and ms, as in 1h30m (write it as 1h30m or PT1H30M)"
        ),
        (
            "start: 2026-12-01T10:00\nend: 2026-12-01T09:00",
            "routes/r.yaml:21 [2026-12-01T09:00]: the meeting ends before it starts (write a later end, or 'duration:' instead of it)"
        ),
        (
            "start: <Start>\nmethod: cancel",
            "routes/r.yaml:21 [cancel]: a cancellation needs the key of the meeting that it cancels (add 'key:', as in the route that invites)"
        ),
        (
            "start: <Start>\nmethod: cancle",
            "routes/r.yaml:21 [cancle]: 'cancle' is not a method (did you mean 'cancel'?)"
        ),
        (
            "start: <Start>\nrecurrence: <Title>",
            "routes/r.yaml:21 [<Title>]: a recurrence can't come from data (write the rule itself: FREQ=WEEKLY;COUNT=4)"
        ),
        (
            "start: <Start>\norganizer: hr@x.org",
            "warning routes/r.yaml:21 [hr@x.org]: the organizer is not the sender, robot@example.com: some calendars then refuse the invitation (let both be the same, and write 'reply-to:' for where answers to the letter go)"
        ),
        ("start: <Start>\norganizer: Robot@Example.com", ""),
        (
            "start: <Start>\nattendees: [<Titel>]",
            "routes/r.yaml:21 [<Titel>]: 'Titel' is not declared (did you mean 'Title'?)"
        ),
        (
            "start: <Start>\nreminder: 15",
            "routes/r.yaml:21 [15]: '15' is not a length of time (write it as 30s, 5m, 2h or 1d)"
        ),
    ])
    func `a meeting that can't be is named`(keys: String, problem: String) throws {
        let lines = keys.split(separator: "\n").map { "  \($0)\n" }.joined()
        let said = try TestRoute.said("meeting:\n\(lines)")
        #expect(said == problem)
    }

    @Test(arguments: ["FREQ=SOMETIMES", "COUNT=4", "FREQ=WEEKLY;COUNT=4;UNTIL=20270101", "FREQ=WEEKLY\nDTSTART:x"])
    func `a recurrence is checked`(rule: String) throws {
        let said = try TestRoute.said("meeting: {start: <Start>, recurrence: \"\(rule.replacing("\n", with: "\\n"))\"}")
        #expect(said.contains("is not a recurrence: "))
    }

    @Test(
        arguments: [
            ("start: <Start>", "", "Plan", nil, "Hello"),
            ("start: <Start>\ntitle: T <Title>\nlocation: <Note|>\ndescription: D", "", "T Plan", nil, "D"),
            ("start: <Start>\nlocation: R 3", "format: html\nbody: <p>Hi</p>", "Plan", "R 3", "Hi"),
        ] as [(String, String, String, String?, String)])
    func `title, place and text`(
        keys: String, email: String, title: String, place: String?, text: String
    ) throws {
        let found = try meeting(keys, email: email) { meeting in
            "\(meeting.title)|\(meeting.location ?? "")|\((meeting.description ?? "").trimmingWhitespace())"
        }
        #expect(found == "\(title)|\(place ?? "")|\(text)")
    }

    @Test
    func `organizer, reminder, recurrence and method come from the route`() throws {
        let found = try meeting(
            "start: <Start>\nkey: k\nmethod: cancel\nreminder: 15m\nrecurrence: FREQ=WEEKLY;COUNT=4\norganizer: {account: <Person>}"
        ) { meeting in
            "\(meeting.organizer.words) \(meeting.method) \(meeting.reminder ?? 0) \(meeting.recurrence?.rule ?? "") \(meeting.sequence)"
        }
        // Seconds since 2026-01-01.
        #expect(found == "Иван Петров <ivan@example.com> cancel 900 FREQ=WEEKLY;COUNT=4 28774400")
    }

    @Test
    func `the same organizer and key is the same meeting, whatever the route`() throws {
        func uid(_ keys: String, _ email: String = "", data: [String: JSON] = [:]) throws -> String {
            try meeting(keys, data, email: email) { $0.uid }
        }
        let first = try uid("start: <Start>\nkey: <Title>")
        #expect(try uid("start: <Start>\nkey: Plan\nmethod: cancel\nlocation: x", "subject: other") == first)
        #expect(try uid("start: <Start>\nkey: <Title>", data: ["Title": "other"]) != first)
        #expect(try uid("start: <Start>\nkey: Plan\norganizer: hr@x.org") != first)
        #expect(try uid("start: <Start>\nkey: Plan", "from: hr@x.org") != first)
        // Without a key it is a meeting of its own.
        #expect(try uid("start: <Start>") != uid("start: <Start>"))
    }

    @Test
    func `a blank key is refused`() throws {
        let found = try meeting("start: <Start>\nkey: <Note|>") { $0.uid }
        #expect(found == "data: /Note: expected the meeting's key, found a blank one")
    }
}
