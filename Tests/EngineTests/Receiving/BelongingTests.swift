import Attributes
import Connecting
import ICalendar
import MIME
import Spool
import Testing

@testable import Engine

@Suite struct `A message belongs to` {
    // MARK: Contacts

    @Test(
        arguments: [
            ("anna@example.org", ["john@example.org"], [], "anna"), ("ANNA@Example.org", [], [], "anna"),
            ("ivan@example.com", ["john@example.org"], [], "john"),
            ("x@example.org", ["ivan@example.com"], ["anna@example.org"], "anna"),
            ("ivan@example.com", ["desk@example.com"], [], nil), ("x@example.org", ["y@example.org"], [], nil),
        ] as [(String, [String], [String], String?)])
    func `its contact: the sender, else to and cc, and never to one of the staff`(
        from: String, to: [String], cc: [String], contact: String?
    ) throws {
        let letter = ReadLetter.sample { letter in
            letter.from = [Mailbox(address: from)]
            letter.to = to.map { Mailbox(address: $0) }
            letter.cc = cc.map { Mailbox(address: $0) }
        }
        #expect(try TestArrival("").message(letter).contact == contact)
    }

    // MARK: Threads

    @Test(
        arguments: [
            (["<b@x>"], ["<a@x>", "<b@x>"], [:], "<a@x>"), (["<b@x>"], [], [:], "<b@x>"),
            ([], [], [:], "<1@example.org>"),
            (["<b@x>"], ["<a@x>", "<b@x>"], ["<b@x>": "<ours@x>", "<a@x>": "<older@x>"], "<ours@x>"),
            ([], ["<a@x>", "<b@x>"], ["<a@x>": "<older@x>"], "<older@x>"),
        ] as [([String], [String], [String: String], String)])
    func `its conversation: the nearest letter that is known, else the first that is named, else itself`(
        inReplyTo: [String], references: [String], known: [String: String], thread: String
    ) throws {
        var surroundings = TestArrival.surroundings()
        surroundings.thread = { known[$0] }
        let letter = ReadLetter.sample { letter in
            letter.inReplyTo = inReplyTo
            letter.references = references
            letter.subject = "Re: the same subject says nothing"
        }
        let arrival = try TestArrival("")
        let message = try arrival.message(letter, in: surroundings)
        #expect(message.thread == thread && message.attributes["Thread"] == .string(thread))
        let questions = try arrival.route().questions(about: letter, in: surroundings)
        #expect(Set(questions.messageIDs) == Set(inReplyTo + references))
    }

    // MARK: Links

    private static let rules = """
        links:
          - {name: invoice, match: 'Inv-[0-9]+', object: Invoice, key: Number, in: tables/invoices.csv}
          - {name: order, from: TextBody, match: 'заказ ([A-Z]-[0-9]+)', object: Order, key: Number}
          - {name: case, from: Case, match: '[0-9]+', object: Case, key: Id, settles: false}
        attributes:
          Case: {type: string, from: Headers.X-Case}
        """

    @Test(
        arguments: [
            ("anna@example.org", "Inv-17", "", "", ["Invoice Inv-17"], false),
            ("anna@example.org", "Inv-99", "", "", [], true),
            ("x@example.org", "Inv-17", "заказ A-5", "", ["Invoice Inv-17", "Order A-5"], true),
            ("anna@example.org", "", "заказ A-5, заказ A-5", "", ["Order A-5"], false),
            ("anna@example.org", "", "", "case 7", ["Case 7"], true),
            ("anna@example.org", "Inv-18", "", "case 7", ["Invoice Inv-18", "Case 7"], false),
        ] as [(String, String, String, String, [String], Bool)])
    func `the objects that it speaks of, and then it needs no processing`(
        from: String, subject: String, text: String, header: String, links: [String], needsProcessing: Bool
    ) throws {
        let arrival = try TestArrival(Self.rules, files: ["tables/invoices.csv": "Number;Sum\nInv-17;5\n Inv-18 ;6\n"])
        let message = try arrival.message(
            .sample { letter in
                letter.from = [Mailbox(address: from)]
                letter.subject = subject
                letter.text = text
                letter.headers = header.isEmpty ? [] : [ReadHeader(name: "X-Case", value: header)]
            })
        #expect(message.links.map { "\($0.object) \($0.value)" } == links)
        #expect(message.needsProcessing == needsProcessing)
        guard case .array(let shown)? = message.attributes["Links"] else {
            Issue.record("no links")
            return
        }
        #expect(shown.compactMap { $0["Value"]?.text } == links.map { String($0.split(separator: " ")[1]) })
    }

