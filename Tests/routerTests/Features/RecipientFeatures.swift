import Peers
import Testing

@Suite struct `Whom a letter can go to` {
    private static func workspace(_ recipients: String) throws -> TemporaryWorkspace {
        try .small([
            "accounts/people.yaml": "- {id: ivan, name: Иван Петров, address: ivan@example.com}\n",
            "routes/far.yaml": """
            kind: send
            attributes:
              Person: {type: account}
              People: {type: account, array: true}
              Email: {type: string}
              Name: {type: string}
              Copies: {type: string}
              List: {type: string, array: true}
            email:
              \(recipients.replacing("\n", with: "\n  "))
              subject: hello
              body: hello

            """,
        ])
    }

    @Test func `a route's own sender, address and name, goes before the connection's`()
        async throws
    {
        let settings = "from: {address: \"<Email|>\", name: \"Отдел <Name|>\"}\nto: boss@example.com"
        let own = try await Self.workspace(settings).delivered("far", #"{"Email": "hr@example.com", "Name": "кадров"}"#)
        #expect(own.from == [.init(name: "Отдел кадров", address: "hr@example.com")])
        let blank = try await Self.workspace(settings).delivered("far")
        #expect(blank.from == [.init(name: "Robot", address: "robot@example.test")])
    }

    @Test func `recipients come from an account, or from address and name`() async throws {
        let workspace = try Self.workspace(
            """
            to:
              - {account: <Person>}
              - {address: "<Email>", name: "<Name>"}
              - "Desk <desk@example.com>"
              - {account: <People>}
            """)
        let letter = try await workspace.delivered(
            "far",
            """
            {"Person": "ivan", "Email": "eve@example.com", "Name": "Eve",
             "People": [{"Name": "Анна", "Address": "anna@example.com"}, "bare@example.com"]}
            """)
        #expect(
            letter.to == [
                .init(name: "Иван Петров", address: "ivan@example.com"), .init(name: "Eve", address: "eve@example.com"),
                .init(name: "Desk", address: "desk@example.com"), .init(name: "Анна", address: "anna@example.com"),
                .init(name: "", address: "bare@example.com"),
            ])
    }

    @Test func `cc and bcc take several addresses separated by semicolons, from attributes too, and their names`()
        async throws
    {
        let workspace = try Self.workspace(
            """
            to: boss@example.com
            cc: {address: "a@example.com; <Copies|>", name: "Анна; <Name|>"}
            bcc: [{address: <List>}, {address: "<Email|>; z@example.com"}]
            """)
        let letter = try await workspace.delivered(
            "far",
            """
            {"Copies": "b@example.com;c@example.com", "Name": "Борис", "List": ["x@example.com", "y@example.com"]}
            """)
        #expect(
            letter.cc == [
                .init(name: "Анна", address: "a@example.com"), .init(name: "Борис", address: "b@example.com"),
                .init(name: "", address: "c@example.com"),
            ])
        #expect(
            letter.values(of: "Delivered-To") == ["boss", "a", "b", "c", "x", "y", "z"].map { "\($0)@example.com" })
        #expect(letter.values(of: "Bcc") == [])
    }

    @Test func `the server's answer about each recipient is a result`() async throws {
        let desk = try await Desk.open()
        let inbox = desk.office.newInbox()
        let sent = try await desk.send("note", Desk.data(to: inbox.address, Postfix.refused), "--json").json
        #expect(sent.recipients.items.map(\.address.text) == [inbox.address, Postfix.refused])
        #expect(sent.recipients[0].reply.text?.hasPrefix("250 2.0.0 Ok: queued as") == true)
        #expect(sent.recipients[1].reply.text?.hasPrefix("550 5.1.1") == true)
    }

    @Test func `a letter that went out is told to be sent, by the id that stands in it`() async throws {
        let workspace = try Self.workspace("to: boss@example.com")
        let sent = try await workspace.send("far", "{}", "--json").json
        #expect(sent.state == "sent" && sent.recipients[0].state == "sent")
        #expect(try await workspace.received().first?.messageID == sent.messageId.text)
    }
}
