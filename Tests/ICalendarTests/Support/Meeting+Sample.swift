import Attributes
import ICalendar
import MIME

extension Meeting {
    /// A meeting on 1 December 2026 at 10:00 in Moscow, changed as the test needs it.
    static func sample(_ change: (inout Meeting) -> Void = { _ in }) -> Meeting {
        var meeting = Meeting(
            uid: "4f2a@example.com", method: .request, sequence: 3, stamp: Instant(seconds: 1_795_000_000),
            start: Instant(seconds: 1_796_108_400), end: Instant(seconds: 1_796_112_000), title: "Planning",
            organizer: Mailbox(name: "HR", address: "hr@example.com"))
        meeting.attendees = [Mailbox(name: "Ivan Petrov", address: "ivan@example.com")]
        change(&meeting)
        return meeting
    }

    static var full: Meeting {
        .sample { meeting in
            meeting.title = "Планёрка; отдел кадров, все"
            meeting.location = "Переговорная \\ 5, этаж 2"
            meeting.description =
                "Повестка:\n1. Отпуска\r\n2. Разное\n\nПриходите вовремя, пожалуйста, и возьмите графики."
            meeting.organizer = Mailbox(name: "Отдел \"Кадры\"", address: "hr@example.com")
            meeting.attendees = [
                Mailbox(name: "Иван Петров", address: "ivan@example.com"), Mailbox(address: "desk@пример.рф"),
                Mailbox(name: "O'Neil, J.; ^caret", address: "\"j o\"@example.com"),
            ]
            meeting.reminder = 900
            meeting.url = "https://example.com/встреча?id=1"
        }
    }
}
