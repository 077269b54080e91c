import Attributes
import ICalendar
import MIME
import Testing

/// Invitations and answers in the forms that programs give them.
@Suite struct MeetingReaderTests {
    private static func read(_ event: String, method: String = "METHOD:REQUEST\n", zones: String = "") throws
        -> ReadMeeting
    {
        let text =
            "BEGIN:VCALENDAR\nVERSION:2.0\n\(method)\(zones)BEGIN:VEVENT\nUID:u@x\n\(event)\nEND:VEVENT\nEND:VCALENDAR\n"
        let meetings = try MeetingReader.read(text, zone: Zone.named("Europe/Moscow") ?? .utc)
        return try #require(meetings.count == 1 ? meetings.first : nil)
    }

    @Test func `an answer from Outlook`() throws {
        let text = """
            BEGIN:VCALENDAR\r
            PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN\r
            VERSION:2.0\r
            METHOD:REPLY\r
            X-MS-OLK-FORCEINSPECTOROPEN:TRUE\r
            BEGIN:VTIMEZONE\r
            TZID:Russian Standard Time\r
            BEGIN:STANDARD\r
            DTSTART:16010101T000000\r
            TZOFFSETFROM:+0300\r
            TZOFFSETTO:+0300\r
            END:STANDARD\r
            END:VTIMEZONE\r
            BEGIN:VEVENT\r
            ATTENDEE;PARTSTAT=ACCEPTED;CN="Кузнецова, Анна":mailto:anna@example.org\r
            CLASS:PUBLIC\r
            COMMENT:Буду\\, но опоздаю\\nна пять минут\r
            CREATED:20261120T120000Z\r
            DTEND;TZID="Russian Standard Time":20261201T110000\r
            DTSTAMP:20261120T120102Z\r
            DTSTART;TZID="Russian Standard Time":20261201T100000\r
            LAST-MODIFIED:20261120T120102Z\r
            LOCATION:Тверская\\, 1\r
            ORGANIZER;CN=Shop:MAILTO:shop@example.com\r
            PRIORITY:5\r
            SEQUENCE:2\r
            SUMMARY;LANGUAGE=ru:Accepted: Доставка заказа с очень длинным названием\\, которое\r
              переносится\r
            TRANSP:OPAQUE\r
            UID:order-1@shop.example.com\r
            X-MICROSOFT-CDO-BUSYSTATUS:BUSY\r
            END:VEVENT\r
            END:VCALENDAR\r

            """
        var expected = ReadMeeting(method: "REPLY", uid: "order-1@shop.example.com")
        expected.sequence = 2
        expected.stamp = Instant(seconds: 1_795_176_062)
        expected.summary = "Accepted: Доставка заказа с очень длинным названием, которое переносится"
        expected.location = "Тверская, 1"
        expected.start = Instant(seconds: 1_796_108_400)
        expected.end = Instant(seconds: 1_796_112_000)
        expected.zone = Zone.named("Europe/Moscow")
        expected.organizer = Mailbox(name: "Shop", address: "shop@example.com")
        expected.attendees = [
            ReadAttendee(
                mailbox: Mailbox(name: "Кузнецова, Анна", address: "anna@example.org"), participation: "ACCEPTED")
        ]
        expected.comment = "Буду, но опоздаю\nна пять минут"
        #expect(try MeetingReader.read(text) == [expected])
    }

    @Test func `an answer from Exchange, without an organizer`() throws {
        let meeting = try Self.read(
            """
            ATTENDEE;PARTSTAT=DECLINED;CN=Anna:MAILTO:anna@example.org
            COMMENT;LANGUAGE=en-US:\\n
            SUMMARY;LANGUAGE=en-US:Declined: Delivery
            DTSTART;TZID=W. Europe Standard Time:20261201T100000
            DTEND;TZID=W. Europe Standard Time:20261201T110000
            CLASS:PUBLIC
            DTSTAMP:20261120T120102Z
            STATUS:CONFIRMED
            SEQUENCE:0
            X-MICROSOFT-CDO-APPT-SEQUENCE:0
            """, method: "METHOD:REPLY\n")
        #expect(meeting.organizer == nil && meeting.method == "REPLY")
        #expect(meeting.attendees.map(\.participation) == ["DECLINED"])
        #expect(meeting.start?.iso8601 == "2026-12-01T09:00:00Z")
    }

