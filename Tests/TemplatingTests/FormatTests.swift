import Attributes
import Templating
import Testing

@Suite struct FormatTests {
    @Test(arguments: [
        ("<Start>", "1 дек. 2026 г., 10:00", "Dec 1, 2026, 10:00 AM", "1 Dec 2026, 10:00"),
        ("<Count>", "1234567,891", "1234567.891", "1234567.891"),
        ("<Done>", "да", "yes", "yes"),
        ("<Length>", "1 час 30 минут", "1 hour 30 minutes", "1 hour 30 minutes"),
        ("<Stay>", "1 дек. 2026 г., 10:00 – 11:00", "Dec 1, 2026, 10:00 AM – 11:00 AM", "1 Dec 2026, 10:00 – 11:00"),
        ("<Client>", "Иван Петров", "Иван Петров", "Иван Петров"),
        (
            "<Participants>", "Иван Петров, eve@example.com", "Иван Петров, eve@example.com",
            "Иван Петров, eve@example.com"
        ),
        ("<Title>", "Планёрка", "Планёрка", "Планёрка"),
        ("<Stay.Start:HH>-<Stay.End:HH>", "10-11", "10-11", "10-11"),
        ("<Count:#,##0.00>", "1\u{A0}234\u{A0}567,89", "1,234,567.89", "1,234,567.89"),
    ])
    func `each type has a usual form, in the language of the letter`(
        _ template: String, _ russian: String, _ american: String, _ british: String
    ) {
        #expect(Sample.fill(template, as: Sample.russian) == russian)
        #expect(Sample.fill(template, as: Sample.american) == american)
        #expect(Sample.fill(template, as: Sample.british) == british)
    }

    @Test(arguments: [
        ("dd.MM.yyyy HH:mm", "01.12.2026 10:00", "01.12.2026 10:00"),
        ("d MMMM", "1 декабря", "1 December"),
        ("MMMM yyyy", "декабрь 2026", "December 2026"),
        ("d LLLL", "1 декабрь", "1 December"),
        ("d MMM yy", "1 дек. 26", "1 Dec 26"),
        ("EEEE, d MMMM y 'г.'", "вторник, 1 декабря 2026 г.", "Tuesday, 1 December 2026 г."),
        ("E", "вт", "Tue"),
        ("h:mm:ss.SSS a", "10:00:05.070 AM", "10:00:05.070 AM"),
        ("H 'o''clock'", "10 o'clock", "10 o'clock"),
        ("HHmmZ", "1000+0000", "1000+0000"),
        ("HH:mmxxx", "10:00+00:00", "10:00+00:00"),
        ("HH:mmXXX", "10:00Z", "10:00Z"),
        ("HH x z", "10 +00 UTC", "10 +00 UTC"),
        ("M/d", "12/1", "12/1"),
    ])
    func `a date pattern`(_ pattern: String, _ russian: String, _ english: String) {
        #expect(Sample.fill("<Start:\(pattern)>") == russian)
        #expect(Sample.fill("<Start:\(pattern)>", as: Sample.american) == english)
    }

    @Test(arguments: [
        (1, "января", "январь", "янв.", "янв."), (3, "марта", "март", "мар.", "март"), (5, "мая", "май", "мая", "май"),
    ])
    func `a Russian month beside a day is in the genitive`(
        _ month: Int, _ of: String, _ alone: String, _ short: String, _ shortAlone: String
    ) {
        let instant = Instant(seconds: CivilTime(year: 2026, month: month, day: 2).secondsAsIfUTC)
        #expect(Sample.fill("<Start:d MMMM>", ["Start": .datetime(instant)]) == "2 \(of)")
        #expect(Sample.fill("<Start:LLLL> <Start:MMMM>", ["Start": .datetime(instant)]) == "\(alone) \(alone)")
        #expect(Sample.fill("<Start:d MMM> <Start:MMM>", ["Start": .datetime(instant)]) == "2 \(short) \(shortAlone)")
    }

    @Test(arguments: [(0, "12 AM"), (1, "1 AM"), (12, "12 PM"), (23, "11 PM")])
    func `the clock of twelve hours has no hour nought`(_ hour: Int, _ expected: String) {
        let instant = Instant(seconds: CivilTime(year: 2026, month: 2, day: 28, hour: hour).secondsAsIfUTC)
        #expect(Sample.fill("<Start:h a>", ["Start": .datetime(instant)]) == expected)
    }