    @Test func `objects that a table has by now`() throws {
        let rule = "links: [{name: i, match: 'Inv-[0-9]+', object: Invoice, key: Number, in: tables/i.json}]"
        let arrival = try TestArrival(rule, files: ["tables/i.json": #"[{"Number": "Inv-1"}]"#])
        let route = try arrival.route()
        func links() -> [String] {
            let facts = ArrivalFacts(id: UUIDv7(), received: TestArrival.now)
            let letter = ReadLetter.sample { $0.subject = "Inv-1 Inv-2" }
            let message = try? route.understand(letter, arrival: facts, in: TestArrival.surroundings()).get()
            return message?.links.map(\.value) ?? ["misunderstood"]
        }
        #expect(links() == ["Inv-1"])
        try arrival.workspace.write(#"[{"Number": "Inv-1"}, {"Number": "Inv-2"}]"#, to: "tables/i.json")
        #expect(links() == ["Inv-1", "Inv-2"])
        // Half-written, the file leaves what it said before.
        try arrival.workspace.write(#"[{"Numb"#, to: "tables/i.json")
        #expect(links() == ["Inv-1", "Inv-2"])
        try arrival.workspace.write(#"[]"#, to: "tables/i.json")
        #expect(links() == [])
    }

    @Test func `objects that a connection is asked for first`() throws {
        let rule =
            "links: [{name: i, match: 'Inv-\\S+', object: Invoice, key: Number, in: {connection: bpm, path: /i/<Key>}}]"
        let arrival = try TestArrival(rule)
        let letter = ReadLetter.sample { $0.subject = "Inv-1 Inv-2/.. Inv-3" }
        let questions = try arrival.route().questions(about: letter, in: TestArrival.surroundings()).links
        #expect(questions.map(\.path) == ["/i/Inv-1", "/i/Inv-2%2F..", "/i/Inv-3"])
        var surroundings = TestArrival.surroundings()
        surroundings.isKnown = { ["Inv-1": true, "Inv-2/..": false][$0.value] }
        // Where nobody answered, the letter says so, and that is what is known.
        #expect(try arrival.message(letter, in: surroundings).links.map(\.value) == ["Inv-1", "Inv-3"])
    }

    // MARK: Meetings

    private static func answer(
        _ participation: String?, sequence: Int = 2, from: String = "anna@example.org", organizer: Bool = true
    ) -> ReadMeeting {
        var meeting = ReadMeeting(method: "REPLY", uid: "u1")
        meeting.sequence = sequence
        meeting.comment = "Буду позже"
        meeting.attendees = [ReadAttendee(mailbox: Mailbox(address: from), participation: participation)]
        if organizer { meeting.organizer = Mailbox(address: "robot@example.com") }
        return meeting
    }

    @Test(
        arguments: [
            (answer("ACCEPTED"), SentInvitation(sequence: 2, attendees: ["Anna@example.org"]), "accepted false true"),
            (
                answer("DECLINED", sequence: 1), SentInvitation(sequence: 2, attendees: ["anna@example.org"]),
                "declined true true"
            ),
            (
                answer("TENTATIVE", organizer: false), SentInvitation(sequence: 2, attendees: ["john@example.org"]),
                "tentative false false"
            ),
            (answer("ACCEPTED"), SentInvitation(sequence: 2, attendees: nil), "accepted false null"),
            (answer(nil), nil, "null false null"),
        ] as [(ReadMeeting, SentInvitation?, String)])
    func `the meeting that it answers`(meeting: ReadMeeting, sent: SentInvitation?, words: String) throws {
        var surroundings = TestArrival.surroundings(meetings: [meeting])
        surroundings.invitation = { $0 == "u1" ? sent : nil }
        let letter = ReadLetter.sample { $0.calendars = [ReadCalendarPart(method: "REPLY", text: "BEGIN:VCALENDAR")] }
        let arrival = try TestArrival("")
        #expect(try arrival.route().questions(about: letter, in: surroundings).uids == ["u1"])
        let message = try arrival.message(letter, in: surroundings)
        let answer = try #require(message.attributes["Answer"])
        let flags = ["Status", "IsStale", "IsInvited"].compactMap { answer[$0]?.printed().filter { $0 != "\"" } }
        #expect(flags.joined(separator: " ") == words)
        #expect(answer["Comment"] == "Буду позже" && answer["Attendee"]?["Address"] == "anna@example.org")
        let checked = try arrival.route().schema.check(message.attributes, in: CheckingContext())
        #expect(throws: Never.self) { try checked.get() }
    }

    @Test func `or the meeting that it invites to`() throws {
        var meeting = ReadMeeting(method: "REQUEST", uid: "u2")
        (meeting.start, meeting.end) = (TestArrival.now, TestArrival.now + .seconds(3600))
        meeting.location = "Room 42"
        meeting.attendees = [
            ReadAttendee(mailbox: Mailbox(name: "A", address: "a@x.org"), participation: "NEEDS-ACTION")
        ]
        let letter = ReadLetter.sample { $0.calendars = [ReadCalendarPart(method: "REQUEST", text: "BEGIN:VCALENDAR")] }
        let message = try TestArrival("").message(letter, in: TestArrival.surroundings(meetings: [meeting]))
        let names = ["Location", "Start", "End", "Uid", "Sequence", "Method", "Attendees", "Answer"]
        #expect(
            names.map { message.attributes[$0]?.printed() ?? "missing" } == [
                #""Room 42""#, #""2026-11-30T00:53:20Z""#, #""2026-11-30T01:53:20Z""#, #""u2""#, "0", #""REQUEST""#,
                #"[{"Name":"A","Address":"a@x.org","Status":"needs-action"}]"#, "null",
            ])
    }

    // MARK: Answering by itself

    private static func with(_ name: String, _ value: String) -> ReadLetter {
        .sample { $0.headers = [ReadHeader(name: name, value: value)] }
    }

    @Test(
        arguments: [
            (ReadLetter.sample(), nil), (with("Auto-Submitted", "no"), nil),
            (with("Auto-Submitted", "auto-replied (vacation)"), "was made by a program (Auto-Submitted: auto-replied)"),
            (with("auto-submitted", "Auto-Generated; x=y"), "was made by a program (Auto-Submitted: auto-generated)"),
            (with("Return-Path", "<>"), "has no sender to answer to (Return-Path: <>)"),
            (with("Return-Path", "<anna@example.org>"), nil),
            (with("List-Id", "<l.example.org>"), "is from a mailing list (List-Id)"),
            (with("Precedence", "Bulk"), "was sent to many (Precedence: bulk)"),
            (with("Precedence", "first-class"), nil),
            (
                with("X-Auto-Response-Suppress", "DR, AutoReply"),
                "asks not to be answered by programs (X-Auto-Response-Suppress)"
            ),
            (with("X-Auto-Response-Suppress", "DR"), nil), (.sample { $0.from = [] }, "has no sender"),
            (.sample { $0.from = [Mailbox(address: "ROBOT@example.com")] }, "is from ourselves"),
            (.sample { $0.replyTo = [Mailbox(address: "robot@example.com")] }, "is from ourselves"),
            (
                .sample { $0.from = [Mailbox(address: "no-reply+1@shop.org")] },
                "is from an address that nobody reads (no-reply+1@shop.org)"
            ),
            (
                .sample { $0.from = [Mailbox(address: "MAILER-DAEMON@x.org")] },
                "is from an address that nobody reads (MAILER-DAEMON@x.org)"
            ),
            (.sample { $0.notice = DeliveryNotice(recipients: []) }, "is a delivery notice"),
        ] as [(ReadLetter, String?)])
    func `those that no program may answer`(letter: ReadLetter, words: String?) {
        #expect(AutoReply.refusal(for: letter, own: ["robot@example.com"]) == words)
    }
}
