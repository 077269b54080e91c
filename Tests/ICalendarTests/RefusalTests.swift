import Attributes
import ICalendar
import MIME
import Testing

/// A change that makes a meeting wrong, and the sentence that a person reads.
struct Refusal: Sendable, CustomTestStringConvertible {
    var sentence: String
    var change: @Sendable (inout Meeting) -> Void
    var testDescription: String { sentence }

    static let all: [Refusal] = [
        Refusal(sentence: "title: the control character U+0000 stands in it; take it out of the value") {
            $0.title = "a\0"
        },
        Refusal(sentence: "location: the control character U+001B stands in it; take it out of the value") {
            $0.location = "\u{1B}[31m"
        },
        Refusal(sentence: "description: the control character U+009F stands in it; take it out of the value") {
            $0.description = "a\u{9F}"
        },
        Refusal(sentence: "organizer.name: the control character U+007F stands in it; take it out of the value") {
            $0.organizer.name = "\u{7F}"
        },
        Refusal(sentence: "organizer.address: 'hr' has no @; write one address like name@example.com") {
            $0.organizer.address = "hr"
        },
        Refusal(
            sentence: "attendees[1].address: 'a␊ATTENDEE:b@c' has a line break in it; "
                + "write one address like name@example.com"
        ) { $0.attendees.append(Mailbox(address: "a\nATTENDEE:b@c")) },
        Refusal(sentence: "end: the meeting ends before it starts; make the end later than the start") {
            $0.end = Instant(seconds: $0.start.seconds - 1)
        },
        Refusal(sentence: "start: its year is not between 1 and 9999; check the date") {
            $0.start = Instant(seconds: 300_000_000_000)
            $0.end = $0.start
        },
        Refusal(sentence: "stamp: its year is not between 1 and 9999; check the date") {
            $0.stamp = Instant(seconds: .min)
        },
        Refusal(sentence: "sequence: it is not between 0 and 2147483647; count from 0 up") { $0.sequence = -1 },
        Refusal(sentence: "reminder: it is not between 0 and 366 days before the start; write it like 15m") {
            $0.reminder = -1
        },
        Refusal(sentence: "url: it is no URL; write it like https://example.com/") { $0.url = "example" },
        Refusal(sentence: "url: the control character U+0000 stands in it; take it out of the value") {
            $0.url = "https://example.com/\0"
        },
        Refusal(sentence: "uid: it is blank; take it from the organizer and a key") { $0.uid = "" },
        Refusal(sentence: "recurrence: the rule begins with RRULE:; leave RRULE: out") {
            $0.recurrence = .init(rule: "RRULE:FREQ=DAILY", zone: .utc)
        },
        Refusal(sentence: "recurrence: FREQ stands there twice; leave one of them out") {
            $0.recurrence = .init(rule: "FREQ=DAILY;FREQ=DAILY", zone: .utc)
        },
        Refusal(sentence: "recurrence: UNTIL=20261231 is no time in UTC; write it like UNTIL=20261231T205959Z") {
            $0.recurrence = .init(rule: "FREQ=DAILY;UNTIL=20261231", zone: .utc)
        },
        Refusal(sentence: "recurrence: the rule has both UNTIL and COUNT; leave one of them out") {
            $0.recurrence = .init(rule: "FREQ=DAILY;UNTIL=20261231T000000Z;COUNT=2", zone: .utc)
        },
        Refusal(
            sentence: "recurrence: the rule is blank, too long or has spaces; "
                + "write it like FREQ=WEEKLY;BYDAY=MO,WE;COUNT=10"
        ) { $0.recurrence = .init(rule: "FREQ=DAILY\r\nATTENDEE:mailto:a@b", zone: .utc) },
    ]
}

struct RefusalTests {
    @Test(arguments: Refusal.all)
    func `what is wrong is said in one sentence`(refusal: Refusal) {
        let problem = #expect(throws: ComposeProblem.self) { _ = try Meeting.sample(refusal.change).calendar() }
        #expect(problem?.description == refusal.sentence)
    }

    @Test
    func `everything wrong is reported at once`() {
        let problem = #expect(throws: ComposeProblem.self) {
            _ = try Meeting.sample { meeting in
                meeting.title = "\0"
                meeting.sequence = -1
                meeting.uid = ""
            }.calendar()
        }
        #expect(problem?.flaws.map(\.field) == ["uid", "title", "sequence"])
    }

    @Test(arguments: [
        "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,WE,FR;INTERVAL=2;WKST=MO", "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=4", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=WEEKLY;UNTIL=20261231T205959Z", "FREQ=DAILY;BYHOUR=0,12;BYMINUTE=0",
    ])
    func `a rule in use is taken`(rule: String) throws {
        let bytes = try Meeting.sample { $0.recurrence = .init(rule: rule, zone: .utc) }.calendar()
        #expect(String(decoding: bytes, as: UTF8.self).contains("\r\nRRULE:\(rule)\r\n"))
    }

    @Test(arguments: [
        "FREQ=SECONDLY", "FREQ=DAILY;", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=99999", "FREQ=DAILY;INTERVAL=-1",
        "BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=DAILY;X=1",
        "freq=daily", "FREQ=YEARLY;BYMONTH=13", "FREQ=MONTHLY;BYDAY=0MO", "FREQ=DAILY;BYHOUR=24",
    ])
    func `a rule that calendars would stumble over is refused`(rule: String) {
        #expect(throws: ComposeProblem.self) {
            try Meeting.sample { $0.recurrence = .init(rule: rule, zone: .utc) }.calendar()
        }
    }
}