    @Test func `an answer from Google, in one line after another`() throws {
        let meeting = try Self.read(
            """
            DTSTART:20261201T070000Z
            DTEND:20261201T080000Z
            DTSTAMP:20261120T120102Z
            ORGANIZER;CN=shop@example.com:mailto:shop@example.com
            ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=TENTATIVE;CN=anna@
             example.org;X-NUM-GUESTS=0:mailto:anna@example.org
            CREATED:20261120T110000Z
            SEQUENCE:0
            STATUS:CONFIRMED
            SUMMARY:Delivery
            TRANSP:OPAQUE
            """, method: "CALSCALE:GREGORIAN\nMETHOD:REPLY\n")
        #expect(
            meeting.attendees == [
                ReadAttendee(
                    mailbox: Mailbox(address: "anna@example.org"), participation: "TENTATIVE", role: "REQ-PARTICIPANT")
            ])
        #expect(meeting.organizer == Mailbox(address: "shop@example.com"))
        #expect(meeting.status == "CONFIRMED")
    }

    @Test func `an answer from Apple, whose addresses are paths`() throws {
        let meeting = try Self.read(
            """
            DTSTART;TZID=Europe/Moscow:20261201T100000
            DURATION:PT1H30M
            ATTENDEE;CN="Anna";CUTYPE=INDIVIDUAL;EMAIL="anna@example.org";PARTSTAT=ACCEPTED:/123456/principal/
            ORGANIZER;CN="Shop";EMAIL="shop@example.com":mailto:shop@example.com
            RECURRENCE-ID;TZID=Europe/Moscow:20261208T100000
            """, method: "METHOD:REPLY\n")
        #expect(meeting.attendees.map(\.mailbox) == [Mailbox(name: "Anna", address: "anna@example.org")])
        #expect(meeting.recurrence == "20261208T100000")
        #expect(meeting.end?.iso8601 == "2026-12-01T08:30:00Z")
    }

    @Test func `a proposal of another time, and a cancellation`() throws {
        let counter = try Self.read(
            "DTSTART:20261202T070000Z\nATTENDEE;CN=Anna:mailto:anna@example.org\nSEQUENCE:1", method: "METHOD:counter\n"
        )
        #expect(counter.method == "COUNTER" && counter.attendees.map(\.participation) == [nil])
        let cancel = try Self.read("DTSTART:20261202T070000Z\nSTATUS:CANCELLED\nSEQUENCE:3", method: "METHOD:CANCEL\n")
        #expect(cancel.status == "CANCELLED" && cancel.sequence == 3)
        #expect(cancel.end == cancel.start)
    }

    /// By the clocks of Moscow where nothing is said.
    static let times: [(String, String, String, Bool)] = [
        ("DTSTART:20261201T070000Z\nDTEND:20261201T080000Z", "2026-12-01T07:00:00Z", "2026-12-01T08:00:00Z", false),
        ("DTSTART:20261201T100000\nDTEND:20261201T110000", "2026-12-01T07:00:00Z", "2026-12-01T08:00:00Z", false),
        (
            "DTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261203", "2026-11-30T21:00:00Z", "2026-12-02T21:00:00Z",
            true
        ),
        ("DTSTART;VALUE=DATE:20261201", "2026-11-30T21:00:00Z", "2026-12-01T21:00:00Z", true),
        (
            "DTSTART;TZID=America/New_York:20261201T100000\nDURATION:P1D", "2026-12-01T15:00:00Z",
            "2026-12-02T15:00:00Z", false
        ),
        ("DTSTART;TZID=Eastern Standard Time:20260701T100000", "2026-07-01T14:00:00Z", "2026-07-01T14:00:00Z", false),
        ("DTSTART;TZID=russian standard time:20261201T100000", "2026-12-01T07:00:00Z", "2026-12-01T07:00:00Z", false),
        (
            "DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20261201T100000", "2026-12-01T09:00:00Z",
            "2026-12-01T09:00:00Z", false
        ),
        ("DTSTART;TZID=Nowhere/At All:20261201T100000", "2026-12-01T07:00:00Z", "2026-12-01T07:00:00Z", false),
        ("DTSTART;TZID=Custom:20261201T100000", "2026-12-01T05:00:00Z", "2026-12-01T05:00:00Z", false),
        ("DTSTART;TZID=Custom:20260701T100000", "2026-07-01T04:00:00Z", "2026-07-01T04:00:00Z", false),
        ("DTSTART;TZID=Custom:20260329T015959", "2026-03-28T20:59:59Z", "2026-03-28T20:59:59Z", false),
        ("DTSTART;TZID=Custom:20260329T030000", "2026-03-28T21:00:00Z", "2026-03-28T21:00:00Z", false),
    ]

    /// Winter five, summer six hours ahead, under a name that nobody knows.
    private static let custom = """
        BEGIN:VTIMEZONE
        TZID:Custom
        BEGIN:STANDARD
        DTSTART:16010101T030000
        TZOFFSETFROM:+0600
        TZOFFSETTO:+0500
        RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:16010101T020000
        TZOFFSETFROM:+0500
        TZOFFSETTO:+0600
        RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
        END:DAYLIGHT
        END:VTIMEZONE

        """

    @Test(arguments: times)
    func `times are understood by their zones`(lines: String, start: String, end: String, isAllDay: Bool) throws {
        let meeting = try Self.read(lines, zones: Self.custom)
        #expect(meeting.start?.iso8601 == start)
        #expect(meeting.end?.iso8601 == end)
        #expect(meeting.isAllDay == isAllDay)
    }

    static let refused: [(String, String)] = [
        ("", "the part is no calendar: nothing in it begins with BEGIN"),
        ("hello", "the part is no calendar: nothing in it begins with BEGIN"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR", "the calendar has no event"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR", "the calendar's events have no UID"),
        (
            String(repeating: "BEGIN:VEVENT\n", count: 11),
            "the calendar's components lie more than 10 deep in one another"
        ),
        (String(repeating: "x\n", count: 50_001), "the calendar has more than 50000 lines"),
        (String(repeating: "x", count: 3 << 20), "the calendar has more than 2 MB"),
        (
            "BEGIN:VCALENDAR\n" + String(repeating: "BEGIN:VEVENT\nUID:a\nEND:VEVENT\n", count: 201) + "END:VCALENDAR",
            "the calendar has more than 200 events"
        ),
        (
            "BEGIN:VEVENT\nUID:a\n" + String(repeating: "ATTENDEE:mailto:a@b\n", count: 5001) + "END:VEVENT",
            "an event has more than 5000 attendees"
        ),
    ]

    @Test(arguments: refused)
    func `what is no meeting is refused in words`(text: String, problem: String) {
        #expect(throws: UnreadableMeeting(problem)) { try MeetingReader.read(text) }
    }

    static let mended: [(String, String)] = [
        ("\u{FEFF}BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:s\nEND:VEVENT\nEND:VCALENDAR", "s"),
        ("BEGIN:VEVENT\nUID:a\nSUMMARY:s\nEND:VEVENT", "s"), ("BEGIN:VEVENT \nUID:a\nSUMMARY:s\nEND:VEVENT\t", "s"),
        ("END:VEVENT\nBEGIN:VEVENT\nUID:a\nSUMMARY:s\nEND:VEVENT\nEND:VCALENDAR\nEND:X", "s"),
        ("BEGIN:VCALENDAR\rBEGIN:VEVENT\rUID:a\rSUMMARY:s\rEND:VEVENT\rEND:VCALENDAR\r", "s"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:s\nEND:VEVENT\n", "s"),
        ("junk\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nSUMMARY:s\nnonsense\nEND:VEVENT\nEND:VCALENDAR", "s"),
        ("begin:vcalendar\nbegin:vevent\nuid:a\nsummary:s\nend:vevent\nend:vcalendar", "s"),
    ]

    @Test(arguments: mended)
    func `what is broken is read as far as it can be`(text: String, summary: String) throws {
        #expect(try MeetingReader.read(text).map(\.summary) == [summary])
    }

    @Test func `rules that never end cost nothing`() throws {
        let rules = (0..<2000).map { _ in
            "RRULE:FREQ=SECONDLY;COUNT=2147483647;BYSECOND=\((0..<60).map(String.init).joined(separator: ","))"
        }
        let zone = """
            BEGIN:VTIMEZONE
            TZID:Evil
            BEGIN:STANDARD
            DTSTART:00010101T000000
            TZOFFSETFROM:+0000
            TZOFFSETTO:+0100
            RRULE:FREQ=SECONDLY
            END:STANDARD
            END:VTIMEZONE

            """
        let start = ContinuousClock.now
        let meeting = try Self.read("DTSTART;TZID=Evil:20261201T100000\n" + rules.joined(separator: "\n"), zones: zone)
        #expect(meeting.start?.iso8601 == "2026-12-01T09:00:00Z")
        #expect(ContinuousClock.now - start < .seconds(60))
    }

    @Test func `what we write is read again`() throws {
        let meeting = Meeting.full
        let read = try #require(try MeetingReader.read(String(decoding: meeting.calendar(), as: UTF8.self)).first)
        #expect(read.uid == meeting.uid && read.method == meeting.method.rawValue && read.sequence == meeting.sequence)
        #expect(read.start == meeting.start && read.end == meeting.end && read.summary == meeting.title)
        #expect(read.organizer == meeting.organizer)
        var guests = meeting.attendees
        guests[1].address = "desk@xn--e1afmkfd.xn--p1ai"
        #expect(read.attendees.map(\.mailbox) == guests)
    }
}
