import Attributes
import MIME
import Testing

@testable import Engine

struct RecipientTests {
    @Test(arguments: [
        ("to: a@x.org", "to: a@x.org"),
        ("to: Desk <desk@x.org>", "to: Desk <desk@x.org>"),
        ("to: '\"Desk, Ltd\" <desk@x.org>'", "to: Desk, Ltd <desk@x.org>"),
        ("to: <Title> <desk@x.org>", "to: Plan <desk@x.org>"),
        ("to: <Email>", "to: a@x.org"),
        ("to: '<Email|b@x.org>'", "to: a@x.org"),
        ("to: {address: <Email>, name: <Title>}", "to: Plan <a@x.org>"),
        ("to: {account: <Person>}", "to: Иван Петров <ivan@example.com>"),
        ("to: <Person>", "to: Иван Петров <ivan@example.com>"),
        ("to: <Order.Owner.Address>", "to: john@example.org"),
        // An array of accounts outside each gives all of them.
        ("to: {account: <People>}", "to: Иван Петров <ivan@example.com>, John Smith <john@example.org>"),
        ("to: [<People>, a@x.org]", "to: Иван Петров <ivan@example.com>, John Smith <john@example.org>, a@x.org"),
        ("to: ${env:OPS}", "to: ops@example.com"),
        // Semicolons, in the template and in the values.
        ("cc: a@x.org; b@x.org", "to: a@x.org; cc: a@x.org, b@x.org"),
        ("cc: <Cc>", "to: a@x.org; cc: c@x.org, d@x.org"),
        ("cc: {address: \"e@x.org; <Cc|>\", name: \"E; C\"}", "to: a@x.org; cc: E <e@x.org>, C <c@x.org>, d@x.org"),
        ("bcc: E <e@x.org>; <Cc>", "to: a@x.org; bcc: E <e@x.org>, c@x.org, d@x.org"),
        ("cc: <Emails>", "to: a@x.org; cc: m@x.org, n@x.org"),
        ("cc: {address: e@x.org; f@x.org, name: E}", "to: a@x.org; cc: E <e@x.org>, f@x.org"),
        ("cc: {address: e@x.org; f@x.org, name: ; F}", "to: a@x.org; cc: e@x.org, F <f@x.org>"),
        ("cc: \"e@x.org;\"", "to: a@x.org; cc: e@x.org"),
        ("cc: '<Note|e@x.org;f@x.org>'", "to: a@x.org; cc: e@x.org, f@x.org"),
        // A blank address drops together with its name.
        ("cc: {address: <Note>; e@x.org, name: N; E}", "to: a@x.org; cc: E <e@x.org>"),
        ("cc: {address: <Note>, name: <Title>}", "to: a@x.org"),
        ("to: [<Note>, b@x.org]", "to: b@x.org"),
        // Duplicates, also of another case.
        ("to: [b@x.org, B@x.org]", "to: b@x.org"),
    ])
    func `recipients are what the route and the data say`(email: String, people: String) throws {
        let found = try TestRoute.fill(email, ["Cc": "c@x.org; d@x.org", "Emails": ["m@x.org", "n@x.org"]]) {
            $0.people
        }
        #expect(found == people)
    }

    @Test
    func `whoever stands twice gets one RCPT`() throws {
        let letter = try #require(try TestRoute("to: b@x.org\ncc: [B@x.org, c@x.org]\nbcc: c@x.org").letters().first)
        #expect(letter.recipients == ["b@x.org", "c@x.org"])
        #expect(letter.people == "to: b@x.org; cc: B@x.org, c@x.org; bcc: c@x.org")
    }

