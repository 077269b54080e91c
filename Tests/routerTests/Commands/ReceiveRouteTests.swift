import Testing

@Suite struct `Receive routes are routes like others` {
    @Test func `list shows which way they go`() async throws {
        let workspace = try await TemporaryWorkspace.sample()
        let outcome = try await workspace.router("list")
        let line = try #require(outcome.stdout.split(separator: "\n").first { $0.contains("support-inbox") })
        #expect(line.contains("← support") && line.contains("Takes letters to the support desk"))
        let listed = try await workspace.router("list", "--json").json.routes.items
        let route = try #require(listed.first { $0.name == "support-inbox" })
        #expect(route.kind == "receive" && route.valid == true && route.connection == "support")
        #expect(listed.contains { $0.name == "notification" && $0.kind == "send" })
    }

    @Test func `show tells what a handler gets`() async throws {
        let workspace = try await TemporaryWorkspace.sample()
        let shown = try await workspace.router("show", "support-inbox")
        #expect(shown.status == 0)
        #expect(shown.stderr.contains("support-inbox ← support: Takes letters to the support desk\n  reads INBOX\n"))
        #expect(shown.stderr.contains("  delivers to archive\n"))
        #expect(shown.stderr.contains("Thread") && shown.stderr.contains(".Address") && shown.stderr.contains("Order"))
        let sample = try ParsedJSON(shown.stdout)
        #expect(sample.From.Address == "ivan@example.com" && sample.Amount.number == 1234.5 && sample.id.text != nil)
        let described = try await workspace.router("show", "support-inbox", "--json").json
        #expect(described.kind == "receive" && described.folders.items.map(\.text) == ["INBOX"])
        #expect(described.deliver.items.map(\.text) == ["archive"])
    }

    @Test(arguments: [["send", "support-inbox", "--data", "-"], ["preview", "support-inbox", "--data", "-"]])
    func `nothing is sent by one`(arguments: [String]) async throws {
        let workspace = try await TemporaryWorkspace.sample()
        let outcome = try await Program.run(arguments, in: workspace.folder)
        #expect(outcome.status == 66)
        #expect(
            outcome.stderr == """
                error[no-such-route]: the route 'support-inbox' receives: nothing can be sent by it
                  help: name a route of kind 'send'; 'router show support-inbox' tells what comes in by this one

                """)
    }

    @Test func `verify reads the letters of their tests, and shows what differs`() async throws {
        let workspace = try await TemporaryWorkspace.sample()
        let passed = try await workspace.router("verify", "support-inbox")
        #expect(passed.status == 0, "\(passed.told)")
        #expect(passed.stderr == "2 passed, 0 failed\n")
        try workspace.write(
            "routes/support-inbox.yaml",
            """
            kind: receive
            connection: support
            attributes:
              Order: {type: string, from: Subject, match: '[A-Z]-[0-9]+'}
              Case: {type: string, from: Headers.X-Case, required: true}
            tests:
              - {name: claims, mail: mail/claim.eml, expect: {attributes: {Order: A-18}, contact: ivan}}
              - {name: asks, mail: mail/question.eml, expect: {quarantine: {contains: X-Case}}}
              - {name: lost, mail: mail/none.eml, expect: {}}

            """)
        let outcome = try await workspace.router("verify", "support-inbox")
        #expect(outcome.status == 1)
        #expect(
            outcome.stdout == """
                ✗ support-inbox: claims
                    attributes.Order:
                      - A-18
                      + A-17
                    contact:
                      - ivan
                      + john
                    quarantine:
                      - nothing
                      + the required attribute 'Case' is not in the letter: its Headers.X-Case is blank
                ✓ support-inbox: asks
                ✗ support-inbox: lost
                    the letter 'mail/none.eml' does not exist

                """)
    }

    @Test func `check names what is wrong with one, and nothing else is hindered`() async throws {
        let workspace = try await TemporaryWorkspace.sample()
        try workspace.write(
            "routes/support-inbox.yaml",
            "kind: receive\nconnection: suport\nattributes: {A: {type: string, from: Sbject}}\n")
        let outcome = try await workspace.router("check")
        #expect(outcome.status == 78)
        #expect(outcome.stderr.contains("there is no connection 'suport'") && outcome.stderr.contains("'support'"))
        #expect(outcome.stderr.contains("there is no attribute 'Sbject'") && outcome.stderr.contains("'Subject'"))
        let sent = try await workspace.router("send", "notification", "--data", "data/notification.json")
        #expect(sent.status == 0, "\(sent.told)")
        #expect(sent.stderr.contains("2 errors elsewhere in the workspace"))
    }
}
