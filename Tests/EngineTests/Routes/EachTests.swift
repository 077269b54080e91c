import Attributes
import ICalendar
import MIME
import Testing

@testable import Engine

struct EachTests {
    private static let email = "each: People\nto: {account: <People>}\n"

    @Test
    func `each item is a letter, in its own language and zone`() throws {
        let letters = try TestRoute(
            Self.email + "subject: <Start:d MMMM HH:mm> <People.Name>", route: "locale: ru-RU\ntimezone: Asia/Tokyo"
        ).letters(["People": ["ivan", "john", ["Name": "Guest", "Address": "g@x.org"]]])
        #expect(
            letters.map { "\($0.people) \($0.draft.subject)" } == [
                "to: Иван Петров <ivan@example.com> 1 декабря 13:00 Иван Петров",
                "to: John Smith <john@example.org> 1 December 10:00 John Smith",
                "to: Guest <g@x.org> 1 декабря 19:00 Guest",
            ])
    }

    @Test
    func `an empty list makes no letter`() throws {
        #expect(try TestRoute(Self.email).letters(["People": []]).isEmpty)
    }

    @Test(arguments: [
        ("subject: <People[0].Name>", "routes/r.yaml:21 [[0]]: 'People' is not an array (leave out [0])"),
        ("subject: <People>", ""),
    ])
    func `inside, the list is the item`(line: String, problem: String) throws {
        let said = try TestRoute.said(Self.email + line)
        #expect(said == problem)
    }

    @Test(arguments: [
        ("each: Peple", "routes/r.yaml:19 [Peple]: there is no attribute 'Peple' (did you mean 'People'?)"),
        (
            "each: <Nobody>",
            "routes/r.yaml:19 [<Nobody>]: there is no attribute 'Nobody' (name an attribute with 'array: true')"
        ),
        ("each: Title", "routes/r.yaml:19 [Title]: 'Title' is not a list (declare it with 'array: true')"),
        ("each: '{People}'", ""), ("each: <People>", ""),
    ])
    func `each names a list`(line: String, problem: String) throws {
        let said = try TestRoute.said(line)
        #expect(said == problem)
    }

    @Test
    func `all letters are rendered before any, and pointers name the item`() throws {
        let found = try TestRoute.fill(
            "each: Emails\nto: <Emails>\nsubject: <Emails> <Note|x>", ["Emails": ["a@x.org", "b", "c@x.org", "d"]]
        ) { $0.people }
        #expect(
            found == """
                data: /Emails/1: expected one e-mail address such as ivan@example.com, found 'b': has no @
                data: /Emails/3: expected one e-mail address such as ivan@example.com, found 'd': has no @
                """)
    }

    @Test(
        arguments: [
            ("", ["ivan@example.com", "john@example.org"]), ("attendees: own", nil),
            ("attendees: [{account: <Person>}]", ["ivan@example.com"]),
        ] as [(String, [String]?)])
    func `a meeting's guests are all, or each alone, or a list`(line: String, guests: [String]?) throws {
        let letters = try TestRoute(Self.email + "meeting:\n  start: <Start>\n  \(line)\n").letters()
        #expect(letters.count == 2)
        for letter in letters {
            #expect(letter.meeting?.attendees.map(\.address) == guests ?? letter.draft.to.map(\.address))
        }
        // One meeting, whoever reads of it.
        #expect(Set(letters.map { $0.meeting?.uid }).count == 1)
    }
}