    @Test(arguments: [
        (
            "to: a@x.org; b@x.org",
            "routes/r.yaml:19 [a@x.org; b@x.org]: one address belongs here, and a semicolon separates several (write a list, each address as an item of its own)"
        ),
        (
            "to: <Emails>",
            "routes/r.yaml:19 [<Emails>]: one address belongs here, and 'Emails' is a list (write 'each:' for a letter to each, use cc, or declare accounts: {account: <…>})"
        ),
        (
            "to: <Start>",
            "routes/r.yaml:19 [<Start>]: 'Start' is a datetime, not an address (use an attribute of type string or account)"
        ),
        (
            "to: {address: <Person>}",
            "routes/r.yaml:19 [<Person>]: 'Person' is an account, not an address (write {account: <Person>}, or <Person.Address>)"
        ),
        (
            "to: <Title> <Email>",
            #"routes/r.yaml:19 [<Title> <Email>]: an address has no space and no comma in it (write {address: "<Email>", name: "<Name>"} for an address with a name)"#
        ),
        (
            "to: {account: <Email>}",
            "routes/r.yaml:19 [<Email>]: an attribute of type account belongs here (write {account: <Person>}, or {address: …, name: …} for an address)"
        ),
        (
            "to: {account: '<Person|ivan>'}",
            "routes/r.yaml:19 [<Person|ivan>]: 'ivan' can't stand for an account (write <Person|>: blank is allowed here)"
        ),
        (
            "from: {account: <People>}",
            "routes/r.yaml:19 [<People>]: one account belongs here, and 'People' is a list (take one: <People[0]>)"
        ),
        (
            "from: <People>",
            "routes/r.yaml:19 [<People>]: one account belongs here, and 'People' is a list (take one: <People[0]>)"
        ),
        ("to: ivan", "routes/r.yaml:19 [ivan]: 'ivan' is not an address: it has no @ (write it as ivan@example.com)"),
        (
            "reply-to: x@",
            "routes/r.yaml:19 [x@]: 'x@' is not an address: it has nothing after its @ (write it as ivan@example.com)"
        ),
        ("to: ' '", "routes/r.yaml:19 [ ]: the address is blank (write the address)"),
        (
            "cc: {address: a@x.org, name: A; B}",
            "routes/r.yaml:19 [A; B]: 2 names for 1 address (names pair with addresses by position: take one away, or add its address)"
        ),
        (
            "cc: a@x.org; b",
            "routes/r.yaml:19 [b]: 'b' is not an address: it has no @ (write it as ivan@example.com)"
        ),
        (
            "cc: x<Emails>@x.org",
            "routes/r.yaml:19 [x<Emails>@x.org]: one address belongs here, and 'Emails' is a list (separate it from what stands around it with ';')"
        ),
        (
            "to: {account: <Person>, name: X}",
            "routes/r.yaml:19 [{account: <Person>, name: X}]: an account brings its own address and name (keep 'account', or write 'address' and 'name' instead of it)"
        ),
        (
            "to: {name: X}",
            #"routes/r.yaml:19 [{name: X}]: a recipient needs 'account' or 'address' (write {account: <Person>}, or {address: "<Email>", name: "<Name>"})"#
        ),
        (
            "to: {Email}",
            #"routes/r.yaml:19 [{Email}]: expected a text, and YAML reads a mapping here (quote it: to: "{Email}")"#
        ),
        ("to: []", "routes/r.yaml:19 [[]]: the letter goes to nobody (write 'to:', 'cc:' or 'bcc:')"),
        ("cc: <Ccc>", "routes/r.yaml:19 [<Ccc>]: 'Ccc' is not declared (did you mean 'Cc'?)"),
    ])
    func `a recipient that can't be is named`(email: String, problem: String) throws {
        let said = try TestRoute.said(email)
        #expect(said == problem)
    }

    @Test(
        arguments: [
            // Data can't add recipients to `to`.
            ("to: <Email>", ["Email": "a@x.org; b@x.org"], "/Email: expected one e-mail address"),
            ("to: <Email>", ["Email": "a@x.org, b@x.org"], "/Email: expected one e-mail address"),
            ("to: {address: <Email>, name: <Title>}", ["Email": "a@x.org\r\nBcc: b@x.org"], "/Email: expected "),
            ("to: {address: <Email>, name: <Title>}", ["Title": "a\nBcc: b@x.org"], "/Title: expected "),
            ("cc: <Cc>", ["Cc": "a@x.org; b"], "/Cc: expected one e-mail address such as ivan@example.com, found 'b'"),
            // Nobody is left.
            ("to: <Note>", [:], "expected at least one recipient, found none: to, cc and bcc are blank"),
            ("to: <Cc>", ["Cc": " "], "expected at least one recipient, found none: to, cc and bcc are blank"),
        ] as [(String, [String: JSON], String)])
    func `data that make no recipients are refused`(email: String, data: [String: JSON], problem: String) throws {
        let found = try TestRoute.fill(email, data) { $0.people }
        #expect(found.hasPrefix("data: \(problem)"), "\(found)")
        #expect(!found.contains("\n"))
    }

    @Test(arguments: [
        ("from: hr@x.org", "hr@x.org"), ("from: {address: <Note|>, name: HR}", "Robot <robot@example.com>"),
        ("from: HR <hr@x.org>", "HR <hr@x.org>"), ("from: {account: <Person>}", "Иван Петров <ivan@example.com>"),
        ("", "Robot <robot@example.com>"),
    ])
    func `a letter comes from the route's sender, else from the connection's`(email: String, from: String) throws {
        #expect(try TestRoute.fill(email) { $0.draft.from.words } == from)
    }

    @Test
    func `somebody must send it`() throws {
        let files = ["connections/c.yaml": "{kind: maildir, path: mail, default: true}"]
        #expect(
            try TestRoute.said("", files: files)
                == "routes/r.yaml:20 [subject]: neither the route nor its connection names a sender (write 'from:' here, or 'sender:' in the connection)"
        )
        #expect(try TestRoute.said("from: a@x.org", files: files) == "")
    }
}
