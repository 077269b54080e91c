import Peers
import Testing

@Suite struct `What a process can send` {
    @Test func `a process names a route and hands it data of any shape`() async throws {
        let workspace = try TemporaryWorkspace.small([
            "routes/event.yaml": """
            kind: send
            attributes:
              Order: {type: object, fields: {Number: string, Client: {type: object, fields: {Email: string}}}}
              Sums: {type: number, array: true}
              Paid: {type: boolean}
              Lasts: {type: duration}
              Extra: {type: map}
            email:
              to: <Order.Client.Email|>
              subject: "<Order.Number|>"
              body: '<Sums:join("+")|>, <Paid|>, <Lasts|>'

            """
        ])
        let letter = try await workspace.delivered(
            "event",
            """
            {"Order": {"Number": "A-17", "Client": {"Email": "anna@example.com"}}, "Sums": [1, "2.50", 1e2],
             "Paid": true, "Lasts": "PT90M", "Extra": {"any key": "value"}}
            """)
        #expect(letter.to?.map(\.address) == ["anna@example.com"] && letter.subject == "A-17")
        #expect(letter.words("text/plain") == "1+2.50+100, yes, 1 hour 30 minutes\n")
    }

    @Test func `data of another type are refused, with all mistakes at once`() async throws {
        let workspace = try TemporaryWorkspace.small([
            "routes/typed.yaml": """
            kind: send
            attributes:
              N: {type: number}
              B: {type: boolean}
              D: {type: datetime}
              L: {type: string, array: true}
              W: {type: account}
            email: {to: ivan@example.com, subject: x, body: x}

            """
        ])
        let outcome = try await workspace.send(
            "typed", #"{"N": "many", "B": "yes", "D": "soon", "L": "one", "W": 5, "X": 1}"#, "--json")
        #expect(outcome.status == 65)
        let error = try outcome.json.error
        #expect(error.code == "data-mismatch")
        #expect(error.details.items.compactMap(\.pointer.text) == ["/N", "/B", "/D", "/L", "/W", "/X"])
        #expect(error.details[0].expected == "a number such as 1234.50" && error.details[0].found == "the text 'many'")
        #expect(try workspace.letters == [])
    }

    @Test func `a published change takes effect at the next send`() async throws {
        let workspace = try TemporaryWorkspace.small([
            "templates/note.txt": "Old words.\n",
            "routes/far.yaml": "kind: send\nemail: {to: ivan@example.com, subject: Old, body: templates/note.txt}\n",
        ])
        #expect(try await workspace.send("far", "{}").status == 0)
        try workspace.write("templates/note.txt", "New words.\n")
        #expect(try await workspace.send("far", "{}").status == 0)
        try workspace.write(
            "routes/far.yaml", "kind: send\nemail: {to: ivan@example.com, subject: New, body: templates/note.txt}\n")
        #expect(try await workspace.send("far", "{}").status == 0)
        let letters = try await workspace.received().map { "\($0.subject ?? "") \($0.words("text/plain") ?? "")" }
        #expect(letters.sorted() == ["New New words.\n", "Old New words.\n", "Old Old words.\n"])
    }
}