    @Test(arguments: [
        ("0.00", "1234.565", "1234.57"), ("0.00", "1234.564999", "1234.56"), ("0", "0.5", "1"), ("0", "1.5", "2"),
        ("0", "2.5", "3"), ("0", "-2.5", "-3"), ("0.0", "-0.04", "0.0"), ("0", "999.5", "1000"),
        ("#,##0.00", "1234567.891", "1,234,567.89"), ("#,##0", "999", "999"), ("#,##0", "1000", "1,000"),
        ("#,##0.###", "1234.5", "1,234.5"), ("#.##", "0.5", ".5"), ("#.##", "0", "0"), ("0000", "42", "0042"),
        ("0,000", "42", "0,042"), ("0%", "0.256", "26%"), ("0.0 %", "1.5", "150.0 %"), ("$0.00", "3", "$3.00"),
        ("0 'шт. #1'", "3", "3 шт. #1"), ("#,##0 ₽", "12345", "12,345 ₽"), ("0;(0)", "-7", "(7)"), ("0;(0)", "7", "7"),
        ("#,##,##0", "1234567", "12,34,567"), ("0.00", "0.001", "0.00"), ("0.00", "0.005", "0.01"),
        ("00.00", "123456789012345678901234567890.125", "123456789012345678901234567890.13"), ("0%", "-1", "-100%"),
    ])
    func `a number pattern rounds half up on exact decimals`(_ pattern: String, _ number: String, _ expected: String) {
        let filled = Sample.fill("<Count:\(pattern)>", ["Count": .number(Sample.number(number))], as: Sample.american)
        #expect(filled == expected)
    }

    @Test(arguments: [("0", "0"), ("-0.5", "-0.5"), ("10.50", "10.50"), ("0.001", "0.001"), ("-1234567", "-1234567")])
    func `a number without a pattern stays as it came, without groups`(_ number: String, _ expected: String) {
        let value = Value.number(Sample.number(number))
        #expect(Sample.fill("<Count>", ["Count": value], as: Sample.american) == expected)
        #expect(Sample.fill("<Count>", ["Count": value]) == expected.replacing(".", with: ","))
    }

    @Test(arguments: [
        (Duration.seconds(3600), "1 час", "1 hour"), (.seconds(7200), "2 часа", "2 hours"),
        (.seconds(5 * 3600), "5 часов", "5 hours"), (.seconds(11 * 3600), "11 часов", "11 hours"),
        (.seconds(21 * 3600), "21 час", "21 hours"), (.seconds(22 * 60), "22 минуты", "22 minutes"),
        (.seconds(12 * 60), "12 минут", "12 minutes"), (.seconds(0), "0 минут", "0 minutes"),
        (.seconds(90_061), "1 день 1 час 1 минута 1 секунда", "1 day 1 hour 1 minute 1 second"),
        (.milliseconds(1500), "1,5 секунды", "1.5 seconds"), (.seconds(-60), "минус 1 минута", "minus 1 minute"),
    ])
    func `a duration is told in words`(_ duration: Duration, _ russian: String, _ english: String) {
        #expect(Sample.fill("<Length>", ["Length": .duration(duration)]) == russian)
        #expect(Sample.fill("<Length>", ["Length": .duration(duration)], as: Sample.american) == english)
    }

    @Test func `a period of several days has two whole ends, and ends that look alike stand once`() {
        let end = Instant(seconds: Sample.start.seconds + 2 * 86_400)
        let long = ["Stay": Value.period(Period(start: Sample.start, end: end))]
        #expect(Sample.fill("<Stay>", long) == "1 дек. 2026 г., 10:00 – 3 дек. 2026 г., 10:00")
        #expect(Sample.fill("<Stay:dd.MM.yyyy>", long) == "01.12.2026 – 03.12.2026")
        #expect(Sample.fill("<Stay:dd.MM.yyyy>") == "01.12.2026")
    }

    @Test func `arrays are joined by a comma, or by what join says`() {
        #expect(Sample.fill("<Tags>") == "red, blue")
        #expect(Sample.fill("<Tags:join(\"; \")>") == "red; blue")
        #expect(Sample.fill("<Participants:join(' и ')>") == "Иван Петров и eve@example.com")
        #expect(Sample.fill("<Tags>", ["Tags": .list([.string("a"), .string(""), .string("b")])]) == "a, b")
    }

