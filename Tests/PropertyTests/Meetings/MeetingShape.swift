import Attributes

/// A kind of meeting that somebody will want, as a route.
struct MeetingShape: Sendable {
    var name: String
    var zone = "Europe/Moscow"
    /// Lines under `meeting:` beside its start.
    var lines: [String] = []
    var each = false
    var start = "2026-12-01T10:00"
    var title = "Планёрка"
    var details = ""
    var place = ""
    var guests = [("Иван Петров", "ivan@example.com"), ("John Smith", "john@example.org")]
    /// Days between its times, and how many there are, when it recurs.
    var days: (step: Int, count: Int)?

    static let all: [MeetingShape] =
        recurring + [
            MeetingShape(name: "single"),
            MeetingShape(name: "each", each: true),
            MeetingShape(name: "own", lines: ["attendees: own"], each: true),
            MeetingShape(
                name: "listed", lines: ["attendees: [{account: <Guests>}, \"Desk <desk@example.com>\"]"]),
            MeetingShape(name: "cancel", lines: ["method: cancel", "key: plan-42"]),
            MeetingShape(name: "update", lines: ["key: plan-42", "reminder: 1d"]),
            MeetingShape(name: "length", lines: ["duration: 1h30m", "reminder: 15m"]),
            MeetingShape(name: "moment", lines: ["duration: PT0S"]),
            MeetingShape(name: "organized", lines: ["organizer: Робот <robot@example.com>"]),
            MeetingShape(
                name: "names", title: "Тема: «а», б; \"в\" \\ г",
                guests: [
                    ("Петров, Иван \"Ваня\"", "ivan@example.com"), ("Ёлкина-Щукина; Анна: ^~", "anna@example.com"),
                    ("山田 太郎", "taro@example.com"), ("O'Neil; J.", "oneil@example.com"), ("👍 Бот", "bot@example.com"),
                    ("\u{64B}x;\u{301}y:\u{301}z\"\u{301}", "mark@example.com"),
                ]),
            MeetingShape(
                name: "crowd",
                guests: (1...200).map { ("Участник, № \($0) \"второй\"", "guest\($0)@example.com") }),
            MeetingShape(name: "nowhere", lines: ["location: <Place|>"]),
            MeetingShape(
                name: "described", lines: ["location: <Place|>", "description: <Details|>"],
                details: String(
                    repeating: "Повестка 👩‍👩‍👧:\n1. Отпуска, графики; разное\r\n\t2. C:\\new\\next\n\n", count: 60),
                place: "Переговорная 3, этаж 2; дверь \"налево\""),
            MeetingShape(name: "past", start: "1999-12-31T23:59"),
            MeetingShape(name: "leap", zone: "UTC", start: "2028-02-29T00:00"),
        ]

    /// Zones with and without summer time, on both halves of the earth, over their next changes.
    private static let recurring: [MeetingShape] = [
        ("UTC", "2026-12-01T10:00"), ("Europe/Moscow", "2026-12-01T10:00"), ("Europe/Berlin", "2027-03-15T10:00"),
        ("Europe/Berlin", "2026-10-12T01:30"), ("Europe/Dublin", "2027-03-15T09:00"),
        ("Europe/London", "2026-10-12T10:00"),
        ("America/New_York", "2027-03-01T10:00"), ("America/Sao_Paulo", "2027-02-01T10:00"),
        ("America/Santiago", "2027-03-22T10:00"), ("Australia/Sydney", "2027-03-22T10:00"),
        ("Australia/Lord_Howe", "2027-03-22T10:00"), ("Pacific/Auckland", "2026-09-14T10:00"),
        ("Asia/Kolkata", "2026-12-01T10:00"), ("Asia/Kathmandu", "2026-12-01T23:45"),
        ("Asia/Jerusalem", "2027-03-15T10:00"),
        ("Africa/Cairo", "2027-04-19T10:00"), ("Asia/Tashkent", "2026-12-01T10:00"),
    ].enumerated().flatMap { number, place in
        [
            MeetingShape(
                name: "weekly\(number)", zone: place.0, lines: ["recurrence: FREQ=WEEKLY;COUNT=6", "reminder: 15m"],
                start: place.1, days: (7, 6)),
            MeetingShape(
                name: "daily\(number)", zone: place.0, lines: ["recurrence: FREQ=DAILY;INTERVAL=3", "duration: 45m"],
                start: place.1, days: (3, 10)),
        ]
    }

    /// The route's YAML.
    var route: String {
        """
        kind: send
        timezone: \(zone)
        attributes:
          Guests: {type: account, array: true, required: true}
          Title: {type: string, required: true}
          Start: {type: datetime, required: true}
          Place: {type: string}
          Details: {type: string}
        email:
          \(each ? "each: Guests" : "format: plain")
          to: {account: <Guests>}
          subject: <Title>
          body: Приходите, пожалуйста.
          meeting:
            start: <Start>
            \((lines).joined(separator: "\n    "))

        """
    }

    var data: JSON {
        [
            "Guests": .array(guests.map { ["Name": .string($0.0), "Address": .string($0.1)] }),
            "Title": .string(title), "Start": .string(start), "Place": .string(place), "Details": .string(details),
        ]
    }
}
