import Attributes
import Connecting
import ICalendar
import MIME
import Spool
import Testing

@testable import Engine

@Suite struct `A letter becomes a message` {
    @Test func `with the built-in attributes in their order`() throws {
        let letter = ReadLetter.sample { letter in
            letter.cc = [Mailbox(name: " ", address: "c@example.org")]
            letter.replyTo = [Mailbox(name: "Office", address: "office@example.org")]
            letter.inReplyTo = ["<0@example.com>"]
            letter.references = ["<a@example.com>", "<0@example.com>"]
            letter.text = nil
            letter.html = "<p>Hello<script>x</script> <b>you</b></p>"
            letter.headers = [ReadHeader(name: "X-Order", value: "A-17")]
            letter.attachments = [
                ReadAttachment(name: "../Отчёт.PDF", contentType: "application/pdf", content: [1, 2]),
                ReadAttachment(name: nil, contentType: "image/png", isInline: true, content: [3]),
            ]
        }
        let message = try TestArrival("").message(letter)
        #expect(
            message.attributes.printed() == """
                {"From":{"Name":"Анна Кузнецова","Address":"anna@example.org"},\
                "To":[{"Name":"desk@example.com","Address":"desk@example.com"}],\
                "Cc":[{"Name":"c@example.org","Address":"c@example.org"}],"Bcc":[],\
                "ReplyTo":{"Name":"Office","Address":"office@example.org"},"Subject":"Счёт Inv-17",\
                "HtmlBody":"<p>Hello <b>you</b></p>","TextBody":"Hello you\\n",\
                "RawBody":"<p>Hello<script>x</script> <b>you</b></p>",\
                "Attachments":[\
                {"Name":"Отчёт","Extension":".PDF","ContentType":"application/pdf","Inline":false},\
                {"Name":"attachment-2","Extension":".png","ContentType":"image/png","Inline":true}],\
                "Headers":[{"Name":"X-Order","Value":"A-17"}],"GlobalMessageId":"<1@example.org>",\
                "InReplyTo":"<0@example.com>","References":["<a@example.com>","<0@example.com>"],\
                "Thread":"<a@example.com>","ReceivedDate":"2026-11-30T00:53:20Z","Links":[],\
                "Contact":{"Id":"anna","Name":"Анна Кузнецова","Address":"anna@example.org","Company":null}}
                """)
        #expect(message.attachments.map(\.fileName) == ["Отчёт.PDF", "attachment-2.png"])
        #expect(message.attachments.map(\.content) == [[1, 2], [3]])
        #expect(message.sender == "Анна Кузнецова <anna@example.org>" && message.snippet == "Hello you")
        #expect(message.kind == "email" && message.needsProcessing == nil)
    }

    @Test func `that fits the route's schema, even when the letter is blank`() throws {
        let arrival = try TestArrival("attributes: {Order: {type: number, from: Headers.X-Order}}")
        for letter in [ReadLetter.sample(), .sample { $0.headers = [ReadHeader(name: "x-order", value: "1 200,5")] }] {
            let message = try arrival.message(letter)
            let checked = try arrival.route().schema.check(message.attributes, in: CheckingContext())
            #expect(throws: Never.self) { try checked.get() }
        }
        let blank = try arrival.message(ReadLetter())
        #expect(blank.attributes["From"] == .null && blank.sender == "" && blank.contact == nil)
        #expect(blank.thread.hasSuffix("@router>"))
    }

    @Test func `whose files have names of their own that harm nobody`() throws {
        let letter = ReadLetter.sample { letter in
            letter.attachments = ["a.pdf", "../A.pdf", nil].map { name in
                ReadAttachment(name: name, contentType: "application/pdf", content: [])
            }
        }
        #expect(
            try TestArrival("").message(letter).attachments.map(\.fileName) == [
                "a.pdf", "A (2).pdf", "attachment-3.pdf",
            ])
    }

    // MARK: Own attributes

    private static let text = """
        Заказ: A-17
        Сумма: 1 234,50 ₽
        Срок: 1 декабря 2026 г. в 10:00
        Оплачен: да
        Работа: 1 час 30 минут
        Отпуск: с 01.12.2026 по 05.12.2026
        Позиции: 1, 22, 333
        Client: Anna; Total: 5
        """

    @Test(
        arguments: [
            ("{type: string, from: TextBody, match: 'Заказ: (\\S+)'}", #""A-17""#),
            ("{type: string, from: TextBody, match: 'A-\\d+'}", #""A-17""#),
            ("{type: number, from: TextBody, match: 'Сумма: (.*)'}", "1234.50"),
            ("{type: datetime, from: TextBody, match: 'Срок: (.*)'}", #""2026-12-01T10:00:00+03:00""#),
            ("{type: boolean, from: TextBody, match: 'Оплачен: (\\w+)'}", "true"),
            ("{type: boolean, from: Subject, match: '(?i)срочно'}", "false"),
            ("{type: boolean, from: Subject, match: '(?i)СЧЁТ'}", "true"),
            ("{type: duration, from: TextBody, match: 'Работа: (.*)'}", #""PT1H30M""#),
            (
                "{type: period, from: TextBody, match: 'Отпуск: (.*)'}",
                #"{"Start":"2026-12-01T00:00:00+03:00","End":"2026-12-05T00:00:00+03:00"}"#
            ),
            (
                "{type: period, from: TextBody, match: 'с ([\\d.]+) по ([\\d.]+)'}",
                #"{"Start":"2026-12-01T00:00:00+03:00","End":"2026-12-05T00:00:00+03:00"}"#
            ),
            ("{type: number, array: true, from: TextBody, match: '\\b\\d{1,3}(?=)?\\b'}", ""),
            ("{type: number, array: true, from: TextBody, match: '[:,] (\\d+)\\b'}", "[1,1,1,1,22,333,5]"),
            (
                "{type: object, from: TextBody, match: 'Client: (?<Name>\\w+); Total: (?<Total>\\d+)', fields: {Name: string, Total: number}}",
                #"{"Name":"Anna","Total":5}"#
            ),
            ("{type: map, from: TextBody, match: '(?m)^(Заказ|Оплачен): (.*)$'}", #"{"Заказ":"A-17","Оплачен":"да"}"#),
            ("{type: string, from: Headers.x-priority}", #""1 (High)""#),
            ("{type: number, from: Headers.X-Priority, match: '\\d'}", "1"),
            ("{type: string, array: true, from: To.Address}", #"["desk@example.com","b@example.com"]"#),
            ("{type: string, from: 'To[1].Address'}", #""b@example.com""#),
            ("{type: string, from: 'To[7].Address'}", "null"),
            ("{type: string, from: From.Name}", #""Анна Кузнецова""#),
            ("{type: string, from: Attachments.Name, array: true}", "[]"),
            ("{type: number, from: Subject}", "null"),
            ("{type: datetime, from: ReceivedDate}", #""2026-11-30T03:53:20+03:00""#),
        ] as [(String, String)])
    func `with attributes of its own`(declaration: String, value: String) throws {
        let letter = ReadLetter.sample { letter in
            letter.text = Self.text
            letter.to.append(Mailbox(address: "b@example.com"))
            letter.headers = [ReadHeader(name: "X-Priority", value: "1 (High)")]
        }
        let keys = "locale: ru-RU\ntimezone: Europe/Moscow\nattributes:\n  Own: \(declaration)"
        if value.isEmpty {
            #expect(try TestArrival.said(keys).contains("it looks ahead or behind"))
        } else {
            #expect(try TestArrival(keys).message(letter).attributes["Own"]?.printed() == value)
        }
    }

    @Test(
        arguments: [
            ("ru-RU", "1 234,50", "1234.50"), ("ru-RU", "1234.5", "1234.5"), ("ru-RU", "1.234,50", "1234.50"),
            ("ru-RU", "−5", "-5"), ("ru-RU", "0,05", "0.05"), ("ru-RU", "1,234.50", "1234.50"), ("ru-RU", "12 34", nil),
            ("ru-RU", "1.2.3", nil), ("ru-RU", "01.12.2026", nil), ("en-US", "1,234,567", "1234567"),
            ("en-US", "1,5", nil), ("en-US", "$1,234.50", "1234.50"), ("en-US", "1 234", "1234"), ("en-US", "5 %", nil),
            ("en-US", "", nil), ("en-US", ".5", nil), ("ru-RU", "1'234,5 €", "1234.5"), ("ru-RU", "-0", "0"),
        ] as [(String, String, String?)])
    func `whose numbers are read as people write them`(locale: String, text: String, number: String?) throws {
        let reader = TypedText(type: .number, language: try #require(LanguageTag(locale)), zone: .utc)
        #expect(reader.value(of: text) == number.map { .number($0) })
    }

    @Test(
        arguments: [
            ("ru-RU", "01.12.2026", "2026-12-01T00:00:00Z"), ("ru-RU", "1.12.26 10:05", "2026-12-01T10:05:00Z"),
            ("ru-RU", "во вторник", nil), ("ru-RU", "вторник, 1 дек. 2026 г., 10:00", "2026-12-01T10:00:00Z"),
            ("ru-RU", "1 декабря 2026 10:00 МСК", "2026-12-01T07:00:00Z"), ("ru-RU", "30.02.2026", nil),
            ("en-US", "12/01/2026", "2026-12-01T00:00:00Z"), ("en-GB", "12/01/2026", "2026-01-12T00:00:00Z"),
            ("en-US", "December 1st, 2026 at 10:00 PM", "2026-12-01T22:00:00Z"),
            ("en-US", "2026/12/01", "2026-12-01T00:00:00Z"),
            ("en-US", "Tue, 1 Dec 2026 10:00:00 +0300 (MSK)", "2026-12-01T07:00:00Z"),
            ("en-US", "2026-12-01T10:00:00+03:00", "2026-12-01T07:00:00Z"),
            ("en-US", "1 Dec 2026 GMT 9:30", "2026-12-01T09:30:00Z"),
            ("en-US", "2026", nil), ("en-US", "1 2 3", nil), ("en-US", "25:00 1 Dec 2026", nil),
        ] as [(String, String, String?)])
    func `and dates`(locale: String, text: String, instant: String?) throws {
        let reader = TypedText(type: .datetime, language: try #require(LanguageTag(locale)), zone: .utc)
        #expect(reader.value(of: text) == instant.map { .string($0) })
    }

    @Test(
        arguments: [
            ("2 дня 3 часа", "P2DT3H"), ("90 min", "PT1H30M"), ("1:30", "PT1H30M"), ("1ч 5мин.", "PT1H5M"),
            ("2 weeks", "P14D"), ("PT5M", "PT5M"), ("завтра", nil), ("5", nil), ("1 час и", "PT1H"),
        ] as [(String, String?)])
    func `and durations`(text: String, duration: String?) {
        let reader = TypedText(type: .duration, language: .russian, zone: .utc)
        #expect(reader.value(of: text) == duration.map { .string($0) })
    }

    @Test(arguments: [
        (
            "{type: string, from: Subject, match: 'Ord-\\d+', required: true}",
            "the required attribute 'Own' is not in the letter: nothing in its Subject matches 'Ord-\\d+', which says 'Счёт Inv-17'"
        ),
        (
            "{type: number, from: Subject, match: 'Inv.*', required: true}",
            "the required attribute 'Own' is not in the letter: 'Inv-17' of Subject is not a number"
        ),
        (
            "{type: string, from: Headers.X-Order, required: true}",
            "the required attribute 'Own' is not in the letter: its Headers.X-Order is blank"
        ),
        (
            "{type: string, array: true, from: Subject, match: 'x', not-empty: true}",
            "the attribute 'Own' is not in the letter: nothing in its Subject matches 'x', which says 'Счёт Inv-17'"
        ),
        (
            "{type: string, from: Subject, match: 'Inv(-?x?)', not-empty: true}", ""
        ),
        (
            "{type: string, from: Subject, match: 'Inv-17(x?)', not-empty: true}",
            "the attribute 'Own' must not be empty, and Subject has an empty one"
        ),
    ])
    func `or is kept with the reason, and still listed`(declaration: String, reason: String) throws {
        let arrival = try TestArrival("attributes:\n  Own: \(declaration)\n  Other: {type: string, from: Subject}")
        switch try arrival.understand(.sample()) {
        case .success: #expect(reason == "")
        case .failure(let problem):
            #expect(problem.reason.message == reason)
            #expect(problem.reason.code == "missing-attribute")
            #expect(
                problem.reason.help
                    == "mend 'attributes:' in routes/r.yaml if the letter is right, then 'router inbox retry'")
            #expect(problem.message.subject == "Счёт Inv-17" && problem.message.attributes["Other"] == "Счёт Inv-17")
        }
    }

    @Test func `naming all that is missing at once`() throws {
        let arrival = try TestArrival(
            "attributes:\n  A: {type: string, from: Headers.A, required: true}\n  B: {type: string, from: Headers.B, required: true}"
        )
        let problem = try #require(throws: Misunderstanding.self) { try arrival.understand(.sample()).get() }
        #expect(problem.reason.message.contains("'A'") && problem.reason.message.contains("'B'"))
    }
}