    @Test(arguments: [
        ("<Title:dd.MM>", "[dd.MM]: 'dd.MM' does not fit 'Title', a string (write <Title>)"),
        (
            "<Start:0.00>",
            "[0.00]: '0.00' does not fit 'Start', a datetime (write a date pattern: <Start:dd.MM.yyyy HH:mm>)"
        ),
        ("<Start:>", "[]: '' does not fit 'Start', a datetime (write a date pattern: <Start:dd.MM.yyyy HH:mm>)"),
        (
            "<Count:dd.MM>",
            "[dd.MM]: '.' is out of place in a number pattern (write a pattern such as #,##0.00, and words in quotes: #,##0.00 'руб.')"
        ),
        ("<Count:abc>", "[abc]: 'abc' does not fit 'Count', a number (write a number pattern: <Count:#,##0.00>)"),
        (
            "<Count:0.00 руб.>",
            "[0.00 руб.]: '.' is out of place in a number pattern (write a pattern such as #,##0.00, and words in quotes: #,##0.00 'руб.')"
        ),
        (
            "<Count:0#>",
            "[0#]: '#' is out of place in a number pattern (write a pattern such as #,##0.00, and words in quotes: #,##0.00 'руб.')"
        ),
        ("<Start:DD.MM.YYYY>", "[DD.MM.YYYY]: 'D' is no letter of a date pattern (did you mean 'dd'?)"),
        ("<Start:dd.MM.YYYY>", "[dd.MM.YYYY]: 'Y' is no letter of a date pattern (did you mean 'yyyy'?)"),
        (
            "<Start:d MMMM at HH>",
            "[d MMMM at HH]: 't' is no letter of a date pattern (put words into quotes, as in <Start:d MMMM 'at' HH:mm>)"
        ),
        ("<Start:MMMMMM>", "[MMMMMM]: 'MMMMMM' means nothing in a date pattern (write at most 'MMMM')"),
        (
            "<Start:join(\", \")>",
            "[join(\", \")]: 'join(\", \")' does not fit 'Start', a datetime (write a date pattern: <Start:dd.MM.yyyy HH:mm>)"
        ),
        ("<Tags:join(x)>", "[join(x)]: 'join(x)' is not a join (write <Tags:join(\"; \")>)"),
        ("<Tags:html>", "[html]: 'html' does not fit 'Tags', an array of string (write <Tags:join(\"; \")>)"),
        ("<Done:да>", "[да]: 'да' does not fit 'Done', a boolean (write <Done>)"),
        ("<Length:HH>", "[HH]: 'HH' does not fit 'Length', a duration (write <Length>)"),
        ("<Body:html>", "[html]: HTML can only be inserted into an HTML body (leave out :html)"),
    ])
    func `a format that does not fit the type says what fits`(_ template: String, _ said: String) {
        #expect(Sample.fill(template) == "placeholder-format \(said)")
    }

    @Test func `minutes where months are meant are warned of`() {
        #expect(
            Sample.fill("<Start:dd.mm.yyyy>")
                == "warning placeholder-format [dd.mm.yyyy]: 'm' are minutes, and this pattern has no hour (write <Start:dd.MM.yyyy> for months)"
        )
    }

    @Test(arguments: [
        ("<Order>", "[<Order>]: 'Order' is an object, which has no text (name one of its fields: <Order.Number>)"),
        (
            "{Orders|}",
            "[{Orders|}]: 'Orders' is an object, which has no text (name one of its fields: {Orders[0].Number|})"
        ),
        (
            "<Extra>",
            "[<Extra>]: 'Extra' is a map, which has no text (declare an object with fields instead of the map, and name one of them)"
        ),
        ("<Agenda|>", "[<Agenda|>]: 'Agenda' is a document, which has no text (put it under attachments: [<Agenda|>])"),
    ])
    func `object, map and document in a text are check errors`(_ template: String, _ said: String) {
        #expect(Sample.fill(template) == "placeholder-type \(said)")
        #expect(Sample.fill("a \(template)", in: .list) == "placeholder-type \(said)")
    }
}
